/** Keys of `custom_data` that belong to a trade: travel, vehicles, homes and apps; and the credit of an advertiser's own attribution. */

import { tradeConcepts } from '../../../runtime/concepts-trade.ts'
import type { Target } from '../../../runtime/dialect.ts'
import { amount } from '../../../runtime/normalise/money.ts'
import { integer, list } from '../../../runtime/normalise/scalar.ts'
import { idText, text, textUpTo } from '../../../runtime/normalise/text.ts'
import { epochSeconds } from '../../../runtime/normalise/time.ts'
import { digits } from './spellings.ts'
import { airport, day, modelYear, price, range, share, word, yesAsText } from './spellings-trade.ts'

const page = 'Meta, Standard parameters of custom data; copy of 12 September 2026, read 25 November 2026'
const homes = 'Meta, Real estate ads events; copy of 12 September 2026, read 25 November 2026'
const hotels = 'Meta, Hotel ads events; page of 4 February 2026, read 25 November 2026'
const attribution = 'Meta, AppendAttribution event parameters; copy of 12 September 2026, read 25 November 2026'

type Line = readonly [key: string, concept: string, normalise: Target['normalise'], source?: string]
const titles = new Map(tradeConcepts.map(({ id, title }) => [id, title]))
const target = (head: string, [key, concept, normalise, source = page]: Line): Target => ({
  key: `${head}.${key}`,
  concept,
  title: titles.get(concept) ?? key,
  normalise,
  advanced: true,
  source,
  ...(normalise === list && { many: true }),
})
const same = (key: string, normalise: Target['normalise'], source?: string): Line => [key, key, normalise, source]

const BODIES = ['CONVERTIBLE', 'COUPE', 'HATCHBACK', 'MINIVAN', 'TRUCK', 'SUV', 'SEDAN', 'VAN', 'WAGON', 'CROSSOVER', 'OTHER']
const FUELS = ['DIESEL', 'ELECTRIC', 'FLEX', 'GASOLINE', 'HYBRID', 'PETROL', 'PLUGIN_HYBRID', 'OTHER', 'NONE']
const AVAILABLE = ['available_soon', 'for_rent', 'for_sale', 'off_market', 'recently_sold', 'sale_pending']
const LISTED = [
  'for_rent_by_agent',
  'for_rent_by_owner',
  'for_sale_by_agent',
  'for_sale_by_owner',
  'foreclosed',
  'new_construction',
  'new_listing',
]
const HOMES = ['apartment', 'condo', 'house', 'land', 'manufactured', 'other', 'townhouse']
const TRIM_MOST = 50
const VIN_MOST = 17

const custom: readonly Line[] = [
  same('checkin_date', day),
  same('checkout_date', day, hotels),
  same('travel_start', day),
  same('travel_end', day),
  same('departing_departure_date', day),
  same('departing_arrival_date', day),
  same('returning_departure_date', day),
  same('returning_arrival_date', day),
  same('origin_airport', airport),
  same('destination_airport', airport),
  same('destination_ids', list),
  same('num_adults', integer),
  same('num_children', integer),
  same('num_infants', integer),
  same('travel_class', word('economy', 'premium', 'business', 'first')),
  same('preferred_num_stops', integer),
  same('preferred_star_ratings', range('range', false)),
  same('hotel_score', amount),
  same('suggested_destinations', list),
  same('suggested_hotels', list),
  same('suggested_location_based_items', list),
  ['city', 'wanted_city', text],
  ['region', 'wanted_region', text],
  ['country', 'wanted_country', text],
  ['postal_code', 'wanted_postal_code', text],
  same('neighborhood', text),
  same('preferred_neighborhoods', list),
  same('dma_code', text),
  same('preferred_price_range', range('range', false), homes),
  ['make', 'vehicle_make', text],
  ['model', 'vehicle_model', text],
  ['year', 'vehicle_year', modelYear],
  ['trim', 'vehicle_trim', textUpTo(TRIM_MOST)],
  ['vin', 'vehicle_vin', textUpTo(VIN_MOST)],
  ['price', 'vehicle_price', price],
  same('state_of_vehicle', text),
  same('condition_of_vehicle', text),
  ['mileage.value', 'vehicle_mileage', amount],
  ['mileage.unit', 'vehicle_mileage_unit', text],
  same('body_style', word(...BODIES)),
  same('drivetrain', word('4X2', '4X4', 'AWD', 'FWD', 'RWD', 'OTHER', 'NONE')),
  same('fuel_type', word(...FUELS)),
  same('transmission', word('AUTOMATIC', 'MANUAL', 'OTHER', 'NONE')),
  same('exterior_color', text),
  same('interior_color', text),
  same('suggested_vehicles', list),
  ['availability', 'property_availability', word(...AVAILABLE)],
  same('listing_type', word(...LISTED)),
  same('property_type', word(...HOMES)),
  same('lease_start_date', day),
  same('lease_end_date', day),
  same('preferred_beds_range', range('whole_range', true), homes),
  same('preferred_baths_range', range('whole_range', true), homes),
  same('suggested_home_listings', list),
  same('suggested_jobs', list),
  same('suggested_local_service_businesses', list),
  same('product_catalog_id', idText),
  same('user_bucket', text),
  ['ad_type', 'app_ad_type', text],
  ['fb_description', 'app_description', text],
  ['fb_level', 'app_level', text],
  ['fb_max_rating_value', 'app_max_rating_value', amount],
  ['fb_payment_info_available', 'app_payment_info_available', yesAsText],
  ['fb_registration_method', 'app_registration_method', text],
  ['fb_success', 'app_success', yesAsText],
]
export const tradeTargets: readonly Target[] = custom.map(line => target('custom_data', line))

const credit: readonly Line[] = [
  ['ad_id', 'attributed_ad_id', digits, attribution],
  ['touchpoint_ts', 'attributed_click_time', epochSeconds, attribution],
  ['attribution_share', 'attribution_share', share, attribution],
  ['attribution_value', 'attribution_value', amount, attribution],
]
export const attributionTargets: readonly Target[] = credit.map(line => target('attribution_data', line))
