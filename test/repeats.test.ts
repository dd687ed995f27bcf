/** Rows that share a key, in every source that has an engine and in memory: counted, listed, and one of each kept. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { kinds } from '../nodes/kinds.ts'
import type { Query, Row, Session, Source } from '../runtime/contract.ts'
import { keptOnly, repeats, verdictOf } from '../runtime/repeats.ts'
import { freshDatabase } from './stand-ins/postgres.ts'
import { never, NOW as now, readAll, sql, withSession } from './stand-ins/reading.ts'

const folder = mkdtempSync(join(tmpdir(), 'tributary-repeats-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
let url = ''
/** Order 1 three times, 2 twice in the same second, 3 once, and two rows without a number. */
const csv = `shop,order_id,changed_at,status,total
a,1,2026-11-20T10:00:00Z,new,9
a,1,2026-11-22T10:00:00Z,paid,10
a,1,2026-11-21T10:00:00+02:00,sent,100
a,2,2026-11-20T10:00:00Z,paid,5
a,2,2026-11-20T10:00:00Z,open,5
b,1,,odd,1
b,1,2026-11-01T00:00:00Z,dated,1
a,3,2026-11-20T10:00:00Z,paid,7
a,,2026-11-20T10:00:00Z,lost,7
a,,2026-11-20T10:00:00Z,lost,7
`
beforeAll(async () => {
  writeFileSync(join(folder, 'orders.csv'), csv)
  url = await freshDatabase()
  const values = csv
    .trim()
    .split('\n')
    .slice(1)
    .map(
      line =>
        `(${line
          .split(',')
          .map(cell => (cell === '' ? 'null' : `'${cell}'`))
          .join(',')})`,
    )
  await sql(
    url,
    `create table orders as select shop, order_id::int, changed_at::timestamptz, status, total::numeric from (values ${values.join(',')}) v(shop, order_id, changed_at, status, total)`,
  )
})
const opens: readonly (readonly [string, Query['from'], () => [unknown, unknown]])[] = [
  ['postgres', { table: 'orders' }, () => [{ connection: 'db' }, { url }]],
  ['postgres', { sql: 'select * from orders -- all' }, () => [{ connection: 'db' }, { url }]],
  ['file', { table: 'orders' }, () => [{ path: 'orders.csv' }, undefined]],
  ['file', { sql: 'select * from orders;' }, () => [{ path: 'orders.csv' }, undefined]],
]
const key = ['shop', 'order_id']
const reading = { now, stop: never }

describe.each(opens)('%s %j', (kind, from, ends) => {
  const within = <T>(work: (session: Session) => Promise<T>) => {
    const [config, connection] = ends()
    return withSession(kinds.get(kind) as Source, { config, ...(connection !== undefined && { connection }) } as never, { folder }, work)
  }
  test('a key of two columns is counted, and the worst keys are named', async () => {
    const found = await within(session => repeats(session, { from, key }, reading))
    expect(found).toMatchObject({ rows: 10, keyless: 2, keys: 4, repeated: 3, extra: 4, whole: true })
    expect(found.examples.map(e => [String(e.key.shop), String(e.key.order_id), e.rows])).toEqual([
      ['a', '1', 3],
      ['a', '2', 2],
      ['b', '1', 2],
    ])
    expect(verdictOf(found)).toBe('many')
  })
  test.each([
    ['first', ['a1 new', 'a2 open', 'a3 paid', 'b1 dated']],
    ['last', ['a1 paid', 'a2 open', 'a3 paid', 'b1 dated']],
  ] as const)('%s by a time: the same row whatever the order, and rows without a key stay', async (which, kept) => {
    const rows = await within(async session => {
      const query: Query = { from, key, keep: { which, by: 'changed_at' } }
      return readAll(session, await keptOnly(session, query, await session.describe(query)))
    })
    const told = rows.map(row => `${row.shop}${row.order_id ?? ''} ${row.status}`).sort()
    expect(told).toEqual([...kept, 'a lost', 'a lost'].sort())
    expect(Object.keys(rows[0] as Row)).toEqual(['shop', 'order_id', 'changed_at', 'status', 'total'])
  })
  test('numbers sort as numbers', async () => {
    const rows = await within(async session => {
      const query: Query = { from, key, keep: { which: 'last', by: 'total' } }
      return readAll(session, await keptOnly(session, query, await session.describe(query)))
    })
    expect(rows.find(row => row.shop === 'a' && String(row.order_id) === '1')!.status).toBe('sent')
  })
})

test('without an engine the rows are counted one by one, and one of each cannot be chosen', async () => {
  await withSession(kinds.get('sample') as Source, { config: {} } as never, { folder }, async session => {
    const query: Query = { from: { table: 'orders' }, key: ['status'] }
    const found = await repeats(session, query, reading)
    expect(found.rows).toBe(found.keyless + found.keys + found.extra)
    expect(found.repeated).toBeGreaterThan(0)
    const kept = keptOnly(session, { ...query, keep: { which: 'last', by: 'order_id' } }, await session.describe(query))
    await expect(kept).rejects.toMatchObject({ code: 'model.keep_unsorted' })
  })
})
test('exactly five in a hundred is too many', () => {
  const of = (keys: number, extra: number) => verdictOf({ rows: 0, keyless: 0, repeated: 0, keys, extra, examples: [], whole: true })
  expect([of(100, 0), of(96, 4), of(95, 5), of(0, 0)]).toEqual(['none', 'few', 'many', 'none'])
  fc.assert(fc.property(fc.nat(1e6), fc.nat(1e6), (keys, extra) => (of(keys + 1, extra) === 'many') === extra * 20 >= keys + 1 + extra))
})
