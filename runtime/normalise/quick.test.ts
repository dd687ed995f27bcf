/** Quick ways through a normaliser give what the long way gives. An outer space, which never counts, closes the quick way. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Context, Normaliser } from '../dialect.ts'
import { email } from './email.ts'
import { lowerExternalId, plainExternalId } from './external-id.ts'
import { amount } from './money.ts'
import { nameLetters } from './name.ts'
import { phone } from './phone.ts'
import { city, digitsZip, postalCode } from './place.ts'
import { epochSeconds } from './time.ts'

const context: Context = { country: 'FR', dayFirst: false, timezone: 'Europe/Paris', now: Date.parse('2026-11-22T00:00:00Z') }

const digits = (fewest: number, most: number) => fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: fewest, maxLength: most })
/** One character somewhere is another, so that what is nearly right is tried as well. */
const bent = (text: fc.Arbitrary<string>) =>
  fc
    .tuple(text, fc.option(fc.tuple(fc.nat(40), fc.string({ unit: 'grapheme', maxLength: 2 })), { freq: 3 }))
    .map(([whole, bend]) => (bend ? whole.slice(0, bend[0]) + bend[1] + whole.slice(bend[0] + 1) : whole))
const letters = fc.string({ unit: fc.constantFrom(...'aZk\u212aſİıßÉ_.-1'), maxLength: 12 })
const western = fc.string({ unit: fc.constantFrom(...'aZßÉØß×÷ÿªµ ŸŁıİ\u00ad\u0301'), maxLength: 12 })
const words = fc.constantFrom('NULL', 'None', 'nan', 'NaT', 'Unknown', 'nil', 'n a', 'Non Renseigné', 'keine angabe', 'not set')

const two = (least: number, most: number) => fc.integer({ min: least, max: most }).map(n => String(n).padStart(2, '0'))
const times = fc
  .tuple(
    fc.integer({ min: 1999, max: 2102 }),
    two(0, 13),
    two(0, 32),
    fc.constantFrom('T', ' ', 't', '_'),
    two(0, 25),
    two(0, 61),
    two(0, 61),
    fc.oneof(
      fc.constant(''),
      digits(0, 10).map(text => `.${text}`),
    ),
    fc.oneof(
      fc.constantFrom('', 'Z', 'z', 'UTC', '+00', '-0000', '+19:00', '+0160'),
      fc
        .tuple(fc.constantFrom('+', '-'), two(0, 20), fc.constantFrom('', ':'), fc.oneof(fc.constant(''), two(0, 70)))
        .map(parts => parts.join('')),
    ),
  )
  .map(
    ([year, month, day, between, hour, minute, second, fraction, zone]) =>
      `${year}-${month}-${day}${between}${hour}:${minute}:${second}${fraction}${zone}`,
  )

const cases: readonly (readonly [Normaliser, fc.Arbitrary<string>])[] = [
  [
    email,
    bent(fc.tuple(letters, letters, fc.constantFrom('com', 'CO.uk', 'x', '1')).map(([local, host, top]) => `${local}@${host}.${top}`)),
  ],
  [nameLetters, bent(fc.oneof(letters, western, words, fc.stringMatching(/^[A-Za-z]{1,12}$/)))],
  [city, bent(fc.oneof(letters, western, words, fc.stringMatching(/^[A-Za-zÀ-ÿ]{1,6}(?: [A-Za-z]{1,6}){0,2}$/)))],
  [postalCode, bent(fc.oneof(digits(3, 6), fc.constantFrom('00000', '00000-0000')))],
  [digitsZip, bent(fc.oneof(digits(3, 6), fc.constantFrom('00000', '00000-0000')))],
  [
    lowerExternalId,
    bent(fc.oneof(letters, digits(1, 12), fc.constantFrom('000', '0-1', 'N/A'), fc.stringMatching(/^[A-Za-z0-9_-]{35,90}$/))),
  ],
  [
    plainExternalId,
    bent(fc.oneof(letters, digits(1, 12), fc.constantFrom('000', '0-1', 'N/A'), fc.stringMatching(/^[A-Za-z0-9_-]{35,90}$/))),
  ],
  [
    phone,
    bent(
      fc
        .tuple(
          fc.constantFrom('+33', '+49', '+1', '+44', '+39 0', '+', '00', '0033', '0049', '0034', '00447', '0049151'),
          fc.array(fc.tuple(digits(1, 4), fc.constantFrom('', ' ', '.', '-', '  ', '(0)')), { maxLength: 6 }),
        )
        .map(([start, groups]) => start + groups.flat().join('')),
    ),
  ],
  [
    amount,
    bent(
      fc.oneof(
        fc.tuple(digits(1, 20), digits(0, 20)).map(parts => parts.join('.')),
        digits(1, 20),
      ),
    ),
  ],
  [epochSeconds, bent(times)],
]
test.each(cases.map(([normaliser, given]) => [normaliser.id, normaliser, given] as const))(
  '%s: the quick way and the long way agree',
  (_, normaliser, given) => {
    fc.assert(
      fc.property(given, text => {
        expect(normaliser.apply(text, context)).toStrictEqual(normaliser.apply(` ${text}`, context))
      }),
      { numRuns: 5000 },
    )
  },
)

test('an instant as programs write it is that instant', () => {
  fc.assert(
    fc.property(fc.date({ min: new Date('2004-01-01T00:00:00Z'), max: new Date('2099-12-31T23:59:59Z'), noInvalidDate: true }), date => {
      expect(epochSeconds.apply(date.toISOString(), context)).toBe(Math.floor(date.getTime() / 1000))
    }),
  )
})
