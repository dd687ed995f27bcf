/** What only some trades have to tell of an event: travel, vehicles, homes, games; and what an advertiser's own attribution says. */
import type { Concept, ConceptType } from './concepts.ts'

type Line = readonly [id: string, title: string, type?: ConceptType, help?: string]

const travel: readonly Line[] = [
  ['checkin_date', 'Check-in date'],
  ['checkout_date', 'Check-out date'],
  ['travel_start', 'Travel start'],
  ['travel_end', 'Travel end'],
  ['departing_departure_date', 'Outbound journey: departure'],
  ['departing_arrival_date', 'Outbound journey: arrival'],
  ['returning_departure_date', 'Return journey: departure'],
  ['returning_arrival_date', 'Return journey: arrival'],
  ['origin_airport', 'Departure airport', 'text', 'IATA code, such as CDG.'],
  ['destination_airport', 'Destination airport', 'text', 'IATA code, such as CDG.'],
  ['destination_ids', 'Destination IDs', 'list'],
  ['num_adults', 'Number of adults', 'number'],
  ['num_children', 'Number of children', 'number'],
  ['num_infants', 'Number of infants', 'number'],
  ['travel_class', 'Travel class'],
  ['preferred_num_stops', 'Wanted number of stops', 'number'],
  ['preferred_star_ratings', 'Wanted stars, from and to', 'list'],
  ['hotel_score', 'Hotel score', 'number'],
  ['suggested_destinations', 'Suggested destinations', 'list'],
  ['suggested_hotels', 'Suggested hotels', 'list'],
  ['suggested_location_based_items', 'Suggested items of a place', 'list'],
]
/** Where somebody wants to go, live or buy: never where they are, so these are no identity and never hashed. */
const wanted: readonly Line[] = [
  ['wanted_city', 'Wanted city', 'text', 'Of the trip, home or vehicle, not of the person.'],
  ['wanted_region', 'Wanted region', 'text', 'Of the trip, home or vehicle, not of the person.'],
  ['wanted_country', 'Wanted country', 'text', 'Of the trip, home or vehicle, not of the person.'],
  ['wanted_postal_code', 'Wanted postal code', 'text', 'Of the trip, home or vehicle, not of the person.'],
  ['neighborhood', 'Neighbourhood'],
  ['preferred_neighborhoods', 'Wanted neighbourhoods', 'list'],
  ['dma_code', 'Market area code (DMA)'],
  ['preferred_price_range', 'Wanted price, from and to', 'list'],
]
const vehicles: readonly Line[] = [
  ['vehicle_make', 'Vehicle make'],
  ['vehicle_model', 'Vehicle model'],
  ['vehicle_year', 'Vehicle year', 'number'],
  ['vehicle_trim', 'Vehicle trim'],
  ['vehicle_vin', 'Vehicle number (VIN)', 'text', 'Of the vehicle on offer, never of one that the person owns.'],
  ['vehicle_price', 'Vehicle price', 'text', 'An amount with its currency, such as 25000 EUR; without one the event’s currency is added.'],
  ['state_of_vehicle', 'Vehicle state', 'text', 'New or used.'],
  ['condition_of_vehicle', 'Vehicle condition'],
  ['vehicle_mileage', 'Vehicle mileage', 'number'],
  ['vehicle_mileage_unit', 'Vehicle mileage unit', 'text', 'KM or MI.'],
  ['body_style', 'Vehicle body style'],
  ['drivetrain', 'Vehicle drivetrain'],
  ['fuel_type', 'Vehicle fuel'],
  ['transmission', 'Vehicle transmission'],
  ['exterior_color', 'Vehicle colour, outside'],
  ['interior_color', 'Vehicle colour, inside'],
  ['suggested_vehicles', 'Suggested vehicles', 'list'],
]
const homes: readonly Line[] = [
  ['property_availability', 'Home availability'],
  ['listing_type', 'Home listing'],
  ['property_type', 'Home type'],
  ['lease_start_date', 'Lease start'],
  ['lease_end_date', 'Lease end'],
  ['preferred_beds_range', 'Wanted bedrooms, from and to', 'list'],
  ['preferred_baths_range', 'Wanted bathrooms, from and to', 'list'],
  ['suggested_home_listings', 'Suggested homes', 'list'],
]
const rest: readonly Line[] = [
  ['suggested_jobs', 'Suggested jobs', 'list'],
  ['suggested_local_service_businesses', 'Suggested local services', 'list'],
  ['product_catalog_id', 'Catalogue ID'],
  ['user_bucket', 'User bucket'],
  ['app_ad_type', 'App ad type'],
  ['app_description', 'App event description'],
  ['app_level', 'Game level'],
  ['app_max_rating_value', 'Highest rating', 'number'],
  ['app_payment_info_available', 'Payment details there', 'boolean'],
  ['app_registration_method', 'App registration method'],
  ['app_success', 'Succeeded', 'boolean'],
]
const credit: readonly Line[] = [
  ['attributed_ad_id', 'Attribution: ad ID'],
  ['attributed_click_time', 'Attribution: click time', 'time'],
  ['attribution_share', 'Attribution: share', 'number', 'The credit that your own attribution gives the ad, from 0 to 1.'],
  ['attribution_value', 'Attribution: value', 'number', 'The share times the value of the sale.'],
]

export const tradeConcepts: readonly Concept[] = [...travel, ...wanted, ...vehicles, ...homes, ...rest, ...credit].map(
  ([id, title, type = 'text', help]) => ({ id, title, type, group: 'other', ...(help && { help }) }),
)
