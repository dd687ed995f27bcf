/** Every refusal that Meta documents and one event can be checked for: one bad event would refuse the whole request. */

import { Left } from '../../../runtime/contract.ts'
import type { Sealed, Wire } from '../../../runtime/dialect.ts'
import { appEvents, CREDIT, events, isNear, messagingEvents, placed, spelled } from './events.ts'
import { ALL_SETS, setsWith } from './identity.ts'

const HOUR_S = 3600
const DAY_S = 24 * HOUR_S
/** An hour below Meta's 7 days, so that a request on its way does not tip over. Stores have 62 days. */
const OLDEST_S = 7 * DAY_S - HOUR_S
const OLDEST_STORE_S = 62 * DAY_S
const FUTURE_S = 60

/** How old and how new an event of this action source may be. */
export const window = (source: string) => ({ maxAgeS: source === 'physical_store' ? OLDEST_STORE_S : OLDEST_S, maxFutureS: FUTURE_S })

/** What Meta calls required of an event that adds a credit; without one of them it says nothing. */
const OF_CREDIT = [
  'attributed_ad_id',
  'attributed_click_time',
  'attribution_share',
  'attribution_value',
  'currency',
  'original_event_name',
  'original_event_time',
]
const KEYS_OF_CREDIT = [
  'attribution_data.ad_id',
  'attribution_data.touchpoint_ts',
  'attribution_data.attribution_share',
  'attribution_data.attribution_value',
  'custom_data.currency',
  'original_event_data.event_name',
  'original_event_data.event_time',
]
/** Concepts that an event needs beside the required ones. */
export function needs(eventName: string, actionSource: string): readonly string[] {
  const sale = spelled(eventName) === 'Purchase' ? ['value', 'currency'] : spelled(eventName) === CREDIT ? OF_CREDIT : []
  if (actionSource === 'app' || actionSource.startsWith('app_')) return [...sale, 'app_ad_tracking_enabled']
  if (actionSource === 'business_messaging') return [...sale, 'messaging_channel']
  return sale
}

/**
 * Asked of a website event by Meta's pages, and taken without in a live report: so it is sent, and said. A click ID of an address
 * travels with the time of the click only: that of the event would be another one. Limited use acts by a state, which Meta finds
 * out from the IP address where it is not told.
 */
export const asks = (_: string, actionSource: string, mapped?: ReadonlySet<string>): readonly string[] => [
  ...(placed(actionSource) === 'website' ? ['event_source_url', 'client_user_agent'] : NONE),
  ...(mapped?.has('fbclid') && !mapped.has('fbc') && !mapped.has('click_time') ? ['click_time'] : NONE),
  ...(mapped?.has('data_processing') && !mapped.has('client_ip') && !mapped.has('data_processing_state')
    ? ['data_processing_state']
    : NONE),
]

const no = (code: string, field?: string) => new Left('invalid', `meta.${code}`, field)
const TOO_OLD = new Left('expired', 'meta.too_old', 'event_time')
const FUTURE = no('future', 'event_time')
const NO_TIME = no('event_time', 'event_time')
const NO_NAME = no('event_name', 'event_name')
const NO_SOURCE = no('action_source', 'action_source')
const THIN = no('user_too_thin', 'email')
const NO_VALUE = no('value_missing', 'value')
const NO_CURRENCY = no('currency_missing', 'currency')
const NO_CREDIT = OF_CREDIT.map(concept => no('credit_missing', concept))
const CREDIT_LATE = new Left('expired', 'meta.credit_late', 'original_event_time')
const NO_ITEM_ID = no('contents_id', 'contents')
const NO_TRACKING = no('app_tracking', 'app_ad_tracking_enabled')
const NO_FACTS = no('extinfo', 'app_extinfo')
const NO_CHANNEL = no('messaging_channel', 'messaging_channel')
const NO_PAGE = no('messaging_page', 'page_id')
const NO_INSTAGRAM = no('messaging_instagram', 'ig_account_id')
const NO_WHATSAPP = no('messaging_whatsapp', 'whatsapp_business_account_id')
const NO_ADDRESS = no('messaging_url', 'event_source_url')
const NOT_A_MESSAGE = no('messaging_event', 'event_name')

/** Why this event may not go, or nothing. Also asked right before sending: events age while they wait. */
export function judge(event: Sealed, now: number): Left | undefined {
  return judgeTime(event, now) ?? judgePerson(event) ?? judgeSale(event) ?? judgeCredit(event, now) ?? judgePlace(event)
}

function judgeTime({ time, source }: Sealed, now: number): Left | undefined {
  const age = now / 1000 - time
  if (!Number.isInteger(time)) return NO_TIME
  if (age > window(source).maxAgeS) return TOO_OLD
  return age < -FUTURE_S ? FUTURE : undefined
}

const USER = 'user_data.'
function judgePerson({ values, name, source }: Sealed): Left | undefined {
  if (name === '') return NO_NAME
  if (source === '') return NO_SOURCE
  // One key outside every set is enough, and most events have one among their first: nothing is gathered.
  let within = ALL_SETS
  for (const key in values) {
    if (!key.startsWith(USER) || !filled(values[key])) continue
    within &= setsWith(key.slice(USER.length))
    if (within === 0) return undefined
  }
  return THIN
}

function judgeSale({ values, name }: Sealed): Left | undefined {
  const value = values['custom_data.value']
  const priced = typeof value === 'number' && Number.isFinite(value)
  if (name === 'Purchase' && !(priced && value >= 0)) return NO_VALUE
  if ((priced || name === 'Purchase') && !filled(values['custom_data.currency'])) return NO_CURRENCY
  const contents = values['custom_data.contents']
  return contents !== undefined && !itemsOf(contents).every(hasId) ? NO_ITEM_ID : undefined
}

/** "Must be received less than 48 hours from the original event." */
const CREDIT_WITHIN_S = 48 * HOUR_S
function judgeCredit({ values, name }: Sealed, now: number): Left | undefined {
  if (name !== CREDIT) return undefined
  const lacking = KEYS_OF_CREDIT.findIndex(key => !filled(values[key]))
  if (lacking >= 0) return NO_CREDIT[lacking]
  return now / 1000 - Number(values['original_event_data.event_time']) >= CREDIT_WITHIN_S ? CREDIT_LATE : undefined
}

function judgePlace(event: Sealed): Left | undefined {
  if (event.source === 'app') return judgeApp(event.values)
  return event.source === 'business_messaging' ? judgeMessage(event) : undefined
}

function judgeApp(values: Sealed['values']): Left | undefined {
  if (values['app_data.advertiser_tracking_enabled'] === undefined) return NO_TRACKING
  const facts = itemsOf(values['app_data.extinfo'])
  return facts.length === 16 && (facts[0] === 'a2' || facts[0] === 'i2') && filled(facts[4]) ? undefined : NO_FACTS
}

/** Standard on websites and in apps, and not in the list for conversations. Names of one's own are nobody's: Meta takes them or says so. */
const elsewhere: ReadonlySet<string> = new Set([...Object.values(events), ...appEvents].filter(name => !messagingEvents.includes(name)))
function judgeMessage({ values, name }: Sealed): Left | undefined {
  const has = (key: string) => filled(values[USER + key])
  const channel = values.messaging_channel
  if (channel === undefined) return NO_CHANNEL
  if (values.event_source_url !== undefined) return NO_ADDRESS
  if (elsewhere.has(name)) return NOT_A_MESSAGE
  if (channel === 'messenger' && !has('page_id')) return NO_PAGE
  if (channel === 'instagram' && !has('ig_account_id')) return NO_INSTAGRAM
  return channel === 'whatsapp' && !has('page_id') && !has('whatsapp_business_account_id') ? NO_WHATSAPP : undefined
}

const NO_PAGE_ADDRESS = ['meta.page_address']
const NO_BROWSER = ['meta.browser']
const NEITHER = [...NO_PAGE_ADDRESS, ...NO_BROWSER]
/** What of `asks` an event goes without, what is worth little of its click ID, and whether its name was probably meant to be another. */
export function lacks(event: Sealed): readonly string[] {
  const missing = missingOnline(event)
  const click = clickFlaw(event)
  const near = isNear(event.name)
  const nowhere = limitedNowhere(event.values)
  if (!click && !near && !nowhere) return missing
  return [...missing, ...(click ? [click] : NONE), ...(nowhere ? ['meta.limited_nowhere'] : NONE), ...(near ? ['meta.near_name'] : NONE)]
}
/** "State: needed if no IP address is sent" (Data processing options): without both Meta cannot tell whether a state's law asks for it. */
const limitedNowhere = (values: Sealed['values']): boolean =>
  itemsOf(values.data_processing_options).length > 0 &&
  !(Number(values.data_processing_options_state) > 0) &&
  !filled(values['user_data.client_ip_address'])
/** "The _fbc cookie lives 90 days" (fbp and fbc parameters): no browser would have sent an older one with this event. */
const CLICK_LIVES_S = 90 * DAY_S
function clickFlaw({ values, time }: Sealed): string | undefined {
  const click = values['user_data.fbc']
  if (typeof click !== 'string') return filled(values['made_from.fbclid']) ? 'meta.click_lost' : undefined
  return time - Number(click.split('.', 3)[2]) / 1000 > CLICK_LIVES_S ? 'meta.click_old' : undefined
}
function missingOnline({ values, source }: Sealed): readonly string[] {
  if (source !== 'website') return NONE
  const browser = filled(values['user_data.client_user_agent'])
  if (filled(values.event_source_url)) return browser ? NONE : NO_BROWSER
  return browser ? NO_PAGE_ADDRESS : NEITHER
}

const WITH_OPT_OUT = ['meta.opt_out']
const LIMITED = ['meta.limited_use']
const BOTH = [...WITH_OPT_OUT, ...LIMITED]
const NONE: readonly string[] = []
/** What the person allowed less than usual. */
export function restrictions({ values }: Sealed): readonly string[] {
  const limited = itemsOf(values.data_processing_options).length > 0
  if (values.opt_out === true) return limited ? BOTH : WITH_OPT_OUT
  return limited ? LIMITED : NONE
}

const filled = (value: Wire | undefined): boolean => value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0)
const itemsOf = (value: Wire | undefined): readonly Wire[] => (Array.isArray(value) ? value : [])
const hasId = (item: Wire): boolean => typeof item === 'object' && 'id' in item && item.id !== ''
