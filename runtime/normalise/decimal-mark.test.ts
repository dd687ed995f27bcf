import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decimal } from './decimal.ts'
import { inMark, markOf, marksOf } from './decimal-mark.ts'

test.each([
  ['1.234', '1234', '1.234'],
  ['1,234', '1.234', '1234'],
  ['€ 12.345', '12345', '12.345'],
  ['999,999 EUR', '999.999', '999999'],
  ['(1,234)', '-1.234', '-1234'],
])('%s is %s with a decimal comma and %s with a decimal point', (text, comma, point) => {
  expect(marksOf(text)).toEqual({ decimal_comma: comma, decimal_point: point })
  expect([inMark(text, 'decimal_comma'), inMark(text, 'decimal_point')]).toEqual([comma, point])
})
test.each([
  ['12,50', 'decimal_comma', '12.5'],
  ['1.234,56', 'decimal_comma', '1234.56'],
  ['1.234.567', 'decimal_comma', '1234567'],
  ['12,- €', 'decimal_comma', '12'],
  ['0,125', 'decimal_comma', '0.125'],
  ['12.50', 'decimal_point', '12.5'],
  ['1,234.56', 'decimal_point', '1234.56'],
  ['1,234,567', 'decimal_point', '1234567'],
  ["1'234.50", 'decimal_point', '1234.5'],
  ['0.125', 'decimal_point', '0.125'],
])('%s leaves no doubt: %s', (text, mark, amount) => {
  expect(marksOf(text)).toBeUndefined()
  expect(markOf(text)).toBe(mark)
  // Whatever is said of the column, it stays what it can only be.
  expect([inMark(text, 'decimal_comma'), inMark(text, 'decimal_point')]).toEqual([amount, amount])
})
test.each([['12'], ['1234'], ['free'], [''], ['1.2.3'], [1.234], [null], [true], [['1.234']]])(
  '%j says nothing about marks, and stays',
  cell => {
    expect([marksOf(cell), markOf(cell)]).toEqual([undefined, undefined])
    expect(decimal(inMark(cell, 'decimal_comma'))).toEqual(decimal(cell))
  },
)
test('what a shop writes by its own mark is read back to the digit', () => {
  const written = { decimal_comma: 'de-DE', decimal_point: 'en-US' } as const
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 10 ** 9 }),
      fc.integer({ min: 0, max: 3 }),
      fc.constantFrom('decimal_comma', 'decimal_point'),
      (n, places, mark) => {
        const amount = n / 10 ** places
        const text = new Intl.NumberFormat(written[mark as keyof typeof written], {
          minimumFractionDigits: places,
          maximumFractionDigits: places,
        }).format(amount)
        expect(Number(inMark(text, mark as keyof typeof written))).toBe(amount)
      },
    ),
  )
})
