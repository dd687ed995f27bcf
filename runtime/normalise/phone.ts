/** Phone numbers as digits with country code. A number without a country is left out: guessing would hash somebody else's. */
import {
  type CountryCode,
  getCountryCallingCode,
  isSupportedCountry,
  type PhoneNumber,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/min'
import type { Value } from '../contract.ts'
import { type Normaliser, Unusable } from '../dialect.ts'
import { unusable } from './reasons.ts'
import { cleaned, toAscii } from './text.ts'

const NOT_VALID = unusable('phone_not_valid')
const WITHOUT_COUNTRY = unusable('phone_without_country')
const DIGITS_LOST = unusable('phone_digits_lost')
/** E.164 allows 15 digits; a whole number of fewer than 7 is an extension or a fragment. Small islands dial four digits at home. */
const FEWEST = 7
const FEWEST_AT_HOME = 4
const MOST = 15
/** A number dialled from abroad has up to five digits of exit code before it: 00, 011, 810, 0011. */
const MOST_DIALLED = MOST + 5
const LONGEST = 200

/** Country codes after which a digit other than a trunk zero leaves nothing to parse. Proven equal to the parser by test. */
const CERTAIN =
  /^\+(?:1[2-9]\d{9}|(?:33|31)[1-9]\d{8}|44[1-9]\d{9}|49[1-9]\d{6,11}|34[6-9]\d{8}|39[03]\d{6,10}|(?:32|41|43|46)[1-9]\d{7,9}|48[1-9]\d{8}|4[57][2-9]\d{7}|351[29]\d{8})$/

/** Whole blocks of valid numbers after the exit code of most countries: where that is another, only a valid number is one from abroad. */
const CERTAIN_ABROAD = /^00(?:33[1-9]\d{8}|34[6-9]\d{8}|49(?:15\d|1[67])\d{8}|(?:316|324|417|436\d|447[1-58]|48[5-8])\d{8})$/

/** A plus, digits, and what people put between them, which says nothing: no brackets, as in "+49 (0) 151". */
const SPACED = /^\+\d(?:[ .-]?\d){6,14}$/

/** The same for national numbers of the event's country; in North America ten digits are always a national number. */
const CERTAIN_AT_HOME: Readonly<Record<string, { code: string; form: RegExp }>> = {
  US: { code: '1', form: /^1?([2-9]\d{2}[2-9]\d{6})$/ },
  CA: { code: '1', form: /^1?([2-9]\d{2}[2-9]\d{6})$/ },
  FR: { code: '33', form: /^0([1-9]\d{8})$/ },
  GB: { code: '44', form: /^0([1-9]\d{9})$/ },
  NL: { code: '31', form: /^0([1-9]\d{8})$/ },
  DE: { code: '49', form: /^0(1(?:5\d|[67])\d{8})$/ },
  ES: { code: '34', form: /^([6-9]\d{8})$/ },
  BE: { code: '32', form: /^0(4\d{8})$/ },
  CH: { code: '41', form: /^0(7\d{8})$/ },
  AT: { code: '43', form: /^0(6\d{9})$/ },
}
const EXTENSION = /(?:[\s,;]*(?:ext(?:ension|n)?|x|#|poste|durchwahl|anexo|interno)[\s.:=]*|\s*[,;]{2,}\s*)\d{1,7}#?\s*$/i
const SCIENTIFIC = /^\+?\d+(?:[.,]\d+)?e\+?\d+$/i
/** What a number column adds: "33612345678.0", "33612345678,00". */
const NO_FRACTION = /^(\d{7,})[.,]0+$/
/** What people type to get past a form: one digit over and over; or all of them in a row, where that is no number. */
const ONE_DIGIT = /^(\d)\1+$/
const ROW_OF_DIGITS = /^(?:0?123456789\d?|0?987654321\d?)$/

/** Digits with country code, no plus; national numbers are read with the event's country, else the default country. */
export const phone: Normaliser = {
  id: 'phone',
  says: 'digits only, with country code',
  apply(value, context) {
    if (typeof value === 'string' && value.startsWith('+')) {
      if (CERTAIN.test(value)) return value.slice(1)
      const bare = SPACED.test(value) ? value.replace(/[ .-]/g, '') : ''
      if (CERTAIN.test(bare)) return bare.slice(1)
    } else if (typeof value === 'string' && value.startsWith('00') && isCertainAfterExit(value, context.country)) return value.slice(2)
    if (typeof value === 'number' && !Number.isInteger(value)) return NOT_VALID
    const text = cleaned(value)
    if (text instanceof Unusable) return text
    return text.length > LONGEST ? NOT_VALID : read(toAscii(text), context.country)
  },
}

/** Written as from abroad, but in its own country, also a number that is not valid is read no other way. */
function isCertainAfterExit(digits: string, country: string | undefined): boolean {
  if (CERTAIN_ABROAD.test(digits)) return true
  const home = country === undefined ? undefined : CERTAIN_AT_HOME[country]
  return home !== undefined && digits.startsWith(home.code, 2) && CERTAIN.test(`+${digits.slice(2)}`)
}

function read(text: string, country: string | undefined): string | Unusable {
  if (SCIENTIFIC.test(text)) return DIGITS_LOST
  const body = text.replace(NO_FRACTION, '$1').replace(EXTENSION, '')
  const plus = /^[^\d]*\+/.test(body)
  const digits = body.replace(/\D/g, '')
  if (digits.length > MOST_DIALLED || /^0*$/.test(digits)) return NOT_VALID
  if (plus) return CERTAIN.test(`+${digits}`) ? digits : international(body, digits)
  if (ONE_DIGIT.test(digits)) return NOT_VALID
  const at = country !== undefined && isSupportedCountry(country) ? country : undefined
  if (digits.length < FEWEST) return at ? short(digits, at) : NOT_VALID
  if (at === undefined) return digits.length > MOST && !digits.startsWith('0') ? NOT_VALID : countryless(digits)
  const home = CERTAIN_AT_HOME[at]
  const rest = home?.form.exec(digits)
  return rest ? home!.code + rest[1] : national(digits, at)
}

/** Numbers of small islands, which no length tells from a fragment: only a whole valid one will do. */
function short(digits: string, country: CountryCode): string | Unusable {
  if (digits.length < FEWEST_AT_HOME) return NOT_VALID
  const own = parsePhoneNumberFromString(digits, country)
  return own?.isValid() ? written(own) : (zeroLost(digits, country) ?? NOT_VALID)
}

/** Written with a plus: the country code is there, so the length is all that can be wrong. A trunk zero "(0)" goes. */
function international(body: string, digits: string): string | Unusable {
  const trunk = /\(0\)/.test(body) ? parsePhoneNumberFromString(`+${body.replace(/\(0\)/, '').replace(/\D/g, '')}`) : undefined
  if (trunk?.isValid()) return written(trunk)
  return written(parsePhoneNumberFromString(`+${digits.replace(/^0+/, '')}`))
}

/**
 * "00" before a valid foreign number means abroad everywhere, also where the exit code is another. Then the country's own
 * reading, then a foreign number whose plus was lost, then a zero that a number column ate, then any number of the right length.
 */
function national(digits: string, country: CountryCode): string | Unusable {
  const foreign = parsePhoneNumberFromString(`+${digits.replace(/^0+/, '')}`)
  if (digits.startsWith('00') && foreign?.isValid()) return written(foreign)
  const own = parsePhoneNumberFromString(digits, country)
  if (own?.isValid()) return written(plusLost(digits, own) ?? own)
  if (!digits.startsWith('0') && digits.length <= MOST && foreign?.isValid()) return written(foreign)
  const restored = zeroLost(digits, country)
  if (restored) return restored
  if (own && likely(own) && !ROW_OF_DIGITS.test(digits)) return written(own)
  return digits.startsWith('00') ? written(foreign) : NOT_VALID
}

/** Of the right length, and not with another country's trunk zero, nor with an area code that North America has none of. */
const likely = (number: PhoneNumber): boolean =>
  number.isPossible() &&
  !number.nationalNumber.startsWith('0') &&
  !(number.countryCallingCode === '1' && number.nationalNumber.startsWith('1'))

/** In some countries the first zero belongs to the number (Italy, Ivory Coast, Benin); columns of numbers lose it. */
function zeroLost(digits: string, country: CountryCode): string | Unusable | undefined {
  const own = digits.startsWith('0') ? undefined : parsePhoneNumberFromString(`0${digits}`, country)
  return own?.isValid() && own.nationalNumber === `0${digits}` ? written(own) : undefined
}

/** Where national numbers begin with a zero, digits that begin with the country's own code instead are an international number. */
function plusLost(digits: string, own: PhoneNumber): PhoneNumber | undefined {
  if (!digits.startsWith(own.countryCallingCode) || own.nationalNumber !== digits) return undefined
  const whole = parsePhoneNumberFromString(`+${digits}`)
  return whole?.isValid() && /^\D*0/.test(own.formatNational()) ? whole : undefined
}

/** No plus and no country: only "00" or digits that are a whole number with country code, and nothing else, will do. */
function countryless(digits: string): string | Unusable {
  if (digits.startsWith('00')) return written(parsePhoneNumberFromString(`+${digits.replace(/^0+/, '')}`))
  if (digits.startsWith('0')) return WITHOUT_COUNTRY
  if (NORTH_AMERICAN.test(digits)) return digits
  const number = parsePhoneNumberFromString(`+${digits}`)
  if (!number?.isValid()) return digits.length > MOST ? NOT_VALID : WITHOUT_COUNTRY
  return readsAsNational(digits) ? WITHOUT_COUNTRY : written(number)
}
const NORTH_AMERICAN = /^1[2-9]\d{2}[2-9]\d{6}$/

/** Ten digits may be a US number, eleven with an 8 a Russian one: the two large plans whose national form begins like a country code. */
const readsAsNational = (digits: string): boolean =>
  (digits.length === 10 && parsePhoneNumberFromString(digits, 'US')?.isValid() === true) ||
  (digits.length === 11 && digits.startsWith('8') && parsePhoneNumberFromString(digits, 'RU')?.isValid() === true)

function written(number: PhoneNumber | undefined): string | Unusable {
  if (!number) return NOT_VALID
  const digits = number.countryCallingCode + number.nationalNumber
  return digits.length >= FEWEST && digits.length <= MOST && saysItself(digits) ? digits : NOT_VALID
}

/** "+55 0 90 4000 0000" loses its 0 at the first reading and its 90 at the second: of two numbers, neither is surely the person's. */
const saysItself = (digits: string): boolean =>
  CERTAIN.test(`+${digits}`) || parsePhoneNumberFromString(`+${digits}`)?.number === `+${digits}`

/** Whether this is surely a whole number of that country, written at home or with its code. */
export function isNumberOf(value: Value, country: string): boolean {
  const text = cleaned(value)
  const own = typeof text === 'string' && isSupportedCountry(country) ? parsePhoneNumberFromString(text, country) : undefined
  return own?.isValid() === true && own.countryCallingCode === getCountryCallingCode(country as CountryCode)
}
