import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Value } from '../contract.ts'
import { type Context, type Normaliser, Unusable, type Wire } from '../dialect.ts'
import { birthDate } from './birthdate.ts'
import { epik, fbc, fbp, ip, leadId, madid, userAgent } from './device.ts'
import { email } from './email.ts'
import { lowerExternalId, plainExternalId } from './external-id.ts'
import { gender, genderWithNonBinary } from './gender.ts'
import { sealText } from './hashed.ts'
import { contents } from './items.ts'
import { amount, amountText, currency } from './money.ts'
import { nameLetters, plainName } from './name.ts'
import { phone } from './phone.ts'
import { city, country, digitsZip, postalCode, state, twoLetterCountry, twoLetterState } from './place.ts'
import { unusableReasons } from './reasons.ts'
import { boolean, integer, language, list, urlHttp } from './scalar.ts'
import { idText, text, textUpTo } from './text.ts'
import { epochSeconds } from './time.ts'

const items = contents({
  price: 'number',
  keys: { id: 'id', quantity: 'quantity', price: 'item_price', name: 'title', category: 'category', brand: 'brand' },
})
const itemsAsText = contents({ price: 'text', keys: { id: 'id', quantity: 'quantity', price: 'item_price', name: 'item_name' } })
const all: readonly Normaliser[] = [
  text,
  textUpTo(50),
  idText,
  email,
  phone,
  nameLetters,
  plainName,
  birthDate,
  gender,
  genderWithNonBinary,
  city,
  state,
  twoLetterState,
  postalCode,
  digitsZip,
  country,
  twoLetterCountry,
  lowerExternalId,
  plainExternalId,
  ip,
  userAgent,
  fbc,
  fbp,
  epik,
  madid,
  leadId,
  amount,
  amountText,
  currency,
  epochSeconds,
  integer,
  boolean,
  urlHttp,
  language,
  list,
  items,
  itemsAsText,
]

const context = fc.record<Context>({
  country: fc.constantFrom(undefined, 'US', 'GB', 'DE', 'FR', 'IT', 'CA', 'JP', 'ZZ', ''),
  dayFirst: fc.boolean(),
  timezone: fc.constantFrom(undefined, 'Europe/Berlin', 'America/New_York', 'UTC', 'Nowhere/Land'),
  now: fc.constant(Date.parse('2026-11-22T00:00:00Z')),
})
/** Text that looks enough like the real thing to get past the first checks. */
const shaped = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.string({ unit: fc.constantFrom(...'0123456789+-().,/ :TZ'), maxLength: 30 }),
  fc.string({ unit: fc.constantFrom(..."aeİßΣσςé\u0301\u200d\u00a0 '’-.·@_|,", 'ﬁ', '😀', '\ud800', 'Ａ', '٣'), maxLength: 20 }),
  fc.stringMatching(/^[a-zA-Z.]{1,8}@[a-z]{1,6}\.[a-z]{2,4}$/),
  fc.stringMatching(/^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([ T]\d\d:\d\d)?$/),
  fc.stringMatching(/^[€$]? ?\d{1,3}([.,]\d{3})*([.,]\d{1,3})?( EUR)?$/),
  fc.constantFrom(
    'NULL',
    '(N/A)!',
    'N-U-L-L',
    'na',
    'NA',
    ' NA ',
    '-',
    '00000',
    '0.0',
    '1e5',
    '__proto__',
    '{"id":1}',
    '[{"id":"a","price":"1,5"}]',
    '{a,b}',
  ),
)
const value = fc.oneof(
  { weight: 3, arbitrary: shaped },
  fc.double(),
  fc.integer(),
  fc.boolean(),
  fc.jsonValue({ maxDepth: 3 }),
) as fc.Arbitrary<Value>

describe('whatever a cell holds', () => {
  test.each(all.map(n => [n.id, n] as const))('%s gives a wire value or a code with words, and the same each time', (_, normaliser) => {
    fc.assert(
      fc.property(value, context, (cell, around) => {
        const wire = normaliser.apply(cell, around)
        if (wire instanceof Unusable) expect(wire.code in unusableReasons).toBe(true)
        else expect(JSON.parse(JSON.stringify(wire))).toEqual(wire)
        expect(normaliser.apply(cell, around)).toEqual(wire)
      }),
      { numRuns: 2000 },
    )
  })

  // A phone number loses its plus, and digits alone may be a national number somewhere: `phone.test.ts` says how it may be fed back.
  test.each(all.filter(n => n !== phone).map(n => [n.id, n] as const))('%s leaves its own result as it is', (_, normaliser) => {
    fc.assert(
      fc.property(value, context, (cell, around) => {
        const wire = normaliser.apply(cell, around)
        if (!(wire instanceof Unusable)) expect(normaliser.apply(wire as Exclude<Wire, undefined>, around)).toEqual(wire)
      }),
      { numRuns: 3000 },
    )
  })

  test('sealing gives 64 hexadecimal characters or a code, and sealing twice is sealing once', () => {
    fc.assert(
      fc.property(fc.constantFrom(...all.slice(0, 30)), value, context, (normaliser, cell, around) => {
        const sealed = sealText(normaliser, cell, around)
        if (sealed instanceof Unusable) return
        expect(sealed).toMatch(/^[0-9a-f]{64}$/)
        expect(sealText(normaliser, sealed, around)).toBe(sealed)
      }),
      { numRuns: 5000 },
    )
  })

  // Where a pattern backtracks, these take hours.
  test.each([' ', '1', 'a', 'a ', '1 ', '1,', '(', '"', '.', '-', '\u00a0', 'e\u0301', '@', ':', '[{', 'ext'])(
    '%j many times over is read in no time',
    unit => {
      const huge = unit.repeat(200_000 / unit.length)
      const around: Context = { country: 'US', dayFirst: false, timezone: 'UTC', now: 0 }
      for (const normaliser of all) {
        for (const text of [huge, `1${huge}x`, `a@${huge}.b`, `${huge}\u0000`]) sealText(normaliser, text, around)
      }
    },
  )
})
