import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Row } from '../../../runtime/contract.ts'
import mapping from './index.ts'

const edge = (columns: string[]) =>
  ({ has: columns.map(key => ({ key, type: 'number' })), wants: [], hints: {}, port: '', now: 0 }) as never
const fieldsOf = (unit: string | undefined, currency: object) =>
  mapping.config.parse({ fields: { value: { column: 'amount', ...(unit && { unit }) }, currency } })
function amountOf(row: Row, unit: string | undefined, currency: object = { column: 'currency' }) {
  const lost: string[] = []
  const event = mapping.prepare(fieldsOf(unit, currency), edge(['amount', 'currency']))(row, (code, field) =>
    lost.push(`${code} ${field}`),
  ) as Row
  return { value: event.value, lost }
}

test.each([
  ['1990', 'EUR', '19.9'],
  ['1990', 'jpy', '1990'],
  ['1990', 'KWD', '1.99'],
  ['5', 'EUR', '0.05'],
  ['0', 'EUR', '0'],
  ['-250', 'EUR', '-2.5'],
  ['1990.5', 'EUR', '19.905'],
  ['9007199254740993', 'USD', '90071992547409.93'],
  [1990, '€', '19.9'],
])('%s cents of %s are %s', (amount, currency, value) => {
  expect(amountOf({ amount, currency }, 'cents')).toEqual({ value, lost: [] })
})
test('of no known currency the amount is left out and told; what is no number goes on to be told as such', () => {
  expect(amountOf({ amount: '1990', currency: null }, 'cents')).toEqual({ value: undefined, lost: ['cents_of_no_currency value'] })
  expect(amountOf({ amount: 'many', currency: 'EUR' }, 'cents')).toEqual({ value: 'many', lost: [] })
  expect(amountOf({ amount: null, currency: null }, 'cents')).toEqual({ value: undefined, lost: [] })
})
test('as whole units, or where nothing is said, an amount stays as it is', () => {
  for (const unit of ['units', undefined]) expect(amountOf({ amount: '1990', currency: 'EUR' }, unit)).toEqual({ value: '1990', lost: [] })
})
test('no digit is lost', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 30n }), cents => {
      const [whole, fraction = ''] = String(amountOf({ amount: String(cents), currency: 'EUR' }, 'cents').value).split('.')
      expect(BigInt(whole!) * 100n + BigInt(fraction.padEnd(2, '0'))).toBe(cents)
    }),
  )
})
test.each([
  ['amount_cents', true],
  ['totalInCents', true],
  ['montant_centimes', true],
  ['price_minor', true],
  ['percentage', false],
  ['center', false],
  ['total', false],
])('a column called %s is asked about: %s', (column, asked) => {
  const config = mapping.config.parse({ fields: { value: { column } } })
  const found = mapping.check!(config, edge([column])).filter(({ code }) => code === 'map.money_unit')
  expect(found.map(({ level, fixes }) => [level, fixes?.map(fix => fix.set.value)])).toEqual(
    asked
      ? [
          [
            'worth_a_look',
            [
              { column, unit: 'cents' },
              { column, unit: 'units' },
            ],
          ],
        ]
      : [],
  )
  for (const unit of ['cents', 'units']) {
    const said = mapping.config.parse({ fields: { value: { column, unit } } })
    expect(mapping.check!(said, edge([column])).some(({ code }) => code === 'map.money_unit')).toBe(false)
  }
})
test('an amount in cents does not feed its field unchanged', () => {
  expect(mapping.feeds!(fieldsOf('cents', { value: 'EUR' }), 'value')).toBeUndefined()
  expect(mapping.feeds!(fieldsOf('units', { value: 'EUR' }), 'value')).toEqual({ column: 'amount' })
})
