/** Rules about one event's values: what is not processed, what is warned of, what matches nobody, what could be better. */
import { createHash } from 'node:crypto'
import { isIP } from 'node:net'
import type { PinterestRule } from './rules-row.ts'
import type { Json } from './rules-shape.ts'

const SPEC = 'https://github.com/pinterest/api-description v5/openapi.json 5.23.0 (c05b189)'
const GUIDE = 'https://developers.pinterest.com/docs/api-features/conversion-overview/'
const HELP = 'https://help.pinterest.com article “the-pinterest-api-for-conversions”'
const PEER = 'https://docs.amperity.com events_pinterest (Pinterest’s own pages are silent)'
const MEASURED = 'https://github.com/StefanPHD/pagesmith docs/ziel-befunde/pinterest.md (calls of September 2026)'
const READING = 'https://github.com/StefanPHD/pagesmith docs/ziel-befunde/pinterest.md (reading notes of August 2026)'
const OURS = 'assumed: nothing is documented'
const READ = '2026-11-22'
const HOUR = 3600
const WEEK = 7 * 24 * HOUR

const STANDARD = new Set(
  `add_payment_info add_to_cart add_to_wishlist app_install app_open checkout contact custom customize_product find_location initiate_checkout lead
   page_visit schedule search signup start_trial submit_application subscribe view_category view_content watch_video`.split(/\s+/),
)
const HASHED = ['em', 'ph', 'fn', 'ln', 'ge', 'db', 'ct', 'st', 'zp', 'country', 'external_id', 'hashed_maids']
const digestsOfNothing = new Set(
  ['', ' ', 'null', 'undefined', 'none', 'n/a', 'na', 'nan', '0', '-'].map(word => createHash('sha256').update(word).digest('hex')),
)
const NAMIBIA = createHash('sha256').update('na').digest('hex')

const userOf = (event: Json): Json => (event.user_data ?? {}) as Json
const customOf = (event: Json): Json => (event.custom_data ?? {}) as Json
const digestsOf = (event: Json): [string, string][] =>
  HASHED.flatMap(key => {
    const held = userOf(event)[key]
    return (Array.isArray(held) ? held : []).map((item): [string, string] => [key, String(item)])
  })
/** Of an event whose user_data has one of these. */
const having =
  (...keys: string[]) =>
  (event: Json): boolean =>
    keys.some(key => userOf(event)[key] !== undefined)
const amountsOf = (event: Json): unknown[] => {
  const { value, predicted_ltv: worth, contents } = customOf(event)
  const prices = (Array.isArray(contents) ? contents : []).map(item => (item as Json).item_price)
  return [value, worth, ...prices].filter(amount => amount !== undefined && amount !== null)
}
const ageOf = (event: Json, now: number): number => now / 1000 - Number(event.event_time)

export const valueRules: readonly PinterestRule[] = [
  {
    id: 'pin.time_past',
    says: 'An event is at most 7 days old.',
    source: PEER,
    read: READ,
    effect: 'fails',
    fault: (event, now) => (ageOf(event, now) > WEEK ? 'The event is older than 7 days' : undefined),
  },
  {
    id: 'pin.time_future',
    says: 'An event is not in the future; five minutes are allowed for clocks.',
    source: OURS,
    read: READ,
    effect: 'fails',
    fault: (event, now) => (ageOf(event, now) < -300 ? 'The event is in the future' : undefined),
  },
  {
    id: 'pin.money',
    says: 'value, predicted_ltv and item prices are texts that read as numbers.',
    source: SPEC,
    read: READ,
    effect: 'fails',
    of: event => amountsOf(event).length > 0,
    fault: event =>
      amountsOf(event).every(text => /^-?\d+(\.\d+)?$/.test(String(text))) ? undefined : 'An amount does not read as a number',
  },
  {
    id: 'pin.event_name',
    says: 'event_name is one of Pinterest’s, or one defined in Ads Manager; others are labelled “Unknown”.',
    source: MEASURED,
    read: READ,
    effect: 'warns',
    matters: 'Choose a standard event, or define this name in Ads Manager.',
    fault: ({ event_name: name }) =>
      STANDARD.has(String(name)) ? undefined : 'event_name is not a standard event and is labelled "Unknown"',
  },
  {
    id: 'pin.hints',
    says: 'external_id and click_id are there. (Every measured answer warned of their lack.)',
    source: MEASURED,
    read: READ,
    effect: 'warns',
    matters: 'Both help it to find who bought: map Customer ID and Pinterest click ID where you have them.',
    fault: event => {
      const missing = ['external_id', 'click_id'].filter(key => userOf(event)[key] === undefined)
      return missing.length === 0 ? undefined : `Missing recommended fields: ${missing.join(', ')}`
    },
  },
  {
    id: 'pin.hashed',
    says: `${HASHED.join(', ')} are SHA-256 in lower-case hexadecimal.`,
    source: SPEC,
    read: READ,
    effect: 'loses',
    of: event => digestsOf(event).length > 0,
    fault: event => {
      const wrong = digestsOf(event).find(([, item]) => !/^[0-9a-f]{64}$/.test(item))
      return wrong && `user_data.${wrong[0]} is not 64 lower-case hexadecimal characters: it matches nobody`
    },
  },
  {
    id: 'pin.hash_of_nothing',
    says: 'Nobody hashes an empty text or a word such as “null”.',
    source: OURS,
    read: READ,
    effect: 'loses',
    of: event => digestsOf(event).length > 0,
    fault: event => {
      const wrong = digestsOf(event).find(([key, item]) => digestsOfNothing.has(item) && !(key === 'country' && item === NAMIBIA))
      return wrong && `user_data.${wrong[0]} is the digest of nothing: it joins everybody whose field was empty`
    },
  },
  {
    id: 'pin.ip',
    says: 'client_ip_address is an IPv4 or IPv6 address, and not 0.0.0.0.',
    source: SPEC,
    read: READ,
    effect: 'loses',
    of: having('client_ip_address'),
    fault: event => {
      const { client_ip_address: ip } = userOf(event)
      return isIP(String(ip)) !== 0 && ip !== '0.0.0.0' ? undefined : 'client_ip_address is not a visitor’s address'
    },
  },
  {
    id: 'pin.browser',
    says: 'client_user_agent names at least two of system, browser and device, and is no robot’s.',
    source: READING,
    read: READ,
    effect: 'advises',
    matters: 'It is a key to find who bought only where it is the visitor’s own.',
    of: having('client_user_agent'),
    fault: event => {
      const { client_user_agent: text } = userOf(event)
      const told = [
        /windows|mac os|linux|android|ios|cros/i,
        /chrome|firefox|safari|edg|opera|webkit/i,
        /iphone|ipad|mobile|macintosh|build/i,
      ]
      const enough = told.filter(part => part.test(String(text))).length >= 2
      return enough && !/[^u]bot\b|crawler|spider|headless/i.test(String(text))
        ? undefined
        : 'client_user_agent is not that of a visitor’s browser'
    },
  },
  {
    id: 'pin.language',
    says: 'language is two letters.',
    source: SPEC,
    read: READ,
    effect: 'loses',
    of: ({ language }) => language !== undefined && language !== null,
    fault: ({ language }) => (/^[a-z]{2}$/.test(String(language)) ? undefined : 'language is not two letters'),
  },
  {
    id: 'pin.currency',
    says: 'currency is a code of ISO 4217; without it the account’s is taken.',
    source: SPEC,
    read: READ,
    effect: 'loses',
    of: event => (customOf(event).currency ?? undefined) !== undefined,
    fault: event => (/^[A-Z]{3}$/.test(String(customOf(event).currency)) ? undefined : 'currency is not a code of three letters'),
  },
  {
    id: 'pin.late',
    says: 'An event arrives within an hour; later it counts as offline, and a copy of it cannot be noticed.',
    source: HELP,
    read: READ,
    effect: 'advises',
    matters: 'Beside Pinterest’s tag on the website the sale may count twice. Run the flow every half hour.',
    of: ({ action_source: place }) => place !== 'offline',
    fault: (event, now) => (ageOf(event, now) > HOUR ? 'The event is over an hour old and counts as offline' : undefined),
  },
  {
    id: 'pin.value',
    says: 'value is above zero.',
    source: GUIDE,
    read: READ,
    effect: 'advises',
    matters: 'Pinterest’s guide advises against amounts of zero or less: they say nothing of what the sale was worth.',
    of: event => typeof customOf(event).value === 'string',
    fault: event => (Number(customOf(event).value) <= 0 ? 'value is not above zero' : undefined),
  },
]
