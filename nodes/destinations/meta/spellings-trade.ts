/** Ways of writing what travel, vehicle and property events tell: days, ranges, airports, words from Meta's lists. */
import type { Value } from '../../../runtime/contract.ts'
import { type Normaliser, Unusable, type Wire } from '../../../runtime/dialect.ts'
import { birthDate } from '../../../runtime/normalise/birthdate.ts'
import { decimal } from '../../../runtime/normalise/decimal.ts'
import { parseJson } from '../../../runtime/normalise/json.ts'
import { amount, currency } from '../../../runtime/normalise/money.ts'
import { boolean } from '../../../runtime/normalise/scalar.ts'
import { cleaned, toAscii } from '../../../runtime/normalise/text.ts'

const NOT_OFFERED = new Unusable('meta.not_offered')
const NOT_A_DAY = new Unusable('meta.not_a_day')
const TWO_DAYS = new Unusable('meta.two_days')
const NOT_A_RANGE = new Unusable('meta.not_a_range')
const NO_CURRENCY = new Unusable('meta.price_currency')

const letters = (text: string): string =>
  toAscii(text)
    .replace(/[^a-z0-9]+/gi, '')
    .toUpperCase()

/** One of Meta's words, in Meta's own case, from any case and with any marks between: "Plug-in hybrid" is PLUGIN_HYBRID. */
export function word(...offered: readonly string[]): Normaliser {
  const known = new Map(offered.map(one => [letters(one), one]))
  return {
    id: `word_of_${offered.length}`,
    says: `one of ${offered.join(', ')}`,
    apply(value) {
      const text = cleaned(value)
      return text instanceof Unusable ? text : (known.get(letters(text)) ?? NOT_OFFERED)
    },
  }
}

const MOMENT = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)?(?: ?(Z|[+-]\d{2}:?\d{2}))?$/i
const LAST_DAY = Date.UTC(2200, 0, 1)
/** A day of a trip or lease, in the place's own zone: it may lie ahead. A time of day stays only with its zone, as Meta's forms ask. */
export const day: Normaliser = {
  id: 'meta_day',
  says: 'YYYY-MM-DD, with the time of day where its zone is told',
  apply(value, context) {
    const text = cleaned(value)
    if (text instanceof Unusable) return text
    const written = birthDate.apply(text, { ...context, now: LAST_DAY })
    if (written instanceof Unusable) return written.code === 'birth_date_ambiguous' ? TWO_DAYS : NOT_A_DAY
    const [, date, time, zone] = MOMENT.exec(toAscii(text)) ?? []
    if (date && zone) return `${date}T${time}${zone.toUpperCase()}`
    return String(written).replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3')
  },
}

/** Two numbers, the smaller first: from a list, a JSON list or object, "1-2", or one number that is both. */
export function range(id: 'range' | 'whole_range', isWhole: boolean): Normaliser {
  return {
    id,
    says: isWhole ? 'two whole numbers, from and to' : 'two numbers, from and to',
    apply(value) {
      const ends = endsIn(value, isWhole)
      if (ends instanceof Unusable) return ends
      const numbers = ends.map(end => decimal(end))
      if (numbers.some(number => number instanceof Unusable || number.startsWith('-'))) return NOT_A_RANGE
      const [from, to = from] = numbers.map(Number) as [number, number?]
      if (isWhole && !(Number.isInteger(from) && Number.isInteger(to))) return NOT_A_RANGE
      return from <= to ? [from, to] : NOT_A_RANGE
    },
  }
}

const BETWEEN = /\s*(?:[-–—;|/]|\.\.+|\bto\b|,(?=\s))\s*/
const BETWEEN_WHOLE = /\s*(?:[-–—;|/,]|\.\.+|\bto\b)\s*/
/** A comma without a space stands between two whole numbers; between others it could be a decimal one, so nothing is guessed. */
function endsIn(value: Value, isWhole: boolean): readonly Value[] | Unusable {
  const whole = typeof value === 'object' ? value : undefined
  const text = whole ? undefined : cleaned(value)
  if (text instanceof Unusable) return text
  const part = whole ?? (/^[[{]/.test(text!) ? parseJson(text!) : undefined)
  const ends = Array.isArray(part)
    ? part
    : part && typeof part === 'object'
      ? [(part as { min?: Value }).min ?? null, (part as { max?: Value }).max ?? null]
      : (text ?? '').split(isWhole ? BETWEEN_WHOLE : BETWEEN)
  if (!isWhole && ends.length === 1 && /,/.test(String(ends[0]))) return NOT_A_RANGE
  return ends.length === 1 || ends.length === 2 ? ends : NOT_A_RANGE
}

export const airport: Normaliser = {
  id: 'airport',
  says: 'IATA code, three letters',
  apply(value) {
    const text = cleaned(value)
    if (text instanceof Unusable) return text
    const code = toAscii(text).toUpperCase()
    return /^[A-Z]{3}$/.test(code) ? code : NOT_OFFERED
  },
}

const FIRST_CAR = 1885
const YEARS_AHEAD = 2
export const modelYear: Normaliser = {
  id: 'model_year',
  says: 'a year of four digits',
  apply(value, { now }) {
    const year = decimal(value)
    if (year instanceof Unusable) return year
    return /^\d{4}$/.test(year) && Number(year) >= FIRST_CAR && Number(year) <= new Date(now).getUTCFullYear() + YEARS_AHEAD
      ? Number(year)
      : NOT_OFFERED
  },
}

/** "25000 EUR", from an amount that names its currency before or after it. */
export const price: Normaliser = {
  id: 'meta_price',
  says: 'an amount and its currency, such as 25000 EUR',
  apply(value, context) {
    const text = cleaned(value)
    if (text instanceof Unusable) return text
    const [, before, after] = /^(?:(\p{L}{3}|\p{Sc})\s*)?[^\p{L}\p{Sc}]+(?:(\p{L}{3}|\p{Sc}))?$/u.exec(text) ?? []
    const code = before || after ? currency.apply(before ?? after!, context) : NO_CURRENCY
    if (code instanceof Unusable) return NO_CURRENCY
    const sum: Wire | Unusable = amount.apply(text, context)
    return sum instanceof Unusable ? sum : `${sum} ${String(code)}`
  },
}

/** Yes and no as the texts 1 and 0 that Meta lists for app events. */
export const yesAsText: Normaliser = {
  id: 'yes_as_text',
  says: '1 or 0',
  apply(value, context) {
    const yes = boolean.apply(value, context)
    return yes instanceof Unusable ? yes : yes === true ? '1' : '0'
  },
}

/** The credit that an advertiser's own attribution gives an ad. */
export const share: Normaliser = {
  id: 'share',
  says: 'a number from 0 to 1',
  apply(value, context) {
    const part = amount.apply(value, context)
    return typeof part === 'number' && part > 1 ? NOT_OFFERED : part
  },
}
