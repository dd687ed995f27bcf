import { expect, test } from 'vitest'
import type { Conditions } from '../../../runtime/conditions/tree.ts'
import type { Flow } from '../../../runtime/flow.ts'
import type { KindInfo } from '../../../server/api/catalogue.ts'
import type { Segment } from './queries.ts'
import { alike, inOrder, rowsAt, shareWords, wayOf, withSegment } from './uses.ts'

const paid: Conditions = { match: 'all', conditions: [{ column: 'status', op: 'is', value: 'paid' }] }
test('conditions are the same in whatever order their settings were written, and not otherwise', () => {
  expect(alike(paid, { conditions: [{ value: 'paid', op: 'is', column: 'status' }], match: 'all' })).toBe(true)
  expect(alike(paid, { ...paid, match: 'any' })).toBe(false)
  expect(alike(paid, undefined)).toBe(false)
})

const kinds = [
  { id: 'db', role: 'source' },
  { id: 'rows', role: 'model' },
  { id: 'sieve', role: 'step' },
] as KindInfo[]
const flow = (model: Record<string, unknown>): Flow => ({
  tributary: 1,
  name: 'x',
  nodes: [
    { id: 'a', kind: 'db', config: { connection: 'shop' } },
    { id: 'b', kind: 'rows', config: model },
    { id: 'c', kind: 'sieve', config: {} },
  ],
  edges: [
    { from: 'a', to: 'b' },
    { from: 'b', to: 'c' },
  ],
})
test('the rows of a step are those of its model, in its source', () => {
  expect(rowsAt(flow({ table: 'orders' }), 'c', kinds)).toEqual({ connection: 'shop', rows: 'orders' })
  expect(rowsAt(flow({ sql: 'select 1' }), 'c', kinds)).toEqual({ connection: 'shop', rows: 'select 1' })
  expect(rowsAt(flow({}), 'c', kinds)).toBeUndefined()
  expect(rowsAt({ ...flow({ table: 'orders' }), edges: [{ from: 'b', to: 'c' }] }, 'c', kinds)).toBeUndefined()
})
test('segments of the same rows are offered first', () => {
  const segment = (name: string, rows: string) => ({ name, madeOn: { connection: 'shop', rows } }) as Segment
  const found = inOrder([segment('B', 'orders'), segment('A', 'leads'), segment('C', 'orders')], { connection: 'shop', rows: 'orders' })
  expect(found.map(({ name }) => name)).toEqual(['B', 'C', 'A'])
})
test('a changed segment is changed wherever the filter uses it, kept or left out, and nothing else is', () => {
  const use = (segment: string, is: boolean) => ({ segment, is, where: paid })
  const tree: Conditions = { match: 'all', conditions: [use('A', true), { match: 'any', conditions: [use('A', false), use('B', true)] }] }
  const wide: Conditions = { ...paid, match: 'any' }
  expect(withSegment(tree, ['A', 'Old A'], { name: 'A', where: wide })).toEqual({
    match: 'all',
    conditions: [
      { segment: 'A', is: true, where: wide },
      { match: 'any', conditions: [{ segment: 'A', is: false, where: wide }, use('B', true)] },
    ],
  })
})
test('what was counted holds until something on the way changes, and no longer', () => {
  const before = flow({ table: 'orders' })
  const moved: Flow = {
    ...before,
    name: 'y',
    layout: { a: { x: 1, y: 1 } },
    nodes: [...before.nodes, { id: 'd', kind: 'sieve', config: { x: 1 } }],
  }
  expect(wayOf(moved, 'c')).toBe(wayOf(before, 'c'))
  expect(wayOf(flow({ table: 'leads' }), 'c')).not.toBe(wayOf(before, 'c'))
})
test.each([
  [0, 10, '0 %'],
  [1, 3, '33 %'],
  [1, 1000, '< 1 %'],
  [999, 1000, '> 99 %'],
  [10, 10, '100 %'],
  [0, 0, '0 %'],
])('%i of %i is %s', (rows, all, words) => expect(shareWords(rows, all)).toBe(words))
