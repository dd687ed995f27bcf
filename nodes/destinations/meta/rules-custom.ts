/** Rules about what was bought, and about events in apps and in conversations. */

import { STANDARD } from './rules-event.ts'
import { isObject, type Json, type MetaRule } from './rules-row.ts'

const PAGE = 'https://developers.facebook.com/documentation/ads-commerce/conversions-api/parameters/custom-data'
const APP = 'https://developers.facebook.com/documentation/ads-commerce/conversions-api/parameters/app-data'
const MESSAGES = 'https://developers.facebook.com/documentation/ads-commerce/conversions-api/business-messaging'
const CREDITS = 'https://developers.facebook.com/documentation/ads-commerce/conversions-api/guides/append-attribution/reference'
const LOGS = 'error logs in public repositories (undocumented by Meta)'
const READ = '2026-11-22'

const customOf = (event: Json): Json => (event.custom_data ?? {}) as Json
const userOf = (event: Json): Json => (event.user_data ?? {}) as Json
const appOf = (event: Json): Json => (event.app_data ?? {}) as Json
const isPurchase = (event: Json): boolean => event.event_name === 'Purchase'
const currencies = new Set(Intl.supportedValuesOf('currency'))
const isAmount = (value: unknown): boolean =>
  (typeof value === 'number' && Number.isFinite(value)) || (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value))

const TAKEN_IN_MESSAGES =
  /^(Purchase|LeadSubmitted|InitiateCheckout|AddToCart|ViewContent|Order(Created|Shipped|Delivered|Canceled|Returned)|CartAbandoned|QualifiedLead|RatingProvided|ReviewProvided)$/
/** Lead and Schedule were seen refused; the other standard names outside the list are taken to be, too. */
const refusedInMessages = (name: string): boolean => STANDARD.includes(name) || /^(fb_mobile_|MobileAppInstall$)/.test(name)
const talks = (event: Json): boolean => event.action_source === 'business_messaging'
const inApp = (event: Json): boolean => event.action_source === 'app'
const isCredit = (event: Json): boolean => event.event_name === 'AppendAttribution'

export const customRules: readonly MetaRule[] = [
  {
    id: 'meta.value_form',
    says: 'value is a number.',
    source: PAGE,
    read: READ,
    effect: 'refuses',
    at: true,
    of: event => customOf(event).value !== undefined,
    fault: event => (isAmount(customOf(event).value) ? undefined : 'value is not a number'),
  },
  {
    id: 'meta.purchase_value',
    says: 'A Purchase has a value of zero or more.',
    source: PAGE,
    read: READ,
    effect: 'refuses',
    subcode: 2804009,
    of: isPurchase,
    fault: event => (Number(customOf(event).value) >= 0 ? undefined : 'The purchase has no value'),
  },
  {
    id: 'meta.currency',
    says: 'A Purchase, and any event with a value, has a currency of ISO 4217.',
    source: PAGE,
    read: READ,
    effect: 'refuses',
    subcode: 2804023,
    of: event => isPurchase(event) || customOf(event).value !== undefined,
    fault: event => {
      const { currency } = customOf(event)
      return typeof currency === 'string' && currencies.has(currency.toUpperCase())
        ? undefined
        : 'There is no currency, or not one of ISO 4217'
    },
  },
  {
    id: 'meta.credit',
    says: 'AppendAttribution names ad, click time, share, value and currency of the credit, and name and time of the first event.',
    source: CREDITS,
    read: '2026-11-25',
    effect: 'refuses',
    of: isCredit,
    fault: creditFault,
  },
  {
    id: 'meta.credit_late',
    says: 'AppendAttribution arrives less than 48 hours after the first event. (What happens to a later one is not written.)',
    source: CREDITS,
    read: '2026-11-25',
    effect: 'loses',
    of: event => isCredit(event) && isObject(event.original_event_data),
    fault: ({ original_event_data: first }, now) => {
      return now - Number((first as Json).event_time) * 1000 >= 172_800_000 ? 'The first event is 48 hours old' : undefined
    },
  },
  {
    id: 'meta.items',
    says: 'Every item in contents has an id.',
    source: LOGS,
    read: READ,
    effect: 'refuses',
    subcode: 2804008,
    of: event => customOf(event).contents !== undefined,
    fault: event => {
      const { contents } = customOf(event)
      if (!Array.isArray(contents)) return 'contents is not a list'
      return contents.every(item => isObject(item) && item.id !== undefined && item.id !== '') ? undefined : 'An item has no id'
    },
  },
  {
    id: 'meta.item_ids',
    says: 'content_ids is a list of texts.',
    source: PAGE,
    read: READ,
    effect: 'loses',
    of: event => customOf(event).content_ids !== undefined,
    fault: event => {
      const { content_ids: ids } = customOf(event)
      return Array.isArray(ids) && ids.every(id => typeof id === 'string') ? undefined : 'content_ids is not a list of texts'
    },
  },
  {
    id: 'meta.app_tracking',
    says: 'An app event says in app_data whether tracking is allowed, as 1 or 0.',
    source: APP,
    read: READ,
    effect: 'refuses',
    of: inApp,
    fault: event => {
      const { advertiser_tracking_enabled: allowed } = appOf(event)
      return allowed === 0 || allowed === 1 ? undefined : 'Missing Advertiser Tracking Enabled Flag'
    },
  },
  {
    id: 'meta.app_facts',
    says: 'An app event’s extinfo has 16 texts: the first a2 or i2, the fifth the system’s version.',
    source: APP,
    read: READ,
    effect: 'refuses',
    subcode: 2804043,
    of: inApp,
    fault: event => {
      const { extinfo: facts } = appOf(event)
      const whole = Array.isArray(facts) && facts.length === 16 && ['a2', 'i2'].includes(facts[0]) && Boolean(facts[4])
      return whole ? undefined : 'extinfo is not whole'
    },
  },
  {
    id: 'meta.message_channel',
    says: 'A messaging event names its channel: whatsapp, messenger or instagram.',
    source: MESSAGES,
    read: READ,
    effect: 'refuses',
    subcode: 2804063,
    of: talks,
    fault: event =>
      ['whatsapp', 'messenger', 'instagram'].includes(event.messaging_channel as string) ? undefined : 'messaging_channel is missing',
  },
  {
    id: 'meta.message_address',
    says: 'A messaging event has no page address.',
    source: LOGS,
    read: READ,
    effect: 'refuses',
    subcode: 2804064,
    of: talks,
    fault: event => (event.event_source_url !== undefined ? 'event_source_url is not allowed here' : undefined),
  },
  {
    id: 'meta.message_name',
    says: 'Messaging events have names of their own: LeadSubmitted, not Lead. (Only Lead and Schedule were seen refused.)',
    source: LOGS,
    read: READ,
    effect: 'refuses',
    subcode: 2804066,
    of: talks,
    fault: event => {
      const name = String(event.event_name)
      return !TAKEN_IN_MESSAGES.test(name) && refusedInMessages(name) ? `${name} is not taken here` : undefined
    },
  },
  {
    id: 'meta.message_page',
    says: 'A Messenger event has page_id.',
    source: LOGS,
    read: READ,
    effect: 'refuses',
    subcode: 2804069,
    of: event => talks(event) && event.messaging_channel === 'messenger',
    fault: event => (userOf(event).page_id ? undefined : 'page_id is missing'),
  },
  {
    id: 'meta.message_instagram',
    says: 'An Instagram event has ig_account_id.',
    source: LOGS,
    read: READ,
    effect: 'refuses',
    subcode: 2804079,
    of: event => talks(event) && event.messaging_channel === 'instagram',
    fault: event => (userOf(event).ig_account_id ? undefined : 'ig_account_id is missing'),
  },
  {
    id: 'meta.message_whatsapp',
    says: 'A WhatsApp event has page_id or whatsapp_business_account_id.',
    source: LOGS,
    read: READ,
    effect: 'refuses',
    subcode: 2804116,
    of: event => talks(event) && event.messaging_channel === 'whatsapp',
    fault: event => {
      const user = userOf(event)
      return user.page_id || user.whatsapp_business_account_id ? undefined : 'Neither page_id nor whatsapp_business_account_id is there'
    },
  },
]

function creditFault(event: Json): string | undefined {
  const [credit, first] = [event.attribution_data, event.original_event_data].map(part => (isObject(part) ? part : {})) as [Json, Json]
  const told = [credit.ad_id, credit.touchpoint_ts, credit.attribution_share, credit.attribution_value, customOf(event).currency]
  const lacking = [...told, first.event_name, first.event_time].some(part => part === undefined || part === '')
  if (lacking) return 'A part of the credit is missing'
  const share = Number(credit.attribution_share)
  return share >= 0 && share <= 1 ? undefined : 'attribution_share is not from 0 to 1'
}
