import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Value } from '../contract.ts'
import { type Context, type Normaliser, Unusable } from '../dialect.ts'
import { email } from './email.ts'
import { lowerExternalId, plainExternalId } from './external-id.ts'
import { isDigest, sealText } from './hashed.ts'
import { nameLetters } from './name.ts'
import { phone } from './phone.ts'
import { city, country, postalCode } from './place.ts'

const context: Context = { country: 'FR', dayFirst: false, timezone: undefined, now: Date.parse('2026-11-22T00:00:00Z') }
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const seal = (normaliser: Normaliser, value: Value, alreadyHashed = false) => {
  const sealed = sealText(normaliser, value, context, { alreadyHashed })
  return sealed instanceof Unusable ? sealed.code : sealed
}
const joe = sha256('joe@eg.com')
const uuid = '6f9619ff8b86d011b42d00cf4fc964ff'

test.each([
  ['the digest of the normalised text', email, ' JOE@eg.com', joe],
  ['a digest passes', email, joe, joe],
  ['in lower case', email, joe.toUpperCase(), joe],
  ['without outer spaces', email, `\u00a0${joe}\n`, joe],
  ['MD5 never matches', email, createHash('md5').update('joe@eg.com').digest('hex'), 'digest_not_sha256'],
  ['nor does SHA-1', nameLetters, createHash('sha1').update('joe').digest('hex'), 'digest_not_sha256'],
  ['nor SHA-512', nameLetters, createHash('sha512').update('joe').digest('hex'), 'digest_not_sha256'],
  ['nor Base64', city, createHash('sha256').update('paris').digest('base64'), 'digest_not_sha256'],
  ['a yes is nobody’s name', nameLetters, true, 'not_text'],
  ['nor anybody’s id', plainExternalId, true, 'not_text'],
  ['but a UUID without dashes is an id', lowerExternalId, uuid, sha256(uuid)],
  ['in either spelling', plainExternalId, uuid.toUpperCase(), sha256(uuid.toUpperCase())],
  ['UTF-8 is what is hashed', nameLetters, 'Valéry', sha256('valéry')],
] as const)('%s', (_, normaliser, value, expected) => expect(seal(normaliser, value)).toBe(expected))

const NOTHING = ['', ' ', 'null', 'NULL', 'None', 'undefined', 'n/a', 'N/A', 'NaN', '-', '\u200b', '(null)', 'nil', '#N/A', 'unknown', null]
test.each(NOTHING)('%j is never hashed, in no field', value => {
  for (const normaliser of [email, phone, nameLetters, city, postalCode, country, lowerExternalId, plainExternalId])
    expect(seal(normaliser, value)).toBe('empty')
})

test.each(['', 'null', 'undefined', 'none', 'na', '0', 'NULL', 'N/A'])(
  'the digest of %j is refused, also when it arrives as a digest',
  text => {
    for (const normaliser of [email, lowerExternalId, phone]) {
      expect(seal(normaliser, sha256(text))).toBe('digest_of_nothing')
      expect(seal(normaliser, sha256(text).toUpperCase(), true)).toBe('digest_of_nothing')
    }
  },
)

test('Namibia is a country, and nothing in every other field', () => {
  expect(seal(country, 'Namibia')).toBe(sha256('na'))
  expect(seal(country, sha256('na'))).toBe(sha256('na'))
  expect(seal(nameLetters, 'NA')).toBe('empty')
})

test('a column that is said to be hashed holds nothing but digests', () => {
  expect(seal(email, joe, true)).toBe(joe)
  expect(seal(email, 'joe@eg.com', true)).toBe('not_a_digest')
  expect(seal(email, 'not an address', true)).toBe('not_a_digest')
  expect(seal(email, 'n/a', true)).toBe('empty')
})

test('digests are told apart from other long text', () => {
  expect(isDigest(joe)).toBe(true)
  expect(isDigest(`${joe}0`)).toBe(false)
  expect(isDigest(uuid)).toBe(false)
  expect(isDigest(null)).toBe(false)
})
