/** What travels as it should and still looks wrong: placeholders typed to get past a form, digests of no known spelling, inner addresses. */
import { hash } from 'node:crypto'
import codes from 'i18n-iso-countries/codes.json' with { type: 'json' }
import type { Value } from './contract.ts'
import { isDigest } from './normalise/hashed.ts'

export type Suspicion = 'looks_placeholder' | 'digest_of_no_spelling' | 'address_private' | 'not_a_browser'

/** Told for one usable value of a concept, and in words for people. */
export const suspicions: Readonly<Record<Suspicion | 'one_value' | 'mixed_hashes' | 'not_said_hashed', string>> = {
  looks_placeholder:
    '{field} holds what people type to get past a form, such as “test” or “noreply”. They match nobody, or all the same one.',
  digest_of_no_spelling:
    '{field} arrives hashed, and the hash is not that of any spelling the platforms match: capital letters, a word in place of a code, or hashed twice. Map the plain column.',
  address_private: '{field} holds addresses from inside a network. Record the visitor’s own address, often in X-Forwarded-For.',
  not_a_browser:
    '{field} holds texts of robots and scripts, or ones that tell too little. Record what the visitor’s own browser says of itself, whole.',
  one_value: '{field} holds the same value in many rows. The platform takes them for one person.',
  mixed_hashes: '{field} is hashed in some rows and plain in others. Both are sent well; look whether the column is meant to be so.',
  not_said_hashed:
    '{field} arrives hashed already and is passed on as it is. Say so in Hash identity, so that a plain value is not hashed by mistake.',
}

const PLACEHOLDERS: Readonly<Record<string, RegExp>> = {
  email:
    /^(?:no-?reply|do-?not-?reply|no-?e?-?mail|none|no|null|n\.?a|nobody|unknown|anonymous|guest|customer|client|e?mail|tests?\d*|test[._-]?user\d*|asdf\w*|qwerty|x{2,}|a{2,}|fake|dummy|abc|123+)@/i,
  phone: /(\d)\1{7,}$|^\+?\d{0,3}1?234567890?$/,
  first_name: /^(?:test|asdf\w*|qwerty|x{2,}|guest|customer|client|user|anonymous|first ?name|pr[ée]nom|vorname|nombre)$/i,
  last_name: /^(?:test|asdf\w*|qwerty|x{2,}|guest|customer|client|user|anonymous|(?:last|sur) ?name|nom|nachname|apellidos?)$/i,
  birth_date: /^(?:1900|1970|2000)[-/.]?01[-/.]?01(?:[T ]|$)/,
  external_id: /^(?:guest|anonymous|test|-?1|9{4,})$/i,
}
const PRIVATE_ADDRESS =
  /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|f[cd][\da-f]{2}:|fe[89ab][\da-f]:)/i

/** Programs that say so. Cubot makes telephones. */
const ROBOT =
  /(?<!cu)bot\b|crawl|spider|slurp|headless|phantomjs|lighthouse|facebookexternalhit|pingdom|^(?:curl|wget|java|python|go-http|node|axios|postman|libwww|ruby|perl|apache-http|guzzle)/i
/** What a whole text names at least two of: system, browser, device. (Pinterest’s guide, as noted by a third party; read 22 November 2026.) */
const NAMED_BY_BROWSERS: readonly RegExp[] = [
  /Windows|Mac ?OS|Macintosh|Linux|X11|Android|iOS|iPhone OS|CrOS|Darwin|HarmonyOS|Tizen|Web0S/i,
  /Chrome|CriOS|Firefox|FxiOS|Safari|AppleWebKit|\bEdg|OPR|Opera|MSIE|Trident|Browser|Gecko\/|FBAV|Instagram|Pinterest/i,
  /iPhone|iPad|iPod|Macintosh|Mobile|Tablet|Pixel|\bSM-|Build\/|PlayStation|Xbox|Smart-?TV/i,
]
const isBrowser = (text: string): boolean => !ROBOT.test(text) && NAMED_BY_BROWSERS.filter(part => part.test(text)).length >= 2

const sha256 = (text: string): string => hash('sha256', text, 'hex')
const digests = (texts: readonly string[]): ReadonlySet<string> => new Set(texts.map(sha256))
/** Concepts of so few values that a digest can be looked up. */
const SPELLINGS: Readonly<Record<string, () => ReadonlySet<string>>> = {
  gender: once(() => digests(['f', 'm', 'n'])),
  country: once(() => digests((codes as string[][]).map(([alpha2]) => alpha2!.toLowerCase()))),
}
function once<T>(make: () => T): () => T {
  let made: T | undefined
  return () => {
    made ??= make()
    return made
  }
}

const suspectable: ReadonlySet<string> = new Set([
  ...Object.keys(PLACEHOLDERS),
  ...Object.keys(SPELLINGS),
  'client_ip',
  'client_user_agent',
])
/** Whether `suspicionOf` can ever say anything about this concept. */
export const canLookWrong = (concept: string): boolean => suspectable.has(concept)

/** What looks wrong about one value that travels; `undefined` when nothing does. */
export function suspicionOf(concept: string, value: Value): Suspicion | undefined {
  if (typeof value !== 'string') return undefined
  const text = value.trim()
  const hashed: boolean = isDigest(text)
  if (hashed) return SPELLINGS[concept] && !SPELLINGS[concept]().has(text.toLowerCase()) ? 'digest_of_no_spelling' : undefined
  if (concept === 'client_ip') return PRIVATE_ADDRESS.test(text) ? 'address_private' : undefined
  if (concept === 'client_user_agent') return isBrowser(text) ? undefined : 'not_a_browser'
  return PLACEHOLDERS[concept]?.test(text) ? 'looks_placeholder' : undefined
}
