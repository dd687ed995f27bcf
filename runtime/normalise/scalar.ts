/** Small values: whole numbers, yes and no, web addresses, languages and lists. */
import type { Value } from '../contract.ts'
import { type Normaliser, Unusable } from '../dialect.ts'
import { whole } from './decimal.ts'
import { parseJson } from './json.ts'
import { unusable } from './reasons.ts'
import { cleaned, idText, lower, toAscii } from './text.ts'

const EMPTY = unusable('empty')
const NUMBER_NOT_VALID = unusable('number_not_valid')
const NEGATIVE = unusable('number_negative')
const BOOLEAN = unusable('boolean_unknown')
const URL_NOT_VALID = unusable('url_not_valid')
const LANGUAGE = unusable('language_unknown')

/** A whole number from zero up. */
export const integer: Normaliser = {
  id: 'integer',
  says: 'a whole number',
  apply(value) {
    const text = whole(value)
    if (text instanceof Unusable) return text
    if (text.startsWith('-')) return NEGATIVE
    const number = Number(text)
    return Number.isSafeInteger(number) ? number : NUMBER_NOT_VALID
  },
}

const YES: ReadonlySet<string> = new Set('true t yes y 1 1.0 on oui ja si sí sim tak wahr vrai vero verdadero verdadeiro'.split(' '))
const NO: ReadonlySet<string> = new Set('false f no n 0 0.0 off non nein não nao nee nie falsch faux falso'.split(' '))

/** True or false, from words in several languages and from 1 and 0. */
export const boolean: Normaliser = {
  id: 'boolean',
  says: 'yes or no',
  apply(value) {
    if (typeof value === 'boolean') return value
    const text = cleaned(value)
    if (text instanceof Unusable) return text
    const word = lower(toAscii(text))
    return YES.has(word) ? true : NO.has(word) ? false : BOOLEAN
  },
}

/** A whole web address, as it stands: its query may carry click ids in which every letter counts. */
export const urlHttp: Normaliser = {
  id: 'url_http',
  says: 'a whole http(s) address',
  apply(value) {
    const text = cleaned(value)
    if (text instanceof Unusable) return text
    if (!/^https?:\/\/[^/\s]/i.test(text) || !URL.canParse(text)) return URL_NOT_VALID
    return /\s/.test(text) ? new URL(text).href : text
  },
}

const languages = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' })

/** Two letters of ISO 639-1, from codes and locales such as "en-GB". */
export const language: Normaliser = {
  id: 'language',
  says: 'ISO 639-1 code, lower case',
  apply(value) {
    const text = cleaned(value)
    if (text instanceof Unusable) return text
    const code = /^([a-z]{2})(?:[-_][a-z0-9_-]{2,12}(?:\..*)?)?$/i.exec(text)?.[1]?.toLowerCase()
    return code !== undefined && languages.of(code) !== undefined ? code : LANGUAGE
  },
}

const MOST = 10_000

/** Texts, from a list, a JSON list, a Postgres array, or a text with commas, semicolons or bars. Items stand for their ids. */
export const list: Normaliser = {
  id: 'list',
  says: 'a list of texts',
  apply(value) {
    const parts = partsOf(value)
    if (parts instanceof Unusable) return parts
    const texts: string[] = []
    for (const part of parts.slice(0, MOST)) {
      const text = idText.apply(idOf(part), NO_CONTEXT)
      if (!(text instanceof Unusable)) texts.push(String(text))
    }
    return texts.length ? texts : EMPTY
  },
}

function partsOf(value: Value): readonly Value[] | Unusable {
  if (Array.isArray(value)) return value
  if (value !== null && typeof value === 'object') return [value]
  const text = cleaned(value)
  if (text instanceof Unusable) return text
  if (/^[[{"]/.test(text)) {
    // As it stands first: an id keeps its letters as it would within a list.
    const parsed = (typeof value === 'string' ? parseJson(value) : undefined) ?? parseJson(text)
    if (parsed !== undefined) return Array.isArray(parsed) ? parsed : [parsed]
    const postgres = /^\{(.*)\}$/s.exec(text)
    if (postgres)
      return (postgres[1]!.match(/"(?:[^"\\]|\\.)*"|[^,]+/g) ?? []).map(part => part.replace(/^"|"$/g, '').replace(/\\(.)/g, '$1'))
  }
  return text.split(/[,;|]/)
}

function idOf(part: Value): Value {
  if (part === null || typeof part !== 'object' || Array.isArray(part)) return part
  const item = part as { readonly [key: string]: Value }
  for (const name of ID_NAMES) if (Object.hasOwn(item, name)) return item[name]!
  return null
}

/** What shops call an item's id. */
export const ID_NAMES = [
  'id',
  'sku',
  'product_id',
  'item_id',
  'content_id',
  'variant_id',
  'productId',
  'itemId',
  'variantId',
  'SKU',
  'ID',
  'code',
  'ean',
  'gtin',
] as const

const NO_CONTEXT = { country: undefined, dayFirst: false, timezone: undefined, now: 0 } as const
