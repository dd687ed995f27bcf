/** What the values of each concept look like. The normalisers decide; a few concepts need a closer look than their spelling does. */
import { actionSource, concept } from '../concepts.ts'
import type { Column, Value } from '../contract.ts'
import { type Context, type Normaliser, Unusable } from '../dialect.ts'
import { birthDate } from '../normalise/birthdate.ts'
import { limitsIn, optOut } from '../normalise/consent.ts'
import { epik, fbc, fbp, ip, leadId, madid, userAgent } from '../normalise/device.ts'
import { email } from '../normalise/email.ts'
import { plainExternalId } from '../normalise/external-id.ts'
import { genderWithNonBinary } from '../normalise/gender.ts'
import { contents } from '../normalise/items.ts'
import { amount, currency } from '../normalise/money.ts'
import { plainName } from '../normalise/name.ts'
import { phone } from '../normalise/phone.ts'
import { city, country, postalCode, state } from '../normalise/place.ts'
import { boolean, integer, language, list, urlHttp } from '../normalise/scalar.ts'
import { idText, text } from '../normalise/text.ts'
import { epochSeconds } from '../normalise/time.ts'

interface Detector {
  /** What many samples are called: "50 of 50 samples are dates". */
  noun: string
  clean: Normaliser
  /** Beyond being cleanable. */
  looks?: RegExp
  never?: RegExp
  /** Codes of values that are of the concept, but need the flow's settings to be cleaned. */
  also?: readonly string[]
}

const ID = {
  noun: 'texts that look like ids',
  clean: idText,
  looks: /^[\w.:#/|-]{1,64}$/,
  never: /^\d{4}-\d\d-\d\d|^(?:true|false|yes|no)$/i,
}
const WORD = { noun: 'words', clean: text, looks: /^.{1,200}$/s }
const TIME = { noun: 'dates', clean: epochSeconds, also: ['time_ambiguous', 'time_skipped', 'time_repeated', 'time_implausible'] }
const NAME = { noun: 'names', clean: plainName, looks: /^[^\d@/_]{1,40}$/, never: /^(?:true|false|yes|no|male|female|paid|pending)$/i }
const URL = { noun: 'web addresses', clean: urlHttp }
const CLICK = { noun: 'click IDs', clean: idText, looks: /^[\w=-]{15,}$/ }
/** LDU, LDP, a list of them, or yes and no: what the platforms that ask for it take. */
const limits: Normaliser = {
  id: 'limits',
  says: '',
  apply(value, context) {
    const marks = limitsIn(value)
    if (marks instanceof Unusable) return marks
    const read = (mark: string) => /^LD[UP]$/.test(mark) || !(boolean.apply(mark, context) instanceof Unusable)
    return marks.every(read) ? [...marks] : new Unusable('unknown')
  },
}
/** A place of a law, by its number at the platform or by its name. */
const numberOr = (place: Normaliser): Normaliser => ({
  id: `number_or_${place.id}`,
  says: '',
  apply: (value, context) => (/^\d{1,4}$/.test(String(value)) ? String(value) : place.apply(value, { ...context, country: 'US' })),
})
const items = contents({ price: 'number', keys: { id: 'id', quantity: 'quantity', price: 'item_price' } })

const detectors: Readonly<Record<string, Detector>> = {
  event_name: { noun: 'short words', clean: text, looks: /^[\p{L}][\p{L}\p{N} _.:-]{1,49}$/u },
  action_source: {
    noun: 'places where events happen',
    clean: { id: 'source', says: '', apply: value => actionSource(String(value)) ?? new Unusable('unknown') },
  },
  event_time: TIME,
  click_time: TIME,
  event_id: ID,
  order_id: ID,
  external_id: { ...ID, clean: plainExternalId },
  subscription_id: ID,
  event_source_url: URL,
  referrer_url: URL,
  opt_out: { noun: 'yes or no', clean: optOut },
  app_tracking_enabled: { noun: 'yes or no', clean: boolean },
  app_ad_tracking_enabled: { noun: 'yes or no', clean: boolean },
  data_processing: { noun: 'marks of limited data use', clean: limits },
  data_processing_country: { noun: 'countries', clean: numberOr(country) },
  data_processing_state: { noun: 'states', clean: numberOr(state) },
  value: { noun: 'amounts', clean: amount, also: ['number_negative', 'number_ambiguous'] },
  predicted_ltv: { noun: 'amounts', clean: amount, also: ['number_ambiguous'] },
  num_items: { noun: 'whole numbers', clean: integer },
  currency: { noun: 'currencies', clean: currency, also: ['currency_ambiguous'] },
  email: { noun: 'email addresses', clean: email },
  phone: {
    noun: 'phone numbers',
    clean: phone,
    looks: /^[^\p{L}]*\+?[\d\s().+/-]{7,}/u,
    never: /^\d{4}-\d\d-\d\d/,
    also: ['phone_without_country'],
  },
  first_name: NAME,
  last_name: NAME,
  gender: { noun: 'genders', clean: genderWithNonBinary },
  birth_date: { noun: 'dates', clean: birthDate, also: ['birth_date_ambiguous'] },
  city: { noun: 'places', clean: city, never: /[@/_]|\d{3}/ },
  // A status ("paid", "won") is a word in lower case; a region is a code or a name.
  state: {
    noun: 'states',
    clean: state,
    looks: /^(?:\p{L}{2,3}|\p{Lu}[^@/_\d]*)$/u,
    never: /^(?:paid|pending|open|closed|new|active|done|won|lost|shipped)$/i,
  },
  postal_code: { noun: 'postal codes', clean: postalCode, looks: /^(?=.*\d)[\p{L}\p{N} 〒-]{3,10}$/u },
  country: { noun: 'countries', clean: country },
  client_ip: { noun: 'IP addresses', clean: ip, also: ['ip_not_public'] },
  client_user_agent: { noun: 'browsers', clean: userAgent, looks: /^[\w.-]+\/\d.{8,}/ },
  fbc: { noun: 'click IDs', clean: fbc },
  fbp: { noun: 'browser IDs', clean: fbp },
  fbclid: CLICK,
  epik: { ...CLICK, clean: epik },
  mobile_ad_id: { noun: 'advertising IDs', clean: madid },
  lead_id: { noun: 'lead IDs', clean: leadId },
  contents: { noun: 'lists of items', clean: items, looks: /[[{]/ },
  content_ids: { noun: 'lists of ids', clean: list },
  language: { noun: 'languages', clean: language },
  customer_type: { noun: 'new or returning', clean: text, looks: /new|return|exist|repeat|first|neu|nouveau|nuevo|nuovo/i },
}

/** What there is to know about a concept's values; a plain word where nothing more is known. */
export const detectorOf = (id: string): Detector => detectors[id] ?? WORD

/** Samples are read with a zone and without a country, so that what is missing in the settings does not hide what a column is. */
export const SAMPLING: Context = { country: undefined, dayFirst: true, timezone: 'UTC', now: Date.UTC(2100, 0, 1) }

/** Whether a cell looks like a value of the concept. */
export function passes(value: Value, { clean, looks, never, also }: Detector): boolean {
  if (Array.isArray(value) && clean !== list && clean !== items)
    return value.length > 0 && value.every(part => passes(part as Value, { noun: '', clean, looks, never, also }))
  const shown = typeof value === 'object' ? JSON.stringify(value) : String(value).trim()
  if ((looks && !looks.test(shown)) || never?.test(shown)) return false
  const wire = clean.apply(value, SAMPLING)
  return !(wire instanceof Unusable) || (also?.includes(wire.code) ?? false)
}

/** Concepts that may travel as digests: a column of digests is suggested for these only. */
export const HASHABLE: ReadonlySet<string> = new Set([
  'email',
  'phone',
  'first_name',
  'last_name',
  'gender',
  'birth_date',
  'city',
  'state',
  'postal_code',
  'country',
  'external_id',
  'mobile_ad_id',
])

const NUMBERS_WELCOME: ReadonlySet<string> = new Set([
  'order_id',
  'event_id',
  'external_id',
  'lead_id',
  'phone',
  'postal_code',
  'content_ids',
  'subscription_id',
])
const FITS: Readonly<Record<string, Partial<Record<Column['type'], number>>>> = {
  time: { time: 1, date: 0.5, text: 0.5, number: 0.5 },
  date: { date: 1, time: 0.5, text: 0.5, number: 0.5 },
  number: { number: 1, text: 0.5 },
  boolean: { boolean: 1, text: 0.5, number: 0.5 },
  list: { list: 1, json: 1, text: 0.5 },
  items: { json: 1, list: 1, text: 0.5 },
}

/** How well a column's type fits a concept, 0 to 1. */
export function typeFits(id: string, type: Column['type']): number {
  const wanted = concept.get(id)?.type ?? 'text'
  if (NUMBERS_WELCOME.has(id) && type === 'number') return 1
  return FITS[wanted]?.[type] ?? (FITS[wanted] ? 0 : type === 'text' ? 1 : type === 'number' || type === 'list' ? 0.5 : 0)
}
