/** Every concept of the vocabulary, under its own name: what a mapping can say, a webhook can hear. */
import { actionSource, type Concept, type ConceptType, concepts, eventNames } from '../../../runtime/concepts.ts'
import { type Normaliser, type Target, Unusable } from '../../../runtime/dialect.ts'
import { birthDate } from '../../../runtime/normalise/birthdate.ts'
import { optOut } from '../../../runtime/normalise/consent.ts'
import { decimal } from '../../../runtime/normalise/decimal.ts'
import { ip, madid, userAgent } from '../../../runtime/normalise/device.ts'
import { email } from '../../../runtime/normalise/email.ts'
import { plainExternalId } from '../../../runtime/normalise/external-id.ts'
import { contents } from '../../../runtime/normalise/items.ts'
import { currency } from '../../../runtime/normalise/money.ts'
import { plainName } from '../../../runtime/normalise/name.ts'
import { phone } from '../../../runtime/normalise/phone.ts'
import { country } from '../../../runtime/normalise/place.ts'
import { boolean, list } from '../../../runtime/normalise/scalar.ts'
import { cleaned, idText, lower, text, textUpTo } from '../../../runtime/normalise/text.ts'
import { epochSeconds, parseTime } from '../../../runtime/normalise/time.ts'

const letters = (name: string): string => name.toLowerCase().replace(/[\s_-]+/g, '')
const spellings = new Map(eventNames.map(name => [letters(name), name] as const))
/** The vocabulary's spelling of a name that is nearly one of its own; any other name stays as it is. */
export const spelled = (name: string): string => spellings.get(letters(name)) ?? name

const anyName = textUpTo(255)
const eventName: Normaliser = {
  id: 'webhook_event_name',
  says: 'the standard name, or a name of your own of at most 255 characters',
  apply(value, context) {
    const name = anyName.apply(value, context)
    return name instanceof Unusable ? name : spelled(String(name))
  },
}

const SOURCE_UNKNOWN = new Unusable('webhook.action_source')
const place: Normaliser = {
  id: 'webhook_action_source',
  says: 'one of website, app, physical_store and the like',
  apply: value => (typeof value === 'string' ? (actionSource(value) ?? SOURCE_UNKNOWN) : SOURCE_UNKNOWN),
}

const lowerText: Normaliser = {
  id: 'lower_text',
  says: 'trimmed, lower case',
  apply(value) {
    const plain = cleaned(value)
    return plain instanceof Unusable ? plain : lower(plain)
  },
}

const number: Normaliser = {
  id: 'number',
  says: 'a number',
  apply(value) {
    const exact = decimal(value)
    return exact instanceof Unusable ? exact : Number(exact)
  },
}

/** ISO 8601 in UTC, of milliseconds. */
export const iso = (ms: number): string => new Date(ms).toISOString().replace('.000Z', 'Z')
const isoTime: Normaliser = {
  id: 'iso_time',
  says: 'ISO 8601, UTC',
  apply(value, context) {
    const ms = parseTime(value, context)
    return ms instanceof Unusable ? ms : iso(ms)
  },
}

const items = contents({
  price: 'number',
  keys: { id: 'id', quantity: 'quantity', price: 'price', name: 'name', category: 'category', brand: 'brand', delivery: 'delivery' },
})
const byType: Readonly<Record<ConceptType, Normaliser>> = {
  text,
  number,
  boolean,
  time: isoTime,
  date: birthDate,
  list,
  items,
  name: eventName,
  source: place,
}

/** What tells who somebody is leaves as a digest. Cleaned as plainly as can be, so that a receiver can make the same one. */
const hashed: Readonly<Record<string, Normaliser>> = {
  email,
  phone,
  first_name: plainName,
  last_name: plainName,
  gender: lowerText,
  birth_date: birthDate,
  city: lowerText,
  state: lowerText,
  postal_code: lowerText,
  country,
  external_id: plainExternalId,
  mobile_ad_id: madid,
}
const special: Readonly<Record<string, Normaliser>> = {
  event_time: epochSeconds,
  event_id: idText,
  opt_out: optOut,
  order_id: idText,
  currency,
  client_ip: ip,
  client_user_agent: userAgent,
}
const required: ReadonlySet<string> = new Set(['event_name', 'event_time', 'event_id'])
const EVENT_TIME = { title: 'Event time', help: 'Leaves as ISO 8601 in UTC.' }

function target(concept: Concept): Target {
  const { id, title, type, group, personal, many, help } = concept
  const digest = hashed[id]
  return {
    key: group === 'who' ? `person.${id}` : id,
    concept: id,
    title,
    normalise: digest ?? special[id] ?? byType[type],
    ...(digest && { hash: true }),
    ...((personal || digest) && { personal: true }),
    ...(many && { many }),
    ...(required.has(id) && { required: true }),
    ...(group === 'other' && { advanced: true }),
    ...(help && { help }),
    ...(id === 'event_time' && EVENT_TIME),
  }
}

export const targets: readonly Target[] = concepts.map(target)
