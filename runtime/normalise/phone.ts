/** Phone numbers as digits with country code. A number without a country is left out: guessing would hash somebody else's. */
import { type CountryCode, isSupportedCountry, type PhoneNumber, parsePhoneNumberFromString } from 'libphonenumber-js/min'
import { type Context, type Normaliser, Unusable } from '../contract.ts'
import { unusable } from './reasons.ts'
import { cleaned, toAscii } from './text.ts'

const NOT_VALID = unusable('phone_not_valid')
const WITHOUT_COUNTRY = unusable('phone_without_country')
const DIGITS_LOST = unusable('phone_digits_lost')
/** E.164 allows 15 digits; fewer than 7 are an extension or a fragment. */
const FEWEST = 7
const MOST = 15

/** Country codes whose national numbers have one length and a trunk zero at most: nothing is left to parse. Proven equal by test. */
const CERTAIN = /^\+(?:1[2-9]\d{9}|33[1-9]\d{8}|44[1-9]\d{9}|34[6-9]\d{8}|31[1-9]\d{8}|48[1-9]\d{8})$/
const EXTENSION = /[\s,;]*(?:ext(?:ension|n)?|x|#|poste|durchwahl|anexo|interno)[\s.:=]*\d{1,7}\s*$/i

/** Digits with country code, no plus; national numbers are read with the event's country, else the default country. */
export const phone: Normaliser = {
  id: 'phone',
  says: 'digits only, with country code',
  apply(value, context) {
    if (typeof value === 'string' && CERTAIN.test(value)) return value.slice(1)
    const text = cleaned(value)
    if (text instanceof Unusable) return text
    return read(toAscii(text), context)
  },
}

function read(text: string, { country }: Context): string | Unusable {
  if (/^\d+(?:\.\d+)?e\+?\d+$/i.test(text)) return DIGITS_LOST
  const body = text.replace(/^(\d{7,})\.0+$/, '$1').replace(EXTENSION, '')
  const plus = /^[^\d]*\+/.test(body)
  const digits = body.replace(/\D/g, '')
  if (digits.length < FEWEST || digits.length > MOST + 5 || /^0+$/.test(digits)) return NOT_VALID
  if (plus) return international(body, digits)
  return country !== undefined && isSupportedCountry(country) ? national(digits, country) : countryless(digits)
}

/** Written with a plus: the country code is there, so the length is all that can be wrong. A trunk zero "(0)" goes. */
function international(body: string, digits: string): string | Unusable {
  const trunk = /\(0\)/.test(body) ? parsePhoneNumberFromString(`+${body.replace(/\(0\)/, '').replace(/\D/g, '')}`) : undefined
  if (trunk?.isValid()) return written(trunk)
  return written(parsePhoneNumberFromString(`+${digits.replace(/^0+/, '')}`))
}

/** The country's own reading first, then a foreign number whose plus was lost, then any number of the right length. */
function national(digits: string, country: CountryCode): string | Unusable {
  const own = parsePhoneNumberFromString(digits, country)
  if (own?.isValid()) return written(own)
  const foreign = parsePhoneNumberFromString(`+${digits.replace(/^0+/, '')}`)
  if ((digits.startsWith('00') || !digits.startsWith('0')) && foreign?.isValid()) return written(foreign)
  if (own?.isPossible()) return written(own)
  return digits.startsWith('00') ? written(foreign) : NOT_VALID
}

/** No plus and no country: only "00" or digits that are a whole number with country code, and nothing else, will do. */
function countryless(digits: string): string | Unusable {
  if (digits.startsWith('00')) return written(parsePhoneNumberFromString(`+${digits.replace(/^0+/, '')}`))
  if (digits.startsWith('0')) return WITHOUT_COUNTRY
  if (NORTH_AMERICAN.test(digits)) return digits
  const number = parsePhoneNumberFromString(`+${digits}`)
  if (!number?.isValid()) return digits.length > MOST ? NOT_VALID : WITHOUT_COUNTRY
  return digits.length === 10 && parsePhoneNumberFromString(digits, 'US')?.isValid() ? WITHOUT_COUNTRY : written(number)
}
const NORTH_AMERICAN = /^1[2-9]\d{2}[2-9]\d{6}$/

function written(number: PhoneNumber | undefined): string | Unusable {
  if (!number) return NOT_VALID
  const digits = number.countryCallingCode + number.nationalNumber
  return digits.length >= FEWEST && digits.length <= MOST ? digits : NOT_VALID
}
