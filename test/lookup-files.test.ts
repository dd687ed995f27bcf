/** A lookup, a breakdown and an overlap over tables that lie in one file: a DuckDB and a SQLite database, and CSV files side by side in an archive. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { kinds } from '../nodes/kinds.ts'
import { breakdown, overlap } from '../runtime/breakdown.ts'
import { predicate } from '../runtime/conditions/predicate.ts'
import type { Conditions } from '../runtime/conditions/tree.ts'
import type { Query, Row, Source, Step } from '../runtime/contract.ts'
import { lookups } from '../runtime/lookup/looking.ts'
import { never, NOW as now, readAll, withSession } from './stand-ins/reading.ts'
import { zipOf } from './stand-ins/zip.ts'

const folder = mkdtempSync(join(tmpdir(), 'tributary-lookup-files-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const tables = {
  orders: ['order_id,customer,country', 'o1,c1,FR', 'o2,c2,DE', 'o3,c9,FR'],
  customers: ['id,email', 'c1,ann@example.com', 'c2,bob@example.com'],
}
const statements = Object.entries(tables).flatMap(([name, [head, ...lines]]) => [
  `create table ${name} (${head!
    .split(',')
    .map(column => `${column} varchar`)
    .join(', ')})`,
  ...lines.map(line => `insert into ${name} values ('${line.split(',').join("', '")}')`),
])
beforeAll(async () => {
  const duck = await DuckDBInstance.create(join(folder, 'shop.duckdb'))
  const owner = await duck.connect()
  for (const statement of statements) await owner.run(statement)
  owner.closeSync()
  duck.closeSync()
  const lite = new DatabaseSync(join(folder, 'shop.sqlite'))
  for (const statement of statements) lite.exec(statement)
  lite.close()
  const files = Object.entries(tables).map(([name, lines]) => ({ name: `${name}.csv`, content: `${lines.join('\n')}\n` }))
  writeFileSync(join(folder, 'shop.zip'), zipOf(...files))
})
const orders: Query = { from: { table: 'orders' }, key: ['order_id'] }
const kind = kinds.get('lookup') as Step
const look = {
  id: 'look',
  name: 'look',
  kind,
  config: kind.config.parse({ table: 'customers', on: [{ column: 'customer', matches: 'id' }], columns: [{ column: 'email' }] }),
  port: '',
}

describe.each(['shop.duckdb', 'shop.sqlite', 'shop.zip'])('%s', path => {
  test('brings columns of the second table, and counts who is not in it', () =>
    withSession(kinds.get('file') as Source, { config: { path } }, { folder }, async session => {
      const shape = await session.describe(orders)
      const found = await lookups([look], session, orders, shape)
      await found.load(() => shape, { now, stop: never })
      const { bring } = found.looking('look')!
      const lost: string[] = []
      const rows = (await readAll(session, found.query)).map(row => bring(row, code => lost.push(code)) as Row)
      expect(Object.fromEntries(rows.map(row => [row.order_id, row.email]))).toEqual({
        o1: 'ann@example.com',
        o2: 'bob@example.com',
        o3: null,
      })
      expect(lost).toEqual(['lookup_unmatched'])
    }))
  test('rows are counted by a column', () =>
    withSession(kinds.get('file') as Source, { config: { path } }, { folder }, async session => {
      const shape = await session.describe(orders)
      const found = await breakdown(session, { query: orders, rows: shape, has: shape, steps: [] }, 'country', { now, stop: never }, 'UTC')
      expect(found).toMatchObject({ rows: 3, distinct: 2, whole: true })
      expect(Object.fromEntries(found.values.map(({ value, rows }) => [value, rows]))).toEqual({ FR: 2, DE: 1 })
    }))
  test('two segments are told apart and where they meet, whichever decides them', () =>
    withSession(kinds.get('file') as Source, { config: { path } }, { folder }, async session => {
      const shape = await session.describe(orders)
      const at = { query: orders, rows: shape, has: shape, steps: [] }
      const french: Conditions = { match: 'all', conditions: [{ column: 'country', op: 'is', value: 'FR' }] }
      const known: Conditions = { match: 'any', conditions: ['c1', 'c2'].map(value => ({ column: 'customer', op: 'is', value }) as const) }
      const meets = [predicate(french, shape, { now }), predicate(known, shape, { now })] as const
      const found = await overlap(session, at, [french, known], meets, { now, stop: never })
      expect(found).toEqual({ onlyA: 1, both: 1, onlyB: 1, neither: 0, whole: true })
    }))
})
