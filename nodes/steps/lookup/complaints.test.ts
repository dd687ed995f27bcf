/** What is wrong with a lookup before anything is read, and the press that mends it. */
import { describe, expect, test } from 'vitest'
import type { Row } from '../../../runtime/contract.ts'
import lookup from './index.ts'

const edge = (has: object[], columns: object[]) =>
  ({ has, wants: [], hints: {}, port: '', now: 0, looking: { columns, bring: (row: Row) => row } }) as never
describe('what is wrong with a lookup', () => {
  const has = [
    { key: 'customer_id', type: 'number', native: 'int8' },
    { key: 'email', type: 'text' },
  ]
  const table = [
    { key: 'id', type: 'text', native: 'text' },
    { key: 'email', type: 'text' },
    { key: 'tags', type: 'list' },
  ]
  const settings = { table: 'customers', on: [{ column: 'customer_id', matches: 'id' }], columns: [{ column: 'email', as: 'mail' }] }
  test.each([
    [
      'a number and a text',
      {},
      'lookup.types_differ',
      { label: 'Compare both as text', set: { path: ['on', '0', 'asText'], value: true } },
    ],
    ['a column that is gone', { on: [{ column: 'bay', matches: 'id', asText: true }] }, 'source.column_gone', undefined],
    [
      'a column that has another name for the same',
      { on: [{ column: 'client_no', matches: 'id', asText: true }] },
      'source.column_gone',
      { label: 'Use customer_id', set: { path: ['on', '0', 'column'], value: 'customer_id' } },
    ],
    [
      'a misspelt column',
      { on: [{ column: 'custmer_id', matches: 'id', asText: true }] },
      'source.column_gone',
      { label: 'Use customer_id', set: { path: ['on', '0', 'column'], value: 'customer_id' } },
    ],
    [
      'a name that is taken',
      { on: [{ column: 'customer_id', matches: 'id', asText: true }], columns: [{ column: 'email' }] },
      'lookup.name_taken',
      { label: 'Call it customers_email', set: { path: ['columns', '0'], value: { column: 'email', as: 'customers_email' } } },
    ],
    [
      'no key',
      { on: [] },
      'lookup.no_key',
      { label: 'Use customer_id = id', set: { path: ['on'], value: [{ column: 'customer_id', matches: 'id', asText: true }] } },
    ],
    ['no column', { on: [{ column: 'email', matches: 'email' }], columns: [] }, 'lookup.no_column', undefined],
    ['a list as a key', { on: [{ column: 'email', matches: 'tags', asText: true }] }, 'lookup.types_differ', undefined],
    ['no table', { table: '' }, 'lookup.no_table', undefined],
    ['an order by nothing', { on: [{ column: 'email', matches: 'email' }], by: 'changed' }, 'source.column_gone', undefined],
  ])('%s', (_, changes, code, fix) => {
    const [first, ...more] = lookup.check!(lookup.config.parse({ ...settings, ...changes }), edge(has, table))
    expect(first).toMatchObject({ code })
    expect(more).toEqual([])
    expect(first!.fixes?.[0]).toEqual(fix)
  })
  test('nothing, when both sides fit', () => {
    expect(
      lookup.check!(lookup.config.parse({ ...settings, on: [{ column: 'customer_id', matches: 'id', asText: true }] }), edge(has, table)),
    ).toEqual([])
  })
})
