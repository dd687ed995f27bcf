/** Nobody: numbers from ranges kept free for fiction (Arcep, Ofcom, Bundesnetzagentur, NANP 555-01xx), `##` two digits. */
export interface Person {
  first: string
  last: string
  country: string
  domain: 'com' | 'org' | 'net'
  phones: readonly string[]
}

const french = ['+33 6 39 98 01 ##', '06 39 98 02 ##', '0033639980 3##', '06.39.98.04.##', '+33 (0)6 39 98 05 ##']
const german = ['+49 171 39200##', '0171 39200##', '0049 171 39200##', '0171/39200##']
const british = ['+44 7700 9001##', '07700 9002##', '(07700) 9003##', '00447700 9004##']
const american = ['+1 202-555-01##', '(202) 555-01##', '202.555.01##', '1 202 555 01##']

const person = (first: string, last: string, country: string, domain: Person['domain'], phones: readonly string[]): Person => ({
  first,
  last,
  country,
  domain,
  phones,
})
export const people: readonly Person[] = [
  person('Ana', 'Sample', 'FR', 'com', french),
  person('Zoé', 'Exemple', 'FR', 'org', french),
  person('Hugo', 'Modele', 'FR', 'net', french),
  person('Léa', 'Essai', 'FR', 'com', french),
  person('Jules', 'Fictif', 'FR', 'org', french),
  person('Chloé', 'Personne', 'FR', 'com', french),
  person('Jürgen', 'Beispiel', 'DE', 'com', german),
  person('Anke', 'Mustermann', 'DE', 'org', german),
  person('Björn', 'Probe', 'DE', 'net', german),
  person('Käthe', 'Niemand', 'DE', 'com', german),
  person('Olive', 'Example', 'GB', 'com', british),
  person('Rupert', 'Placeholder', 'GB', 'org', british),
  person('Fern', 'Nobody-Smith', 'GB', 'net', british),
  person('Casey', 'Doe', 'US', 'com', american),
  person('Jordan', 'Specimen', 'US', 'org', american),
  person('Riley', "O'Sample", 'US', 'com', american),
]

export const browsers: readonly string[] = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:145.0) Gecko/20100101 Firefox/145.0',
  'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36',
]
