import { getCountries, getExampleNumber } from 'libphonenumber-js'
import examples from 'libphonenumber-js/examples.mobile.json' with { type: 'json' }
import { expect, test } from 'vitest'
import { Unusable } from '../dialect.ts'
import { phone } from './phone.ts'

const read = (value: string | number, country?: string) => {
  const wire = phone.apply(value, { country, dayFirst: false, timezone: undefined, now: 0 })
  return wire instanceof Unusable ? wire.code : wire
}
const shifted = (text: string, zero: number) => text.replace(/\d/g, digit => String.fromCodePoint(zero + Number(digit)))
/** Gabon had seven digits until 2019, and the old form is still a number there. */
const READ_OTHERWISE: ReadonlySet<string> = new Set(['GA'])

/** The example number that the public list gives for each country, in every way that people and systems write it. */
test.each(getCountries())('%s', country => {
  const example = getExampleNumber(country, examples)!
  const expected = example.countryCallingCode + example.nationalNumber
  const abroad = example.formatInternational()
  const elsewhere = country === 'DE' ? 'FR' : 'DE'
  const ways: Record<string, [string | number, string?]> = {
    'with a plus': [example.number],
    'with a plus, at home': [example.number, country],
    'with spaces, in another country': [abroad, elsewhere],
    'with 00': [abroad.replace('+', '00')],
    'with 00, at home': [abroad.replace('+', '00'), country],
    'with 00, in another country': [abroad.replace('+', '00 '), elsewhere],
    'from the United States': [abroad.replace('+', '011 '), 'US'],
    'from Russia': [abroad.replace('+', '8~10 '), 'RU'],
    national: [example.formatNational(), country],
    'national digits': [example.nationalNumber, country],
    'without its plus': [expected, country],
    'as a number without its plus': [Number(expected), country],
    'as a spreadsheet’s number': [`${expected}.0`, country],
    'full-width': [shifted(abroad, 0xff10).replace('+', '＋')],
    'Arabic digits': [shifted(abroad, 0x660)],
    'Persian digits': [shifted(abroad, 0x6f0)],
    'with an extension': [`${abroad} ext. 123`],
    'as a link': [`tel:${example.number};ext=12`],
    ...(!READ_OTHERWISE.has(country) && { 'as a national number column': [Number(example.nationalNumber), country] as [number, string] }),
  }
  const found = Object.fromEntries(Object.entries(ways).map(([way, [value, at]]) => [way, read(value, at)]))
  expect(found).toEqual(Object.fromEntries(Object.keys(ways).map(way => [way, expected])))
})

/** National forms without any country are left out: each is somebody else's number somewhere. */
test.each(getCountries().filter(country => getExampleNumber(country, examples)!.formatNational().startsWith('0')))(
  '%s, nobody says so',
  country => {
    expect(read(getExampleNumber(country, examples)!.formatNational())).toMatch(/^phone_(?:without_country|not_valid)$/)
  },
)
