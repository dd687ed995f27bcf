/** Where a person lives, in the spellings that platforms ask for. */
import { type Context, type Normaliser, Unusable } from '../dialect.ts'
import { countryCode } from './countries.ts'
import { bareLower } from './name.ts'
import { unusable } from './reasons.ts'
import { provinceOf, stateOf } from './states.ts'
import { cleaned, isEmptyWord, lower, toAscii, usualWidth } from './text.ts'

const EMPTY = unusable('empty')
const CITY = unusable('city_without_letters')
const STATE = unusable('state_unknown')
const POSTAL_CODE = unusable('postal_code_not_valid')
const POSTAL_LETTERS = unusable('postal_code_letters')
const COUNTRY = unusable('country_unknown')
const LETTER = /\p{L}/u
/** Words of letters with a lower case of their own, in ASCII or of western Europe: "Saint Étienne". */
const PLAIN_CITY = /^[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff]+(?: [A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff]+)*$/
const FIVE_DIGITS = /^\d{5}$/

/** Lower case, no spaces, no punctuation; accents, other scripts and digits stay. */
export const city: Normaliser = {
  id: 'city',
  says: 'lower case, no spaces or punctuation',
  apply(value) {
    if (typeof value === 'string' && PLAIN_CITY.test(value)) {
      const bare = value.toLowerCase().replaceAll(' ', '')
      return isEmptyWord(value) || isEmptyWord(bare) ? EMPTY : bare
    }
    const text = cleaned(value)
    if (text instanceof Unusable) return text
    const bare = bareLower(usualWidth(text))
    return isEmptyWord(bare) ? EMPTY : LETTER.test(bare) ? bare : CITY
  },
}

/** US states as their two letters; elsewhere the name in lower case without spaces and punctuation. */
export const state: Normaliser = {
  id: 'state',
  says: 'US: two letters; elsewhere lower case, no spaces',
  apply(value, { country }) {
    const text = cleaned(value)
    if (text instanceof Unusable) return text
    const bare = bareLower(toAscii(text))
    if (isEmptyWord(bare)) return EMPTY
    if (country === 'US') return stateOf(bare) ?? STATE
    const code = country === undefined ? stateOf(bare) : undefined
    return code ?? (LETTER.test(bare) ? bare : STATE)
  },
}

/** Two letters in lower case; full names only where the country says which list to look in. */
export const twoLetterState: Normaliser = {
  id: 'two_letter_state',
  says: 'two letters, lower case',
  apply(value, { country }) {
    const text = cleaned(value)
    if (text instanceof Unusable) return text
    const bare = bareLower(toAscii(text))
    if (isEmptyWord(bare)) return EMPTY
    if (/^[a-z]{2}$/.test(bare)) return bare
    return (country === 'US' ? stateOf(bare) : country === 'CA' ? provinceOf(bare) : undefined) ?? STATE
  },
}

/** Lower case without spaces and dashes; in the US the first five digits, with the leading zero that numbers lose. */
export const postalCode: Normaliser = {
  id: 'postal_code',
  says: 'lower case, no spaces or dashes; US: five digits',
  apply(value, context) {
    if (typeof value === 'string' && FIVE_DIGITS.test(value)) return somewhere(value)
    const text = cleaned(value)
    return text instanceof Unusable ? text : postal(text, context)
  },
}

/** As `postalCode`, for platforms that take digits only. */
export const digitsZip: Normaliser = {
  id: 'digits_zip',
  says: 'digits only; US: five digits',
  apply(value, context) {
    if (typeof value === 'string' && FIVE_DIGITS.test(value)) return somewhere(value)
    const text = cleaned(value)
    if (text instanceof Unusable) return text
    const code = postal(text, context)
    return code instanceof Unusable || /^\d+$/.test(code) ? code : POSTAL_LETTERS
  },
}

/** Countries and territories served by the US post. */
const US_POST: ReadonlySet<string> = new Set(['US', 'PR', 'GU', 'VI', 'AS', 'MP'])

function postal(text: string, context: Context): string | Unusable {
  const code = codeIn(text, context)
  return code instanceof Unusable ? code : somewhere(code)
}
/** Nobody lives at 00000, however it was written. */
const somewhere = (code: string): string | Unusable => (code === '00000' ? EMPTY : code)
function codeIn(text: string, { country }: Context): string | Unusable {
  const ascii = toAscii(text)
  if (FIVE_DIGITS.test(ascii)) return ascii
  if (/^\d+[.,]\d*[1-9]/.test(ascii)) return POSTAL_CODE
  const zipPlus4 = country === undefined ? /^(\d{5})-\d{4}$/.exec(ascii) : null
  if (zipPlus4) return zipPlus4[1]!
  const bare = bareLower(ascii.replace(/^(\d+)\.0+$/, '$1'))
  if (/^0*$/.test(bare) || isEmptyWord(bare)) return EMPTY
  if (bare.length > 12 || !/\p{N}/u.test(bare)) return POSTAL_CODE
  if (country === undefined || !US_POST.has(country)) return bare
  const first = /^\D*(\d{5})[-\s\u2010-\u2015]/.exec(ascii)
  if (first) return first[1]!
  return /^\d+$/.test(bare) ? zip(bare) : (/(?<!\d)\d{5}(?!\d)/.exec(bare)?.[0] ?? bare)
}

/** 5 or 9 digits, of which a number column may have eaten up to two leading zeros. */
function zip(digits: string): string | Unusable {
  if (digits.length >= 3 && digits.length <= 5) return digits.padStart(5, '0')
  return digits.length >= 7 && digits.length <= 9 ? digits.padStart(9, '0').slice(0, 5) : POSTAL_CODE
}

/** ISO 3166-1 alpha-2 in lower case, from codes of two or three letters and from names in several languages. */
export const country: Normaliser = {
  id: 'country',
  says: 'two-letter ISO code, lower case',
  apply(value) {
    if (typeof value === 'string' && value.length === 2) {
      const known = countryCode(value.toUpperCase())
      if (known) return known
    }
    const text = cleaned(value)
    if (text instanceof Unusable) return text
    return countryCode(lower(toAscii(text)).toUpperCase()) ?? COUNTRY
  },
}

/** As `country`, for codes of two letters alone: names and other codes are left out, for platforms whose rule knows only the code. */
export const twoLetterCountry: Normaliser = {
  id: 'two_letter_country',
  says: 'two-letter ISO code, lower case; names are left out',
  apply(value, context) {
    const code = country.apply(value, context)
    return code instanceof Unusable || lower(toAscii(String(value)).trim()) === code ? code : COUNTRY
  },
}
