import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Value } from '../contract.ts'
import { Unusable } from '../dialect.ts'
import { amount, amountText, currency } from './money.ts'
import { integer } from './scalar.ts'

const context = { country: undefined, dayFirst: false, timezone: undefined, now: 0 }
const read = (normaliser: typeof amount, value: Value) => {
  const wire = normaliser.apply(value, context)
  return wire instanceof Unusable ? wire.code : wire
}

test.each([
  ['12,50', '12.5'],
  ['1.234,56', '1234.56'],
  ['1,234.56', '1234.56'],
  ['€ 12.50', '12.5'],
  ['12,50 €', '12.5'],
  ['$1,234.56', '1234.56'],
  ['US$ 12', '12'],
  ['R$ 1.234,56', '1234.56'],
  ['CHF 12.50', '12.5'],
  ['12.50EUR', '12.5'],
  ['1 234,56', '1234.56'],
  ['1\u202f234,56', '1234.56'],
  ['1’234.50', '1234.5'],
  ['1,23,456.78', '123456.78'],
  ['1.234.567', '1234567'],
  ['12,-', '12'],
  ['1.234', '1.234'],
  ['0,500', '0.5'],
  ['1234,567', '1234.567'],
  ['.5', '0.5'],
  ['5.', '5'],
  ['007', '7'],
  ['0.10', '0.1'],
  ['-0.00', '0'],
  [0, '0'],
  [19.99, '19.99'],
  ['1e3', '1000'],
  ['1.5E-3', '0.0015'],
  ['٣٫٥', '3.5'],
  ['12345678901234567890.123456789', '12345678901234567890.123456789'],
  ['1,234', 'number_ambiguous'],
  ['-5', 'number_negative'],
  ['(5.00)', 'number_negative'],
  ['5-', 'number_negative'],
  ['−5', 'number_negative'],
  ['NaN', 'empty'],
  [Number.NaN, 'empty'],
  ['', 'empty'],
  [null, 'empty'],
  [Number.POSITIVE_INFINITY, 'number_not_valid'],
  ['Infinity', 'number_not_valid'],
  ['1,2,3', 'number_not_valid'],
  ['1..2', 'number_not_valid'],
  ['12 50', 'number_not_valid'],
  ['12abc', 'number_not_valid'],
  ['abc', 'number_not_valid'],
  [true, 'number_not_valid'],
  ['1e999', 'number_not_valid'],
  ['9'.repeat(31), 'number_not_valid'],
] as const)('%j is %s', (value, expected) => {
  expect(read(amountText, value)).toBe(expected)
  expect(read(amount, value)).toBe(/^[\d.]+$/.test(expected) ? Number(expected) : expected)
})

test('what a database writes arrives to the last digit, without a trailing zero', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 20n }), fc.stringMatching(/^\d{0,12}$/), (whole, fraction) => {
      const trimmed = fraction.replace(/0+$/, '')
      expect(read(amountText, fraction ? `${whole}.${fraction}` : `${whole}`)).toBe(trimmed ? `${whole}.${trimmed}` : `${whole}`)
    }),
  )
})
test('every money number is the number that was meant', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-9, max: 1e15, noNaN: true }), number => {
      expect(read(amount, number)).toBe(number)
    }),
  )
})

test.each([
  ['eur', 'EUR'],
  [' usd ', 'USD'],
  ['€', 'EUR'],
  ['US$', 'USD'],
  ['Euro', 'EUR'],
  ['zł', 'PLN'],
  ['$', 'currency_ambiguous'],
  ['£', 'currency_ambiguous'],
  ['kr', 'currency_ambiguous'],
  ['¥', 'currency_ambiguous'],
  ['DEM', 'currency_unknown'],
  ['XXX', 'currency_unknown'],
  ['US', 'currency_unknown'],
  [978, 'currency_unknown'],
  ['n/a', 'empty'],
] as const)('currency %j is %s', (value, expected) => expect(read(currency, value)).toBe(expected))

test.each([
  ['5', 5],
  ['5.00', 5],
  [5, 5],
  ['1.234.567', 1234567],
  ['5.5', 'number_not_whole'],
  [-1, 'number_negative'],
  ['9007199254740993', 'number_not_valid'],
  ['five', 'number_not_valid'],
] as const)('whole number %j is %s', (value, expected) => expect(read(integer, value)).toBe(expected))
