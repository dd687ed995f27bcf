import fc from 'fast-check'
import { parsePhoneNumberFromString } from 'libphonenumber-js/min'
import { expect, test } from 'vitest'
import { type Context, Unusable } from '../dialect.ts'
import { phone } from './phone.ts'

const at = (country?: string): Context => ({ country, dayFirst: false, timezone: undefined, now: 0 })
const read = (value: string | number, country?: string) => {
  const wire = phone.apply(value, at(country))
  return wire instanceof Unusable ? wire.code : wire
}

test.each([
  ['a plus means that the country code is there', '+33 6 12 34 56 78', undefined, '33612345678'],
  ['so does 00', '0033 6 12 34 56 78', undefined, '33612345678'],
  ['the exit code of the country', '011 44 7911 123456', 'US', '447911123456'],
  ['another country’s exit code', '0011 44 7911 123456', 'AU', '447911123456'],
  ['00 where it is not the exit code', '0044 7911 123456', 'US', '447911123456'],
  ['a trunk zero in brackets', '+49 (0) 30 901820', undefined, '4930901820'],
  ['a bracketed zero where there is no trunk zero', '+34 (0)912 345 678', undefined, '34912345678'],
  ['the Italian zero stays', '+39 06 6982', undefined, '39066982'],
  ['an extension is not part of the number', '+1 650 555 1212 x42', undefined, '16505551212'],
  ['nor is one in a link', 'tel:+1-650-555-1212;ext=5', undefined, '16505551212'],
  ['a spreadsheet’s decimals', '16505551212.0', undefined, '16505551212'],
  ['digits of another script', '١٦٥٠٥٥٥١٢١٢', undefined, '16505551212'],
  ['full-width digits', '＋１６５０５５５１２１２', undefined, '16505551212'],
  ['a Russian trunk eight', '8 (495) 123-45-67', 'RU', '74951234567'],
  ['a leading zero that a number column ate', '612345678', 'FR', '33612345678'],
  ['a foreign number whose plus was lost', '447911123456', 'US', '447911123456'],
  ['an own number whose plus was lost', '491701234567', 'DE', '491701234567'],
  ['a fictional number of the right length', '(555) 987-6543', 'US', '15559876543'],
  ['letters are not digits', '1-800-FLOWERS', 'US', 'phone_not_valid'],
  ['too short for a subscriber', '555-1212', 'US', 'phone_not_valid'],
  ['no such country code', '+999123456789', undefined, 'phone_not_valid'],
  ['two numbers in one cell', '06 12 34 56 78 / 07 12 34 56 78', 'FR', 'phone_not_valid'],
  ['ten digits without a country may be anybody’s', '6505551212', undefined, 'phone_without_country'],
  ['also where they look like an Egyptian number', '2025550123', undefined, 'phone_without_country'],
  ['a Russian national number is not a Vietnamese one', '8 (495) 123-45-67', undefined, 'phone_without_country'],
  ['whole numbers without a plus', '5511987654321', undefined, '5511987654321'],
  ['scientific notation', '1.65E+10', 'US', 'phone_digits_lost'],
  ['nothing but zeros', '0000000000', 'US', 'phone_not_valid'],
  ['an unknown country is no country', '0612345678', 'ZZ', 'phone_without_country'],
  ['French scientific notation', '3,36E+10', 'FR', 'phone_digits_lost'],
  ['a decimal comma of a number column', '33612345678,0', 'FR', '33612345678'],
  ['a number with a fraction is no phone', 33612345678.5, 'FR', 'phone_not_valid'],
  ['what is dialled after a pause', '+1 650 555 1212,,123#', undefined, '16505551212'],
  ['00 is abroad where the exit code is another', '0057 321 1234567', 'CO', '573211234567'],
  ['a Russian exit code before a long number', '8~10 49 1512 3456789', 'RU', '4915123456789'],
  ['an Indonesian number whose plus was lost', '62812345678', 'ID', '62812345678'],
  ['a short Italian number keeps its zero', '06 6982', 'IT', '39066982'],
  ['the Italian zero that a number column ate', 21234567, 'IT', '39021234567'],
  ['the zero of Benin likewise', 195123456, 'BJ', '2290195123456'],
  ['six digits are a whole number in Greenland', '22 12 34', 'GL', '299221234'],
  ['and five on the Falklands', 51234, 'FK', '50051234'],
  ['four digits are a fragment elsewhere', '1212', 'US', 'phone_not_valid'],
  ['an emergency number is nobody’s', '112', 'FR', 'phone_not_valid'],
  ['one digit over and over', '999-999-9999', 'US', 'phone_not_valid'],
  ['a French number of an American', '0612345678', 'US', 'phone_not_valid'],
  ['an American one cut short', '1650555121', 'US', 'phone_not_valid'],
  ['a short exchange is a number all the same', '(555) 123-4567', 'US', '15551234567'],
  ['digits in a row', '1234567890', 'US', 'phone_not_valid'],
  ['digits in a row that are a number', '0123456789', 'CI', '2250123456789'],
  ['an isolate mark from a copied page', '\u2066+33 6 12 34 56 78\u2069', undefined, '33612345678'],
  ['a number that reads as another one the second time', '+5509040000000', undefined, 'phone_not_valid'],
  ['and the same at home', '09040000000', 'BR', 'phone_not_valid'],
] as const)('%s: %s in %s', (_, text, country, expected) => expect(read(text, country)).toBe(expected))

const certain = fc.oneof(
  ...[
    /^\+1[2-9]\d{9}$/,
    /^\+33[1-9]\d{8}$/,
    /^\+31[1-9]\d{8}$/,
    /^\+44[1-9]\d{9}$/,
    /^\+49[1-9]\d{6,11}$/,
    /^\+34[6-9]\d{8}$/,
    /^\+39[03]\d{6,10}$/,
    /^\+32[1-9]\d{7,9}$/,
    /^\+41[1-9]\d{7,9}$/,
    /^\+43[1-9]\d{7,9}$/,
    /^\+46[1-9]\d{7,9}$/,
    /^\+48[1-9]\d{8}$/,
    /^\+4[57][2-9]\d{7}$/,
    /^\+351[29]\d{8}$/,
  ].map(form => fc.stringMatching(form)),
)
test('numbers that are not parsed come out as the parser would have them', () => {
  fc.assert(
    fc.property(certain, text => {
      expect(`+${read(text)}`).toBe(parsePhoneNumberFromString(text)!.number)
    }),
    { numRuns: 20_000 },
  )
})

const abroad = fc.stringMatching(/^00(?:33[1-9]\d{8}|34[6-9]\d{8}|49(?:15\d|1[67])\d{8}|(?:316|324|417|436\d|447[1-58]|48[5-8])\d{8})$/)
test('numbers with an exit code that are not parsed are valid ones, whatever the country around them', () => {
  fc.assert(
    fc.property(abroad, fc.constantFrom(undefined, 'US', 'CO', 'JP', 'DE'), (text, country) => {
      const parsed = parsePhoneNumberFromString(`+${text.slice(2)}`)!
      expect(parsed.isValid()).toBe(true)
      expect(`+${read(text, country)}`).toBe(parsed.number)
    }),
    { numRuns: 20_000 },
  )
})

test('numbers with an exit code come out as the parser would have them in every country', () => {
  const exit = fc.oneof(certain, fc.stringMatching(/^\+(?:44|49|33|1)\d{5,12}$/)).map(text => `00${text.slice(1)}`)
  fc.assert(
    fc.property(exit, fc.constantFrom(undefined, 'FR', 'GB', 'NL', 'DE', 'ES', 'BE', 'CH', 'AT', 'US', 'CA', 'IT'), (text, country) => {
      // An outer space closes the quick way.
      expect(read(` ${text}`, country)).toStrictEqual(read(text, country))
    }),
    { numRuns: 20_000 },
  )
})

const atHome = fc.oneof(
  fc.tuple(fc.constant('US' as const), fc.stringMatching(/^1?[2-9]\d{2}[2-9]\d{6}$/)),
  fc.tuple(fc.constant('CA' as const), fc.stringMatching(/^1?[2-9]\d{2}[2-9]\d{6}$/)),
  fc.tuple(fc.constant('FR' as const), fc.stringMatching(/^0[1-9]\d{8}$/)),
  fc.tuple(fc.constant('GB' as const), fc.stringMatching(/^0[1-9]\d{9}$/)),
  fc.tuple(fc.constant('NL' as const), fc.stringMatching(/^0[1-9]\d{8}$/)),
  fc.tuple(fc.constant('DE' as const), fc.stringMatching(/^01(?:5\d|[67])\d{8}$/)),
  fc.tuple(fc.constant('ES' as const), fc.stringMatching(/^[6-9]\d{8}$/)),
  fc.tuple(fc.constant('BE' as const), fc.stringMatching(/^04\d{8}$/)),
  fc.tuple(fc.constant('CH' as const), fc.stringMatching(/^07\d{8}$/)),
  fc.tuple(fc.constant('AT' as const), fc.stringMatching(/^06\d{9}$/)),
)
test('so do national numbers that are not parsed', () => {
  fc.assert(
    fc.property(atHome, ([country, text]) => {
      expect(`+${read(text, country)}`).toBe(parsePhoneNumberFromString(text, country)!.number)
    }),
    { numRuns: 5000 },
  )
})

test('a valid number with its plus put back is the same number, whatever the country around it', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^\+[1-9]\d{6,14}$/), fc.constantFrom(undefined, 'US', 'DE', 'IT', 'RU'), (text, country) => {
      fc.pre(parsePhoneNumberFromString(text)?.isValid() === true)
      const wire = read(text, country)
      if (/^\d+$/.test(String(wire))) expect(read(`+${wire}`, country)).toBe(wire)
    }),
    { numRuns: 1000, maxSkipsPerRun: 1000 },
  )
})
