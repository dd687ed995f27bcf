/** Rules about what stands at the top of an event. */
import { isObject, type Json, type MetaRule } from './rules-row.ts'

const PAGE = 'https://developers.facebook.com/documentation/ads-commerce/conversions-api/parameters/server-event'
const CALLING = 'https://developers.facebook.com/documentation/ads-commerce/conversions-api/using-the-api'
const LOGS = 'error logs in public repositories (undocumented by Meta)'
const READ = '2026-11-22'
const DAY = 86_400

const KEYS = new Set([
  'event_name',
  'event_time',
  'user_data',
  'custom_data',
  'event_source_url',
  'opt_out',
  'event_id',
  'action_source',
  'data_processing_options',
  'data_processing_options_country',
  'data_processing_options_state',
  'app_data',
  'referrer_url',
  'original_event_data',
  'attribution_data',
  'messaging_channel',
])
const SOURCES = ['email', 'website', 'app', 'phone_call', 'chat', 'physical_store', 'system_generated', 'business_messaging', 'other']
export const STANDARD = [
  'AddPaymentInfo',
  'AddToCart',
  'AddToWishlist',
  'CompleteRegistration',
  'Contact',
  'CustomizeProduct',
  'Donate',
  'FindLocation',
  'InitiateCheckout',
  'Lead',
  'PageView',
  'Purchase',
  'Schedule',
  'Search',
  'StartTrial',
  'SubmitApplication',
  'Subscribe',
  'ViewContent',
]

const address = (value: unknown): boolean => typeof value === 'string' && /^https?:\/\/[^\s/]+/i.test(value) && URL.canParse(value)
const web = (event: Json): boolean => event.action_source === 'website'

export const eventRules: readonly MetaRule[] = [
  {
    id: 'meta.keys',
    says: 'An event has only keys that Meta knows.',
    source: LOGS,
    read: READ,
    effect: 'refuses',
    at: true,
    fault: event => {
      const unknown = Object.keys(event).find(key => !KEYS.has(key))
      return unknown === undefined ? undefined : `Unexpected key "${unknown}"`
    },
  },
  {
    id: 'meta.event_name',
    says: 'Every event has a name.',
    source: PAGE,
    read: READ,
    effect: 'refuses',
    at: true,
    fault: ({ event_name: name }) => (typeof name === 'string' && name.trim() !== '' ? undefined : 'event_name is missing'),
  },
  {
    id: 'meta.action_source',
    says: `Every event says where it happened: ${SOURCES.join(', ')}.`,
    source: PAGE,
    read: READ,
    effect: 'refuses',
    at: true,
    fault: ({ action_source: place }) => (SOURCES.includes(place as string) ? undefined : 'action_source is missing or not in the list'),
  },
  {
    id: 'meta.user_data',
    says: 'Every event has user_data.',
    source: PAGE,
    read: READ,
    effect: 'refuses',
    at: true,
    fault: ({ user_data: user }) => (isObject(user) ? undefined : 'user_data is missing'),
  },
  {
    id: 'meta.custom_data',
    says: 'custom_data is an object.',
    source: PAGE,
    read: READ,
    effect: 'refuses',
    at: true,
    of: ({ custom_data: custom }) => custom !== undefined,
    fault: ({ custom_data: custom }) => (isObject(custom) ? undefined : 'custom_data is not an object'),
  },
  {
    id: 'meta.opt_out',
    says: 'opt_out is true or false.',
    source: PAGE,
    read: READ,
    effect: 'refuses',
    at: true,
    of: ({ opt_out: out }) => out !== undefined,
    fault: ({ opt_out: out }) => (typeof out === 'boolean' ? undefined : 'opt_out is not true or false'),
  },
  {
    id: 'meta.time_form',
    says: 'event_time is whole seconds since 1970, as a number.',
    source: PAGE,
    read: READ,
    effect: 'refuses',
    at: true,
    fault: ({ event_time: time }) => (Number.isInteger(time) && Number(time) < 1e11 ? undefined : 'event_time is not in whole seconds'),
  },
  {
    id: 'meta.time_past',
    says: 'An event is at most 7 days old; a sale in a store at most 62.',
    source: PAGE,
    read: READ,
    effect: 'refuses',
    subcode: 2804003,
    fault: ({ event_time: time, action_source: place }, now) => {
      const days = place === 'physical_store' ? 62 : 7
      return now / 1000 - Number(time) > days * DAY ? `The event is older than ${days} days` : undefined
    },
  },
  {
    id: 'meta.time_future',
    says: 'An event is not in the future. (How far clocks may differ is not written; a minute is assumed.)',
    source: LOGS,
    read: READ,
    effect: 'refuses',
    subcode: 2804004,
    fault: ({ event_time: time }, now) => (Number(time) > now / 1000 + 60 ? 'The event is in the future' : undefined),
  },
  {
    id: 'meta.limited_use',
    says: 'Limited data use is ["LDU"] or []; its country is 0 or 1, its state 0 or 1000 to 1013.',
    source: 'https://developers.facebook.com/documentation/ads-commerce/marketing-api/overview/data-processing-options',
    read: READ,
    effect: 'refuses',
    at: true,
    of: event => Object.keys(event).some(key => key.startsWith('data_processing_options')),
    fault: limitedUse,
  },
  {
    id: 'meta.event_id',
    says: 'An event has an event_id, so that a copy of it can be noticed.',
    source: PAGE,
    read: READ,
    effect: 'advises',
    matters: 'Meta takes the event without it, and cannot tell it from the same one sent by the browser: it may count twice.',
    fault: ({ event_id: id }) => (typeof id === 'string' && id !== '' ? undefined : 'There is no event_id'),
  },
  {
    id: 'meta.page_address',
    says: 'An event on a website has the page’s whole address. Taken without, says one live report.',
    source: PAGE,
    read: READ,
    effect: 'advises',
    matters:
      'Meta’s papers require it of website events, and may refuse one without it some day. Map Page address: a column, or your shop’s address.',
    of: web,
    fault: event => (address(event.event_source_url) ? undefined : 'event_source_url is missing or not a whole http(s) address'),
  },
  {
    id: 'meta.near_name',
    says: 'Names are case-sensitive: “purchase” is a custom event.',
    source: PAGE,
    read: READ,
    effect: 'advises',
    matters: 'Meta takes it as an event of your own, apart from its standard events.',
    fault: ({ event_name: name }) => {
      const bare = String(name)
        .replace(/[^a-z]/gi, '')
        .toLowerCase()
      const near = STANDARD.find(standard => standard !== name && standard.toLowerCase() === bare)
      return near === undefined ? undefined : `“${String(name)}” is a custom event; ${near} was probably meant`
    },
  },
  {
    id: 'meta.long_name',
    says: 'Custom names have at most 50 characters.',
    source: 'https://developers.facebook.com/docs/meta-pixel/reference',
    read: READ,
    effect: 'advises',
    matters: 'What Meta does with a longer one is not written. Choose a shorter name.',
    of: ({ event_name: name }) => !STANDARD.includes(String(name)),
    fault: ({ event_name: name }) => (String(name).length > 50 ? 'The name is longer than 50 characters' : undefined),
  },
]

/** Where an event is told from the whole call: the page the batch rules stand on. */
export const callRules = { source: CALLING, read: READ, most: 1000 }

function limitedUse(event: Json): string | undefined {
  const { data_processing_options: options, data_processing_options_country: country, data_processing_options_state: state } = event
  if (options !== undefined && !(Array.isArray(options) && options.every(option => option === 'LDU')))
    return 'data_processing_options is not ["LDU"] or []'
  if (country !== undefined && country !== 0 && country !== 1) return 'data_processing_options_country is not 0 or 1'
  const listed = state === undefined || state === 0 || (Number.isInteger(state) && Number(state) >= 1000 && Number(state) <= 1013)
  return listed ? undefined : 'data_processing_options_state is not in the list'
}
