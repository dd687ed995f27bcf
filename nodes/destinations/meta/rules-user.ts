/** Rules about the person: enough to find one, hashed where it must be, readable where it must not be. */
import { createHash } from 'node:crypto'
import { isIP } from 'node:net'
import type { Json, MetaRule } from './rules-row.ts'

const PAGE = 'https://developers.facebook.com/documentation/ads-commerce/conversions-api/parameters/customer-information-parameters'
const BEST = 'https://developers.facebook.com/documentation/ads-commerce/conversions-api/best-practices'
const CRM = 'https://developers.facebook.com/documentation/ads-commerce/conversions-api/conversion-leads-integration/payload-specification'
const READ = '2026-11-22'

const HASHED = ['em', 'ph', 'fn', 'ln', 'db', 'ge', 'ct', 'st', 'zp', 'country', 'external_id']
const NOT_HASHED = ['client_ip_address', 'client_user_agent', 'fbc', 'fbp', 'subscription_id', 'madid', 'anon_id']
const NOTHINGS = ['', ' ', 'null', 'undefined', 'none', 'n/a', 'na', 'nan', '0', '-']
const digestsOfNothing = new Set(NOTHINGS.map(word => createHash('sha256').update(word).digest('hex')))
const NAMIBIA = createHash('sha256').update('na').digest('hex')

const userOf = (event: Json): Json => (event.user_data ?? {}) as Json
const listed = (value: unknown): readonly unknown[] => (value === undefined || value === null ? [] : Array.isArray(value) ? value : [value])
/** Accounts of the business itself match nobody. */
const BUSINESS = ['page_id', 'ig_account_id', 'whatsapp_business_account_id']
const present = (user: Json): string[] =>
  Object.keys(user).filter(key => !BUSINESS.includes(key) && listed(user[key]).some(item => item !== ''))

/** Too broad together, whichever of them are there. */
function tooBroad(user: Json): boolean {
  const has = new Set(present(user))
  const without = (...keys: string[]) => [...has].filter(key => !keys.includes(key)).length === 0
  return (
    without('ct', 'country', 'st', 'zp', 'ge', 'client_user_agent') ||
    without('db', 'client_user_agent') ||
    without('fn', 'ge') ||
    without('ln', 'ge')
  )
}

/** Of an event whose user_data has one of these. */
const having =
  (...keys: string[]) =>
  (event: Json): boolean =>
    keys.some(key => userOf(event)[key] !== undefined)

const digests = (user: Json): [string, string][] =>
  HASHED.flatMap(key => listed(user[key]).map((item): [string, string] => [key, String(item)]))

export const userRules: readonly MetaRule[] = [
  {
    id: 'meta.who',
    says: 'user_data holds more than a place, a browser, a birthday, or half a name.',
    source: BEST,
    read: READ,
    effect: 'refuses',
    subcode: 2804050,
    fault: event => (tooBroad(userOf(event)) ? 'user_data is too little or too broad to find a person' : undefined),
  },
  {
    id: 'meta.hashed',
    says: `${HASHED.join(', ')} are SHA-256 in lower-case hexadecimal.`,
    source: PAGE,
    read: READ,
    effect: 'loses',
    of: having(...HASHED),
    fault: event => {
      const wrong = digests(userOf(event)).find(([, item]) => !/^[0-9a-f]{64}$/.test(item))
      return wrong && `user_data.${wrong[0]} is not 64 lower-case hexadecimal characters: it matches nobody`
    },
  },
  {
    id: 'meta.hash_of_nothing',
    says: 'Nobody hashes an empty text or a word such as “null”.',
    source: PAGE,
    read: READ,
    effect: 'loses',
    of: having(...HASHED),
    fault: event => {
      const wrong = digests(userOf(event)).find(([key, item]) => digestsOfNothing.has(item) && !(key === 'country' && item === NAMIBIA))
      return wrong && `user_data.${wrong[0]} is the digest of nothing: it joins everybody whose field was empty`
    },
  },
  {
    id: 'meta.readable',
    says: `${NOT_HASHED.join(', ')} are never hashed.`,
    source: PAGE,
    read: READ,
    effect: 'loses',
    of: having(...NOT_HASHED),
    fault: event => {
      const user = userOf(event)
      const wrong = NOT_HASHED.find(key => /^[0-9a-f]{64}$/i.test(String(user[key] ?? '')))
      return wrong && `user_data.${wrong} looks hashed`
    },
  },
  {
    id: 'meta.ip',
    says: 'client_ip_address is an IPv4 or IPv6 address.',
    source: PAGE,
    read: READ,
    effect: 'loses',
    of: having('client_ip_address'),
    fault: event => (isIP(String(userOf(event).client_ip_address)) !== 0 ? undefined : 'client_ip_address is not an address'),
  },
  {
    id: 'meta.click_id',
    says: 'fbc and fbp are fb.<index>.<milliseconds>.<id>, upper and lower case kept.',
    source: 'https://developers.facebook.com/documentation/ads-commerce/conversions-api/parameters/fbp-and-fbc',
    read: READ,
    effect: 'loses',
    of: having('fbc', 'fbp'),
    fault: event => {
      const user = userOf(event)
      const wrong = ['fbc', 'fbp'].find(key => user[key] !== undefined && !/^fb\.\d\.\d+\.\S+$/.test(String(user[key])))
      return wrong && `${wrong} does not have the form fb.1.<milliseconds>.<id>`
    },
  },
  {
    id: 'meta.click_age',
    says: 'fbc is at most 90 days older than the event: so long the cookie that holds it lives.',
    source: 'https://developers.facebook.com/documentation/ads-commerce/conversions-api/parameters/fbp-and-fbc',
    read: READ,
    effect: 'advises',
    matters: 'Meta takes the event, and no browser would still hold this click: the sale may go to no ad.',
    of: having('fbc'),
    fault: event => {
      const [, , clicked] = String(userOf(event).fbc ?? '').split('.')
      return Number(event.event_time) * 1000 - Number(clicked) > 7_776_000_000 ? 'fbc is more than 90 days older than the event' : undefined
    },
  },
  {
    id: 'meta.lead_id',
    says: 'lead_id has 15 to 17 digits.',
    source: CRM,
    read: READ,
    effect: 'refuses',
    subcode: 2804036,
    of: having('lead_id'),
    fault: event => (/^\d{15,17}$/.test(String(userOf(event).lead_id)) ? undefined : 'lead_id is not 15 to 17 digits'),
  },
  {
    id: 'meta.browser',
    says: 'An event on a website has the browser’s user agent. Taken without, says one live report.',
    source: PAGE,
    read: READ,
    effect: 'advises',
    matters: 'Meta’s papers require it of website events, and may refuse one without it some day. Map Browser.',
    of: event => event.action_source === 'website',
    fault: event => (userOf(event).client_user_agent ? undefined : 'client_user_agent is missing'),
  },
]
