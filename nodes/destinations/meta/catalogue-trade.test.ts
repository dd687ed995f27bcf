/** What travel, vehicle, property and app events tell, and an advertiser's own credit: each in the form of Meta's pages. */
import { expect, it } from 'vitest'
import { Left, type Row, type Value } from '../../../runtime/contract.ts'
import { sealer } from '../../../runtime/seal.ts'
import meta from './index.ts'

const dialect = meta.dialect!
const NOW = Date.parse('2026-11-20T12:00:00Z')
const HOUR_AGO = '2026-11-20T11:00:00Z'
const HOUR_AGO_S = 1_795_172_400
const plain: Row = { event_name: 'Search', action_source: 'other', event_time: HOUR_AGO, event_id: 'o-1', email: 'mary@example.com' }

function sealed(row: Row, dayFirst = false) {
  const lost: string[] = []
  const event = sealer({ dialect, sealing: { dayFirst }, timezone: undefined, now: NOW }).seal({ ...plain, ...row }, (code, field) =>
    lost.push(`${field} ${code}`),
  )
  if (event instanceof Left) throw new Error(event.code)
  return { event, lost, body: JSON.parse(dialect.encode(event)) }
}
const at = (body: any, path: string) => path.split('.').reduce((part, key) => part?.[key], body)

/** Concept, cell, key of custom_data, and how it stands there. */
const rows: readonly [string, Value, string, unknown][] = [
  ['checkin_date', '2026-12-24', 'checkin_date', '2026-12-24'],
  ['checkout_date', '20261231', 'checkout_date', '2026-12-31'],
  ['travel_start', '24 December 2026', 'travel_start', '2026-12-24'],
  ['travel_end', '31.12.2026', 'travel_end', '2026-12-31'],
  ['departing_departure_date', '2026-12-24 08:15:00+01:00', 'departing_departure_date', '2026-12-24T08:15:00+01:00'],
  ['departing_arrival_date', '2026-12-24T10:00Z', 'departing_arrival_date', '2026-12-24T10:00Z'],
  ['returning_departure_date', '2026-12-31T18:00:00', 'returning_departure_date', '2026-12-31'],
  ['returning_arrival_date', '12/31/2026', 'returning_arrival_date', '2026-12-31'],
  ['origin_airport', 'cdg', 'origin_airport', 'CDG'],
  ['destination_airport', ' JFK ', 'destination_airport', 'JFK'],
  ['destination_ids', 'd1,d2', 'destination_ids', ['d1', 'd2']],
  ['num_adults', '2.0', 'num_adults', 2],
  ['num_children', 0, 'num_children', 0],
  ['num_infants', '1', 'num_infants', 1],
  ['travel_class', 'Business', 'travel_class', 'business'],
  ['preferred_num_stops', '0', 'preferred_num_stops', 0],
  ['preferred_star_ratings', '3-5', 'preferred_star_ratings', [3, 5]],
  ['hotel_score', '7,5', 'hotel_score', 7.5],
  ['suggested_destinations', '["a","b"]', 'suggested_destinations', ['a', 'b']],
  ['suggested_hotels', ['h1', 7], 'suggested_hotels', ['h1', '7']],
  ['suggested_location_based_items', 'x|y', 'suggested_location_based_items', ['x', 'y']],
  ['wanted_city', 'New York', 'city', 'New York'],
  ['wanted_region', 'Île-de-France', 'region', 'Île-de-France'],
  ['wanted_country', 'France', 'country', 'France'],
  ['wanted_postal_code', '01067', 'postal_code', '01067'],
  ['neighborhood', 'Menlo Oaks', 'neighborhood', 'Menlo Oaks'],
  ['preferred_neighborhoods', 'A;B', 'preferred_neighborhoods', ['A', 'B']],
  ['dma_code', '501', 'dma_code', '501'],
  ['preferred_price_range', '1000.99 - 2000.99', 'preferred_price_range', [1000.99, 2000.99]],
  ['vehicle_make', 'Renault', 'make', 'Renault'],
  ['vehicle_model', '5 E-Tech', 'model', '5 E-Tech'],
  ['vehicle_year', '2025', 'year', 2025],
  ['vehicle_trim', 'Iconic', 'trim', 'Iconic'],
  ['vehicle_vin', 'VF1RFB00000000000', 'vin', 'VF1RFB00000000000'],
  ['vehicle_price', '25000 EUR', 'price', '25000 EUR'],
  ['state_of_vehicle', 'New', 'state_of_vehicle', 'New'],
  ['condition_of_vehicle', 'Excellent', 'condition_of_vehicle', 'Excellent'],
  ['vehicle_mileage', '12000', 'mileage.value', 12_000],
  ['vehicle_mileage_unit', 'KM', 'mileage.unit', 'KM'],
  ['body_style', 'suv', 'body_style', 'SUV'],
  ['drivetrain', '4x4', 'drivetrain', '4X4'],
  ['fuel_type', 'Plug-in hybrid', 'fuel_type', 'PLUGIN_HYBRID'],
  ['transmission', 'automatic', 'transmission', 'AUTOMATIC'],
  ['exterior_color', 'Yellow', 'exterior_color', 'Yellow'],
  ['interior_color', 'Grey', 'interior_color', 'Grey'],
  ['suggested_vehicles', 'v1', 'suggested_vehicles', ['v1']],
  ['property_availability', 'For Sale', 'availability', 'for_sale'],
  ['listing_type', 'FOR_RENT_BY_OWNER', 'listing_type', 'for_rent_by_owner'],
  ['property_type', 'House', 'property_type', 'house'],
  ['lease_start_date', '2027-02-01', 'lease_start_date', '2027-02-01'],
  ['lease_end_date', '2028/01/31', 'lease_end_date', '2028-01-31'],
  ['preferred_beds_range', '1,2', 'preferred_beds_range', [1, 2]],
  ['preferred_baths_range', { min: 1, max: '2' }, 'preferred_baths_range', [1, 2]],
  ['suggested_home_listings', '{l1,l2}', 'suggested_home_listings', ['l1', 'l2']],
  ['suggested_jobs', 'j1', 'suggested_jobs', ['j1']],
  ['suggested_local_service_businesses', 's1', 'suggested_local_service_businesses', ['s1']],
  ['product_catalog_id', '0042', 'product_catalog_id', '0042'],
  ['user_bucket', 'B', 'user_bucket', 'B'],
  ['app_ad_type', 'banner', 'ad_type', 'banner'],
  ['app_description', 'Level done', 'fb_description', 'Level done'],
  ['app_level', '7', 'fb_level', '7'],
  ['app_max_rating_value', 5, 'fb_max_rating_value', 5],
  ['app_payment_info_available', 'yes', 'fb_payment_info_available', '1'],
  ['app_registration_method', 'Email', 'fb_registration_method', 'Email'],
  ['app_success', false, 'fb_success', '0'],
]
it.each(rows)('%s %j stands at %s', (concept, cell, key, expected) => {
  const { body, lost } = sealed({ [concept]: cell })
  expect(lost).toEqual([])
  expect(at(body.custom_data, key)).toEqual(expected)
})

/** What Meta's forms have no room for is left out and counted, and the event goes on. */
it.each<[string, Value, string]>([
  ['checkin_date', 'next Friday', 'meta.not_a_day'],
  ['checkin_date', '2026-02-30', 'meta.not_a_day'],
  ['lease_start_date', '01/02/2027', 'meta.two_days'],
  ['origin_airport', 'Paris', 'meta.not_offered'],
  ['num_adults', '-1', 'number_negative'],
  ['travel_class', 'steerage', 'meta.not_offered'],
  ['preferred_star_ratings', '5-3', 'meta.not_a_range'],
  ['preferred_star_ratings', '3,5', 'meta.not_a_range'],
  ['preferred_beds_range', '1.5-2', 'meta.not_a_range'],
  ['preferred_beds_range', '[1,2,3]', 'meta.not_a_range'],
  ['vehicle_year', '25', 'meta.not_offered'],
  ['vehicle_year', '2031', 'meta.not_offered'],
  ['vehicle_price', '25000', 'meta.price_currency'],
  ['vehicle_price', '25000 XXQ', 'meta.price_currency'],
  ['vehicle_vin', 'A'.repeat(18), 'too_long'],
  ['vehicle_trim', 'x'.repeat(51), 'too_long'],
  ['body_style', 'Spaceship', 'meta.not_offered'],
  ['property_type', 'castle', 'meta.not_offered'],
  ['attribution_share', '1.2', 'meta.not_offered'],
  ['attributed_ad_id', 'ad-1', 'meta.not_digits'],
])('%s %j is left out', (concept, cell, code) => {
  const { body, lost } = sealed({ [concept]: cell })
  expect(lost).toEqual([`${concept} ${code}`])
  expect(body.custom_data).toBeUndefined()
  expect(dialect.reasons[code]).toBeDefined()
})

it('reads a day in the order that the flow says, and adds the event’s currency to a bare price', () => {
  expect(sealed({ lease_start_date: '01/02/2027' }, true).body.custom_data.lease_start_date).toBe('2027-02-01')
  const { body } = sealed({ vehicle_price: '25000', currency: 'eur', value: 10 })
  expect(body.custom_data).toMatchObject({ price: '25000 EUR', currency: 'EUR' })
})

const credit: Row = {
  event_name: 'append attribution',
  attributed_ad_id: '6283824241739',
  attributed_click_time: '2026-11-19T11:00:00Z',
  attribution_share: '0.3',
  attribution_value: '30.6',
  currency: 'USD',
  original_event_name: 'Purchase',
  original_event_time: HOUR_AGO,
  original_order_id: 'ORD-1',
}
it('sends an advertiser’s own credit as Meta’s sample has it', () => {
  const { event, body } = sealed(credit)
  expect(body).toMatchObject({
    event_name: 'AppendAttribution',
    attribution_data: { ad_id: '6283824241739', touchpoint_ts: HOUR_AGO_S - 86_400, attribution_share: 0.3, attribution_value: 30.6 },
    original_event_data: { event_name: 'Purchase', event_time: HOUR_AGO_S, order_id: 'ORD-1' },
    custom_data: { currency: 'USD' },
  })
  expect(dialect.judge(event, NOW)).toBeUndefined()
})
it.each(dialect.needs('AppendAttribution', 'website'))('leaves out a credit that lacks %s', concept => {
  const found = dialect.judge(sealed({ ...credit, [concept]: null }).event, NOW)
  expect(found).toMatchObject({ outcome: 'invalid', code: 'meta.credit_missing', field: concept })
})
it('lets a credit expire 48 hours after its first event, and no other event', () => {
  const { event } = sealed(credit)
  const edge = (HOUR_AGO_S + 48 * 3600) * 1000
  expect(dialect.judge(event, edge - 1000)).toBeUndefined()
  expect(dialect.judge(event, edge)).toMatchObject({ outcome: 'expired', code: 'meta.credit_late' })
  expect(dialect.judge(sealed({ original_event_time: HOUR_AGO }).event, edge)).toBeUndefined()
})

/** Meta's table of standard parameters, typed off the page: the website's spelling, and what only apps have. */
const PAGE =
  `availability body_style checkin_date city condition_of_vehicle content_ids content_type contents country currency delivery_category
  departing_arrival_date departing_departure_date destination_airport destination_ids dma_code drivetrain exterior_color fuel_type
  hotel_score interior_color lead_event_source lease_end_date lease_start_date listing_type make mileage.unit mileage.value model
  neighborhood net_revenue num_adults num_children num_infants num_items order_id origin_airport postal_code predicted_ltv
  preferred_baths_range preferred_beds_range preferred_neighborhoods preferred_num_stops preferred_price_range preferred_star_ratings
  price product_catalog_id property_type region returning_arrival_date returning_departure_date search_string state_of_vehicle
  suggested_destinations suggested_home_listings suggested_hotels suggested_jobs suggested_local_service_businesses
  suggested_location_based_items suggested_vehicles transmission travel_class travel_end travel_start trim user_bucket value vin year
  item_number ad_type fb_description fb_level fb_max_rating_value fb_payment_info_available fb_registration_method fb_success`.split(/\s+/)
it('offers every standard parameter of Meta’s page', () => {
  const keys = new Set(dialect.targets.map(target => target.key))
  expect(PAGE.filter(key => !keys.has(`custom_data.${key}`))).toEqual([])
})
