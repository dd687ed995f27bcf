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
test('the card says what is kept', () => expect(filter.sentence!(config)).toBe('Status is paid'))
