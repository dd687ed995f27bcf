import { expect, test } from 'vitest'
import type { Edge, Row } from '../../../runtime/contract.ts'
import { Left } from '../../../runtime/contract.ts'
import filter from './index.ts'

const edge = (port: string): Edge => ({
  has: [
    { key: 'status', type: 'text' },
    { key: 'total', type: 'number' },
  ],
  wants: [],
  hints: {},
  port,
  now: 0,
})
const rows: Row[] = [
  { status: 'paid', total: '10' },
  { status: 'refunded', total: '20' },
  { status: null, total: null },
]
const config = filter.config.parse({ where: { match: 'all', conditions: [{ column: 'status', op: 'is', value: 'paid' }] } })

test('a row goes one way or the other, never both, never none', () => {
  const [kept, leftOut] = ['kept', 'left_out'].map(port => {
    const apply = filter.prepare(config, edge(port))
    return rows.filter(row => apply(row) === row)
  })
  expect(kept).toEqual([rows[0]])
  expect(leftOut).toEqual([rows[1], rows[2]])
})
test('what leaves is filtered, and the row is untouched', () => {
  const left = filter.prepare(config, edge('kept'))(rows[1]!)
  expect(left).toBeInstanceOf(Left)
  expect((left as Left).outcome).toBe('filtered')
})
test.each(['kept', 'left_out', ''])('the warehouse is told the same decision for "%s"', port => {
  const apply = filter.prepare(config, edge(port))
  const again = filter.prepare(filter.config.parse({ where: filter.where!(config, edge(port)) }), edge('kept'))
  expect(rows.map(row => again(row) === row)).toEqual(rows.map(row => apply(row) === row))
})
test('without a condition all rows are kept, and that is remarked', () => {
  const empty = filter.config.parse({})
  expect(filter.check!(empty, edge('kept'))).toMatchObject([{ code: 'filter.empty', level: 'worth_a_look' }])
  expect(rows.every(row => filter.prepare(empty, edge('kept'))(row) === row)).toBe(true)
  expect(rows.some(row => filter.prepare(empty, edge('left_out'))(row) === row)).toBe(false)
  expect(filter.where!(empty, edge('left_out'))).toBeUndefined()
})
test('a column that is not there must be fixed', () => {
  const broken = filter.config.parse({ where: { match: 'all', conditions: [{ column: 'state', op: 'is', value: 'x' }] } })
  expect(filter.check!(broken, edge('kept'))).toMatchObject([
    { code: 'condition.no_column', message: 'There is no column "state". Did you mean "status"?' },
  ])
})
test.each([
  [
    [50, 9.5],
    [9.5, 50],
  ],
  [
    ['2026-11-20', '2026-11-01'],
    ['2026-11-01', '2026-11-20'],
  ],
])('between %j holds nothing, and is turned with one press', (value, swapped) => {
  const where = { match: 'any', conditions: [{ match: 'all', conditions: [{ column: 'total', op: 'between', value }] }] }
  const found = filter.check!(filter.config.parse({ where }), { ...edge('kept'), has: [{ key: 'total', type: 'text' }] })
  expect(found).toMatchObject([{ code: 'condition.turned', level: 'worth_a_look', field: 'where.conditions.0.conditions.0' }])
  expect(found[0]!.fixes).toEqual([
    { label: 'Swap the two values', set: { path: ['where', 'conditions', '0', 'conditions', '0', 'value'], value: swapped } },
  ])
})
test('a condition that no column fits can be left out, but not the last one of a group', () => {
  const gone = { column: 'xyz', op: 'is', value: 'x' }
  const kept = { column: 'status', op: 'is', value: 'paid' }
  const fixes = (conditions: unknown[]) =>
    filter.check!(filter.config.parse({ where: { match: 'all', conditions } }), edge('kept')).map(found => found.fixes)
  expect(fixes([kept, gone])).toEqual([[{ label: 'Leave the condition out', set: { path: ['where', 'conditions'], value: [kept] } }]])
  // An empty group would let every row through.
  expect(fixes([kept, { match: 'any', conditions: [gone] }])).toEqual([[]])
})
test('the card says what is kept', () => expect(filter.sentence!(config)).toBe('Status is paid'))
