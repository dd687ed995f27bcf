/** Every refusal that Pinterest documents and one event can be checked for, and how its events may share a request. */
import { Left } from '../../../runtime/contract.ts'
import type { Group, Sealed, Window, Wire } from '../../../runtime/dialect.ts'
import { isNear, placed } from './events.ts'

const HOUR_S = 3600
const OLDEST_S = 7 * 24 * HOUR_S
const FUTURE_S = 300

const OF_STORES: Window = { maxAgeS: OLDEST_S, maxFutureS: FUTURE_S }
const OF_VISITS: Window = { ...OF_STORES, late: { afterS: HOUR_S, code: 'pin.late' } }
/** Seven days back is what peers state; Pinterest's pages are silent. After an hour an event of the web or an app counts as offline. */
export const window = (source: string): Window => (placed(source) === 'offline' ? OF_STORES : OF_VISITS)

/** One complete set must be there. Phone, names, addresses and click ids help, but are not enough. */
export const identity: readonly (readonly string[])[] = [['email'], ['mobile_ad_id'], ['client_ip', 'client_user_agent']]

const no = (code: string, field?: string) => new Left('invalid', `pin.${code}`, field)
const TOO_OLD = new Left('expired', 'pin.too_old', 'event_time')
const FUTURE = no('future', 'event_time')
const NO_TIME = no('event_time', 'event_time')
const NO_NAME = no('event_name', 'event_name')
const NO_ID = no('event_id', 'event_id')
const NO_SOURCE = no('action_source', 'action_source')
const WHO = no('who', 'email')
const SOURCES: ReadonlySet<string> = new Set(['web', 'app_android', 'app_ios', 'offline'])

/** Why this event may not go, or nothing. Also asked right before sending: events age while they wait. */
export function judge({ values, name, source, time }: Sealed, now: number): Left | undefined {
  const age = now / 1000 - time
  if (!Number.isInteger(time)) return NO_TIME
  if (age > OLDEST_S) return TOO_OLD
  if (age < -FUTURE_S) return FUTURE
  if (name === '') return NO_NAME
  if (!filled(values.event_id)) return NO_ID
  if (!SOURCES.has(source)) return NO_SOURCE
  return isKnown(values) ? undefined : WHO
}

const isKnown = (values: Sealed['values']): boolean =>
  filled(values['user_data.em']) ||
  filled(values['user_data.hashed_maids']) ||
  (filled(values['user_data.client_ip_address']) && filled(values['user_data.client_user_agent']))

const filled = (value: Wire | undefined): boolean => value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0)

const NEAR_NAME = 'pin.near_name'
/** Which state's law limits the use is in these two, and nowhere else. */
const NOWHERE = 'pin.limited_nowhere'
const lacking = [[], [NEAR_NAME], [NOWHERE], [NEAR_NAME, NOWHERE]] as const
/**
 * Pinterest takes any name; one that was probably meant to be one of its own counts for nothing. A limit without state and
 * country acts nowhere.
 */
export const lacks = ({ name, values }: Sealed): readonly string[] =>
  lacking[(isNear(name) ? 1 : 0) + (isLimited(values) && !(filled(values['user_data.st']) && filled(values['user_data.country'])) ? 2 : 0)]!

/** What a limited use asks for before a row is read. */
export const asks = (_: string, __: string, mapped?: ReadonlySet<string>): readonly string[] =>
  mapped?.has('data_processing') ? ['state', 'country'] : []

const NONE: readonly string[] = []
const isLimited = (values: Sealed['values']): boolean => filled(values['custom_data.opt_out_type'])
const OPT_OUT = ['pin.opt_out']
const LIMITED = ['pin.limited_use']
const BOTH = [...OPT_OUT, ...LIMITED]
/** What the person allowed less than usual. */
export function restrictions({ values }: Sealed): readonly string[] {
  const limited = isLimited(values)
  if (values.opt_out === true) return limited ? BOTH : OPT_OUT
  return limited ? LIMITED : NONE
}

const ONLINE: Group = { id: 'online', events: 1000, resendSafe: true }
/** Nothing removes a copy of these, so a lost answer puts few of them in doubt. */
const OFFLINE: Group = { id: 'offline', events: 100, resendSafe: false }

/** Events of the web and of apps that arrive within the hour can be de-duplicated; all others count as offline. */
export const group = ({ source, time }: Sealed, now: number): Group =>
  source === 'offline' || now / 1000 - time > HOUR_S ? OFFLINE : ONLINE
