import codes from 'i18n-iso-countries/codes.json' with { type: 'json' }
import { expect, test } from 'vitest'
import type { Value } from '../contract.ts'
import { type Context, type Normaliser, Unusable } from '../dialect.ts'
import { city, country, digitsZip, postalCode, state, twoLetterCountry, twoLetterState } from './place.ts'

const read = (normaliser: Normaliser, value: Value, land?: string) => {
  const context: Context = { country: land, dayFirst: false, timezone: undefined, now: 0 }
  const wire = normaliser.apply(value, context)
  return wire instanceof Unusable ? wire.code : wire
}

test.each(codes as [string, string, string, string][])('%s and %s', (alpha2, alpha3) => {
  for (const code of [alpha2, alpha2.toLowerCase(), ` ${alpha3}`, alpha3.toLowerCase()]) {
    if (alpha2 !== 'NA' || code !== ' NA') expect(read(country, code)).toBe(alpha2 === 'XK' ? 'country_unknown' : alpha2.toLowerCase())
  }
})
test.each([
  [
    'us',
    [
      'USA',
      'U.S.',
      'united states',
      'The United States of America',
      'États-Unis',
      'Vereinigte Staaten',
      'Estados Unidos',
      'Stati Uniti',
      'Verenigde Staten',
    ],
  ],
  ['gb', ['UK', 'U.K.', 'Great Britain', 'England', 'Scotland', 'WALES', 'Northern Ireland', 'Royaume-Uni', 'Großbritannien']],
  ['de', ['Germany', 'Deutschland', 'Allemagne', 'Alemania', 'Germania', 'Duitsland', 'Niemcy', 'GER']],
  ['nl', ['Holland', 'The Netherlands', 'Pays-Bas', 'Niederlande', 'Nederland']],
  ['ch', ['Switzerland', 'Schweiz', 'Suisse', 'Svizzera']],
  ['at', ['Österreich', 'Osterreich', 'OESTERREICH', 'Autriche']],
  ['ci', ["Côte d'Ivoire", 'Cote d’Ivoire', 'ivory coast']],
  ['kr', ['South Korea', 'Korea, Republic of', 'Corée du Sud']],
  ['cg', ['Congo']],
  ['cd', ['DR Congo']],
  ['ie', ['Ireland', 'Éire', 'Republic of Ireland']],
  ['gr', ['EL', 'Greece']],
  ['ge', ['Georgia']],
  ['be', ['Belgique', 'België']],
  ['fr', ['République française', 'Франция', 'フランス', 'Γαλλία', 'Frankrike', '法国']],
  ['cz', ['Tchéquie', 'Česko', 'Czech Republic', 'República Checa']],
  ['ir', ['Iran, Islamic Republic of', 'Iran']],
  ['th', ['Thailand', 'ไทย']],
  ['tz', ['Tanzania, United Republic of', 'Tanzania (the United Republic of)']],
  ['ve', ['Venezuela, Bolivarian Republic of', 'VENEZUELA (BOLIVARIAN REPUBLIC OF)']],
  ['bo', ['Bolivia, Plurinational State of']],
  ['fm', ['Micronesia, Federated States of']],
  ['eg', ['Egypt, Arab Republic of']],
  ['bs', ['Bahamas, The', 'The Bahamas', 'Bahamas (the)']],
  ['nl', ['Netherlands, Kingdom of the']],
  ['tr', ['Turkey (Türkiye)']],
  ['cz', ['Czechia (Czech Republic)']],
  ['kn', ['St. Kitts & Nevis']],
  ['hk', ['Hong Kong SAR China']],
  ['bq', ['Caribbean Netherlands']],
  ['cn', ["China, People's Republic of", 'Mainland China']],
  ['tw', ['China, Republic of', 'Taiwan, Province of China']],
  ['kp', ["Korea, Democratic People's Republic of", "Korea (Democratic People's Republic of)"]],
  ['kr', ['Korea, Republic of', 'Korea (the Republic of)']],
  ['cd', ['Congo, the Democratic Republic of the', 'Congo - Kinshasa']],
  ['cg', ['Congo, Republic of', 'Congo - Brazzaville']],
  ['la', ['Lao PDR']],
  ['country_unknown', ['Paris, France', 'Jersey, USA', 'Ireland (Northern)', 'Guinea (Equatorial)', 'Korea, Kingdom of', 'Kosovo']],
  ['country_unknown', ['XX', 'ZZ', 'EU', 'Europe', 'Atlantis', 'XK', '276', 'fr-FR', 'Amer']],
  ['empty', ['n/a', '', 'null', '-', ' NA ']],
] as const)('%s', (expected, names) => {
  for (const name of names) expect(`${name} ${read(country, name)}`).toBe(`${name} ${expected}`)
})

test.each([
  ['St. John’s', 'stjohns'],
  ['Saint-Étienne', 'saintétienne'],
  ['東京', '東京'],
  ['São Paulo', 'sãopaulo'],
  ['Ｔｏｋｙｏ', 'tokyo'],
  ['Hawai\u02bbi', 'hawaii'],
  ['Frankfurt (Main)', 'frankfurtmain'],
  ['75001', 'city_without_letters'],
  ['--', 'empty'],
] as const)('city: %s', (value, expected) => expect(read(city, value)).toBe(expected))

test.each([
  ['a name', 'Massachusetts', 'US', 'ma', 'ma'],
  ['two letters', 'MA', 'US', 'ma', 'ma'],
  ['dots', 'N.Y.', 'US', 'ny', 'ny'],
  ['ISO 3166-2', 'US-CA', 'US', 'ca', 'ca'],
  ['spaces and case', ' WEST  VIRGINIA', 'US', 'wv', 'wv'],
  ['a territory', 'Puerto Rico', 'US', 'pr', 'pr'],
  ['no such state', 'Bavaria', 'US', 'state_unknown', 'state_unknown'],
  ['a province keeps its name where names are asked for', 'Québec', 'CA', 'québec', 'qc'],
  ['elsewhere', 'New South Wales', 'AU', 'newsouthwales', 'state_unknown'],
  ['accents stay', 'Île-de-France', 'FR', 'îledefrance', 'state_unknown'],
  ['without a country', 'Texas', undefined, 'tx', 'state_unknown'],
  ['a number', '75', 'FR', 'state_unknown', 'state_unknown'],
] as const)('state: %s', (_, value, land, bare, letters) => {
  expect(read(state, value, land)).toBe(bare)
  expect(read(twoLetterState, value, land)).toBe(letters)
})

test.each([
  ['ZIP+4', '94035-1234', 'US', '94035', '94035'],
  ['ZIP+4 where nobody said the country', '94035-1234', undefined, '94035', '94035'],
  ['ZIP+4 without its dash', '940351234', 'US', '94035', '94035'],
  ['two eaten zeros', 501, 'US', '00501', '00501'],
  ['nobody’s code, with a suffix', '00000-1234', 'US', 'empty', 'empty'],
  ['nobody’s code, with a suffix and no country', '00000-1234', undefined, 'empty', 'empty'],
  ['nobody’s code, its zeros eaten', '0001234', 'US', 'empty', 'empty'],
  ['nothing is padded elsewhere', 2134, 'AU', '2134', '2134'],
  ['a spreadsheet’s decimals', '94035.0', 'US', '94035', '94035'],
  ['letters', 'SW1A 1AA', 'GB', 'sw1a1aa', 'postal_code_letters'],
  ['a long code outside the US', '12345-6789', 'SA', '123456789', '123456789'],
  ['full-width digits', '〒１００-０００１', 'JP', '1000001', '1000001'],
  ['zeros are nothing', '00000', 'US', 'empty', 'empty'],
  ['a started ZIP+4', '94035-12', 'US', '94035', '94035'],
  ['a fraction is no code', 75015.5, 'FR', 'postal_code_not_valid', 'postal_code_not_valid'],
  ['too short', '12', 'US', 'postal_code_not_valid', 'postal_code_not_valid'],
  ['a word', 'Berlin', 'DE', 'postal_code_not_valid', 'postal_code_not_valid'],
] as const)('postal code: %s', (_, value, land, code, digits) => {
  expect(read(postalCode, value, land)).toBe(code)
  expect(read(digitsZip, value, land)).toBe(digits)
})

test.each([
  ['De', 'de'],
  [' gb ', 'gb'],
  ['UK', 'country_unknown'],
  ['USA', 'country_unknown'],
  ['Germany', 'country_unknown'],
  ['XX', 'country_unknown'],
  ['n/a', 'empty'],
] as const)('two-letter country: %s', (value, expected) => expect(read(twoLetterCountry, value)).toBe(expected))
