/** What Meta wants in one piece and a mapping has in several: a click id, the app's sixteen facts, limited data use. */
import { actionSource } from '../../../runtime/concepts.ts'
import type { Row, Value } from '../../../runtime/contract.ts'
import { type Context, Unusable } from '../../../runtime/dialect.ts'
import { decimal } from '../../../runtime/normalise/decimal.ts'
import { currency } from '../../../runtime/normalise/money.ts'
import { cleaned } from '../../../runtime/normalise/text.ts'
import { parseTime } from '../../../runtime/normalise/time.ts'
import { limitedUse } from './spellings.ts'

/** The event with the made fields filled in; what was mapped directly always wins. */
export function derive(event: Row, context: Context): Row {
  const made: Record<string, Value> = {}
  const place = typeof event.action_source === 'string' ? actionSource(event.action_source) : undefined
  if (filled(event.fbclid) && !filled(event.fbc)) made.fbc = clickId(event, context)
  fillLimitedUse(event, made, context)
  if ((place === 'app_android' || place === 'app_ios') && !filled(event.app_extinfo)) made.app_extinfo = appFacts(event, place)
  if (filled(event.vehicle_price) && filled(event.currency))
    made.vehicle_price = withCurrency(event.vehicle_price!, event.currency!, context)
  // Refused for conversations (2804064), and of no use there.
  if (place === 'business_messaging' && filled(event.event_source_url)) made.event_source_url = null
  return Object.keys(made).length === 0 ? event : { ...event, ...made }
}

const filled = (value: Value | undefined): boolean => value !== undefined && value !== null && value !== ''

/** `fb.1.<when it was clicked, ms>.<fbclid as it stands>`; without the click's own time there is none. */
function clickId(event: Row, context: Context): Value {
  const id = cleaned(event.fbclid)
  const clicked = filled(event.click_time) ? parseTime(event.click_time!, context) : undefined
  if (id instanceof Unusable || typeof clicked !== 'number') return null
  return `fb.1.${Math.floor(clicked)}.${id}`
}

/** A bare amount with the event's own currency behind it; one that names a currency stays as it is. */
function withCurrency(price: Value, ofEvent: Value, context: Context): Value {
  const code = currency.apply(ofEvent, context)
  return decimal(price) instanceof Unusable || code instanceof Unusable || /[\p{L}\p{Sc}]/u.test(String(price))
    ? price
    : `${String(price)} ${String(code)}`
}

const UNITED_STATES = 1
const META_FINDS_OUT = 0
/**
 * Country and state go together with the option, and with nothing else. Zero means that Meta finds them itself, from the
 * IP address; a state that is told is one of the United States.
 */
function fillLimitedUse(event: Row, made: Record<string, Value>, context: Context): void {
  const { data_processing: said, data_processing_country: country, data_processing_state: state } = event
  const option = Array.isArray(said) ? (said[0] as Value | undefined) : said
  if (!filled(option) || limitedUse.apply(option!, context) instanceof Unusable) {
    if (filled(country)) made.data_processing_country = null
    if (filled(state)) made.data_processing_state = null
    return
  }
  const told = filled(state) && Number(state) !== META_FINDS_OUT
  if (!filled(country)) made.data_processing_country = told ? UNITED_STATES : META_FINDS_OUT
  if (!filled(state)) made.data_processing_state = META_FINDS_OUT
}

const FACTS = [
  'app_package_name',
  'app_version',
  'app_version',
  'app_os_version',
  'app_device_model',
  'device_locale',
  'device_timezone_abbr',
  'app_device_carrier',
  'device_screen_width',
  'device_screen_height',
  'device_screen_density',
  'device_cpu_cores',
  'device_external_storage',
  'device_external_storage_free',
  'device_timezone',
]

/** The sixteen facts in their fixed order, blanks as empty texts; the first says Android or iOS. */
function appFacts(event: Row, place: 'app_android' | 'app_ios'): Value {
  const texts = FACTS.map(concept => {
    const text = cleaned(event[concept])
    return text instanceof Unusable ? '' : text
  })
  return [place === 'app_android' ? 'a2' : 'i2', ...texts]
}
