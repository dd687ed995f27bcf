import { expect, test } from 'vitest'
import type { ColumnType, Row } from '../../../runtime/contract.ts'
import mapping from './index.ts'

const has = (type: ColumnType) => [{ key: 'Betrag', type }]
const edge = (type: ColumnType) => ({ has: has(type), wants: [], hints: {}, port: '', now: 0 }) as never
const mapped = (unit?: string) => mapping.config.parse({ fields: { value: { column: 'Betrag', ...(unit && { unit }) } } })
const rows = (...cells: (string | number | null)[]): Row[] => cells.map(Betrag => ({ Betrag }))
const said = (cells: (string | number | null)[], unit?: string, type: ColumnType = 'text') =>
  (mapping.unread?.(mapped(unit), has(type))?.(rows(...cells)) ?? []).map(({ level, message, fixes }) => ({
    level,
    message,
    offered: fixes?.map(fix => fix.label),
  }))

const COMMA_FIRST = ['Decimals follow a comma', 'Decimals follow a point']

test('a thousand among decimal commas is never sent as one and a bit', () => {
  expect(said(['12,50', '1.234', '899,00', '20', '7,95'])).toEqual([
    {
      level: 'must_fix',
      message:
        'The amounts in "Betrag" can be read in two ways: "1.234" is 1234 with a decimal comma and 1.234 with a decimal point. Another row holds "12,50", with a decimal comma. Until you say which, it counts as 1.234.',
      offered: COMMA_FIRST,
    },
  ])
})
test('an amount that a run leaves out is said, with the mark first that other rows prove', () => {
  expect(said(['12.50', '1,234', '7.95', '8.00'])).toMatchObject([{ level: 'worth_a_look', offered: COMMA_FIRST.toReversed() }])
  expect(said(['1,234', '2,500', null, ''])).toMatchObject([{ level: 'must_fix', offered: COMMA_FIRST }])
})
test.each([
  ['points prove themselves', ['12.50', '1.234', '0.999']],
  ['whole numbers', ['12', '1234']],
  ['commas of thousands with cents', ['1,234.00', '12.50']],
  ['no amounts', ['free', '', null]],
  ['no rows', []],
])('nothing is said of %s', (_, cells) => {
  expect(said(cells)).toEqual([])
})
test('nothing is said once a person said it, nor of numbers', () => {
  expect(said(['12,50', '1.234'], 'decimal_comma')).toEqual([])
  expect(said(['1.234'], undefined, 'number')).toEqual([])
})
test.each([
  ['decimal_comma', 'text', '1.234', '1234'],
  ['decimal_point', 'text', '1,234', '1234'],
  ['decimal_comma', 'text', '12.50', '12.5'],
  ['decimal_comma', 'text', 'free', 'free'],
  // A database's numeric(10,3) is a number, whatever a file in its place was.
  ['decimal_comma', 'number', '1.234', '1.234'],
] as const)('read with %s, a %s cell %s is %s', (unit, type, cell, value) => {
  const event = mapping.prepare(mapped(unit), edge(type))({ Betrag: cell }) as Row
  expect(event.value).toBe(value)
})
