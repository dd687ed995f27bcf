/** What every source promises, on real data: a database, files and the sample. */
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
import { Left, type Query, type Row, type Session, type Source, type Step } from '../runtime/contract.ts'
import { lookups } from '../runtime/lookup/looking.ts'
import type { Ready } from '../runtime/plan.ts'
import { keptOnly, repeats } from '../runtime/repeats.ts'
import { type BigQuery, startBigQuery } from './stand-ins/bigquery.ts'
import { type Databricks, startDatabricks } from './stand-ins/databricks.ts'
import { inCapitals, ordersTable } from './stand-ins/duck.ts'
import { freshDatabase } from './stand-ins/postgres.ts'
import { never, NOW as now, readAll, sql, stopped, withSession } from './stand-ins/reading.ts'
import { type Redshift, startRedshift } from './stand-ins/redshift.ts'
import { MACROS, type Snowflake, startSnowflake } from './stand-ins/snowflake.ts'

const folder = mkdtempSync(join(tmpdir(), 'tributary-sources-'))
let url = ''
let redshift: Redshift
let bigquery: BigQuery
let snowflake: Snowflake
let databricks: Databricks
const inPostgres = `create table orders as select 9007199254740993 + i as order_id, (i * 0.01)::numeric(12,2) as amount,
  timestamptz '2026-11-20 10:00:00.123456Z' + i * interval '1 second' as at, i % 2 = 0 as paid, 'note ' || i as note from generate_series(0, 2499) i`

interface Case {
  kind: string
  config: unknown
  connection: () => unknown
  /** 2,500 rows with a key, or as many as the source has. */
  query: Query
  rows: number
  types: Record<string, string>
}
const columns = { order_id: 'number', amount: 'number', at: 'time', paid: 'boolean', note: 'text' }
const orders: Query = { from: { table: 'orders' }, key: ['order_id'] }
/** Once as a table, once as a query with a comment at its end. */
const both = (kind: string, sql: string, connection: Case['connection'], config: unknown = { connection: 'db' }): Case[] => [
  { kind, config, connection, query: orders, rows: 2500, types: columns },
  { kind, config, connection, query: { from: { sql }, key: ['order_id'] }, rows: 2500, types: { order_id: 'number', amount: 'number' } },
]
const none = () => undefined
const cases: Case[] = [
  ...both('postgres', 'select * from orders -- all of them', () => ({ url })),
  ...both('redshift', 'select * from orders -- all of them', () => redshift.connection),
  ...both('bigquery', 'select * from `shop`.`orders` # all of them', () => bigquery.connection),
  ...both('snowflake', 'select * from orders // all of them', () => snowflake.connection),
  ...both('databricks', 'select * from `sales`.`orders` -- all of them', () => databricks.connection),
  ...both('file', 'select * from orders;', none, { path: 'orders.csv' }),
  ...both('file', 'select * from orders -- all of them', none, { path: 'orders.duckdb' }),
  {
    kind: 'file',
    config: { path: 'lines.jsonl' },
    connection: none,
    query: { from: { sql: 'select * from lines;' }, key: ['order_id'] },
    rows: 2500,
    types: { order_id: 'number', amount: 'number' },
  },
  { kind: 'file', config: { path: 'orders.sqlite' }, connection: none, query: orders, rows: 2500, types: columns },
  {
    kind: 'sample',
    config: {},
    connection: none,
    query: orders,
    rows: 200,
    types: { created_at: 'time', order_total: 'number' },
  },
]

beforeAll(async () => {
  url = await freshDatabase()
  await sql(url, inPostgres)
  redshift = await startRedshift()
  await sql(redshift.url, inPostgres)
  bigquery = await startBigQuery([ordersTable('orders')])
  databricks = await startDatabricks([ordersTable('orders')])
  snowflake = await startSnowflake([...MACROS, inCapitals(ordersTable('"ORDERS"'))])
  const made = Array.from({ length: 2500 }, (_, i) => ({
    order_id: String(9007199254740993n + BigInt(i)),
    amount: (i / 100).toFixed(2),
    at: new Date(now + i * 1000).toISOString(),
    paid: i % 2 === 0,
    note: `note ${i}`,
  }))
  writeFileSync(join(folder, 'orders.csv'), `order_id,amount,at,paid,note\n${made.map(o => Object.values(o).join(',')).join('\n')}\n`)
  const database = await DuckDBInstance.create(join(folder, 'orders.duckdb'))
  const owner = await database.connect()
  await owner.run(ordersTable('orders'))
  owner.closeSync()
  database.closeSync()
  const lite = new DatabaseSync(join(folder, 'orders.sqlite'))
  lite.exec('create table orders (order_id integer, amount text, at text, paid boolean, note text); begin')
  const insert = lite.prepare('insert into orders values (?, ?, ?, ?, ?)')
  for (const { order_id, amount, at, paid, note } of made) insert.run(BigInt(order_id), amount, at, Number(paid), note)
  lite.exec('commit')
  lite.close()
  writeFileSync(
    join(folder, 'lines.jsonl'),
    made.map(o => `${JSON.stringify(o).replace(/"order_id":"(\d+)"/, '"order_id":$1')}\n`).join(''),
  )
})
afterAll(async () => {
  await Promise.all([redshift.close(), bigquery.close(), snowflake.close(), databricks.close()])
  rmSync(folder, { recursive: true, force: true })
})

const opened = <T>(
  { kind, config, connection }: Pick<Case, 'kind' | 'config' | 'connection'>,
  work: (session: Session) => Promise<T>,
  kill = never,
) => withSession(kinds.get(kind) as Source, { config, connection: connection() }, { folder, kill }, work)

describe.each(cases)('$kind $config.path $query.from', ({ query, rows, types, ...access }) => {
  test('every row arrives once, with its key, in pages of the size asked for', async () => {
    await opened(access, async session => {
      const sizes: number[] = []
      const keys = new Set<unknown>()
      for await (const page of session.read(query, { size: 700, now, stop: never })) {
        sizes.push(page.length)
        for (const row of page) keys.add(row[query.key[0]!])
      }
      expect(keys.size).toBe(rows)
      expect(Math.max(...sizes)).toBeLessThanOrEqual(700)
    })
  })
  test('columns are described as they are read', async () => {
    await opened(access, async session => {
      const shape = await session.describe(query)
      expect(Object.fromEntries(shape.map(c => [c.key, c.type]))).toMatchObject(types)
      const [first] = await readAll(session, query, { limit: 1 })
      expect(Object.keys(first!)).toEqual(shape.map(c => c.key))
    })
  })
  test('no more rows than the limit', async () => {
    await opened(access, async session => {
      expect(await readAll(session, query, { limit: 150, size: 100 })).toHaveLength(150)
      expect(await readAll(session, query, { limit: 0 })).toHaveLength(0)
    })
  })
  test('stopping and leaving early free the session for the next reading', async () => {
    await opened(access, async session => {
      const stop = new AbortController()
      let pages = 0
      for await (const _ of session.read(query, { size: 50, now, stop: stop.signal })) if (++pages === 2) stop.abort()
      expect(pages).toBe(2)
      for await (const _ of session.read(query, { size: 50, now, stop: never })) break
      expect(await readAll(session, query)).toHaveLength(rows)
    })
  })
  test('two readings see the same rows', async () => {
    await opened(access, async session => expect(await readAll(session, query)).toEqual(await readAll(session, query)))
  })
  test('the table is listed, and one that is not there is said so', async () => {
    await opened(access, async session => {
      const tables = await session.tables()
      expect(tables.length).toBeGreaterThan(0)
      expect(tables[0]!.columns?.length).toBeGreaterThan(0)
      expect((await stopped(session.describe({ from: { table: 'nowhere' }, key: [] }))).code).toBe('source.no_table')
      expect(await session.describe(query)).not.toHaveLength(0)
    })
  })
  test('a kill in the middle ends the reading with a sentence', async () => {
    const kill = new AbortController()
    await opened(
      access,
      async session => {
        const reading = async () => {
          for await (const _ of session.read(query, { size: 10, now, stop: never })) kill.abort()
        }
        expect((await stopped(reading())).code).toBe('source.cancelled')
      },
      kill.signal,
    )
  })
  test('two readings at once do not disturb each other, nor what is asked meanwhile', async () => {
    await opened(access, async session => {
      const [one, two] = await Promise.all([
        readAll(session, query, { size: 90 }),
        readAll(session, query, { size: 70 }),
        session.tables(),
        session.describe(query),
      ])
      expect(one).toHaveLength(rows)
      expect(two).toEqual(one)
    })
  })
  test('a killed run opens nothing', async () => {
    expect((await stopped(opened(access, s => s.describe(query), AbortSignal.abort()))).code).toBe('source.cancelled')
  })
  test('rows that share a key are counted, and keeping one of each of a true key keeps all', async () => {
    await opened(access, async session => {
      const found = await repeats(session, query, { now, stop: never })
      expect(found).toMatchObject({ rows, keys: rows, keyless: 0, repeated: 0, extra: 0, examples: [] })
      if (!session.compose) return
      const [by] = query.key
      const kept = await keptOnly(session, { ...query, keep: { which: 'last', by: by! } }, await session.describe(query))
      const keysOf = (all: readonly Row[]) => all.map(row => String(row[by!])).sort()
      expect(keysOf(await readAll(session, kept))).toEqual(keysOf(await readAll(session, query)))
    })
  })
  test('a lookup brings one row for each key, in the source as in memory', async () => {
    await opened(access, async session => {
      const shape = await session.describe(query)
      const [key] = query.key
      const table = 'table' in query.from ? query.from.table : (await session.tables())[0]!.name
      const lookup = { table, on: [{ column: key, matches: key }], columns: [{ column: key }], prefix: 'their_', take: 'last', by: key }
      const kind = kinds.get('lookup') as Step
      const look = { id: 'look', name: 'look', kind, config: kind.config.parse(lookup), port: '' }
      const brought = async (steps: Parameters<typeof lookups>[0]) => {
        const found = await lookups(steps, session, query, shape)
        await found.load(() => shape, { now, stop: never })
        const { bring } = found.looking('look')!
        const lost: string[] = []
        const read = await readAll(session, found.query)
        return { joined: found.joined.size, rows: read.map(row => bring(row, code => lost.push(code)) as Row), lost }
      }
      const formula = { ...look, id: 'before', kind: kinds.get('formula') as Step, config: { columns: [] } }
      const [there, here] = [await brought([look]), await brought([formula, look])]
      expect([there.joined, here.joined]).toEqual([session.compose ? 1 : 0, 0])
      for (const { rows: all, lost } of [there, here]) {
        expect(all).toHaveLength(rows)
        expect(all.every(row => row[`their_${key}`] === row[key!])).toBe(true)
        expect(lost).toEqual([])
      }
    })
  })
  test('rows are counted by a column as reading them all would count them', async () => {
    await opened(access, async session => {
      const shape = await session.describe(query)
      const rows = await readAll(session, query)
      const [column] = query.key as [string]
      const first = rows.map(row => String(row[column])).toSorted()[0]!
      const where: Conditions = { match: 'none', conditions: [{ column, op: 'is', value: first }] }
      const meets = predicate(where, shape, { now })
      const step = { id: 'f', where, cuts: [], shape, apply: (row: Row) => (meets(row) ? row : new Left('filtered', 'filtered')) }
      const at = { query, rows: shape, has: shape, steps: [step as unknown as Ready] }
      const found = await breakdown(session, at, column, { now, stop: never }, 'UTC')
      expect(found).toMatchObject({ rows: rows.filter(meets).length, distinct: rows.filter(meets).length, whole: true })
      expect(found.values.map(one => one.rows)).toEqual(Array.from({ length: 20 }, () => 1))
    })
  })
  test('who is in two segments is counted as reading them all would count them', async () => {
    await opened(access, async session => {
      const shape = await session.describe(query)
      const [key] = query.key as [string]
      const rows = await readAll(session, query)
      const keys = rows.map(row => String(row[key])).toSorted()
      const among = (some: string[]): Conditions => ({ match: 'any', conditions: [{ column: key, op: 'is_any_of', value: some }] })
      const wheres = [among(keys.slice(0, 5)), among(keys.slice(3, 10))] as const
      const meets = [predicate(wheres[0], shape, { now }), predicate(wheres[1], shape, { now })] as const
      const found = await overlap(session, { query, rows: shape, has: shape, steps: [] }, wheres, meets, { now, stop: never })
      expect(found).toEqual({ onlyA: 3, both: 2, onlyB: 5, neither: rows.length - 10, whole: true })
    })
  })
  test('what a cursor asks for is what reading everything would have shown', async () => {
    await opened(access, async session => {
      const at = (await session.describe(query)).find(c => c.key === 'at')
      if (!session.clock || !at || at.type !== 'time') return
      expect(await session.clock()).toBeGreaterThan(Date.parse('2026-11-01T00:00:00Z'))
      const all = await readAll(session, query)
      const middle = all[1200]!.at as string
      const since = {
        match: 'any',
        conditions: [
          { column: 'at', op: 'is_empty' },
          { column: 'at', op: 'gte', value: middle },
        ],
      } as const
      // A file's own text, and a cell finer than engines keep it, are left to reading everything.
      if (!session.narrows!(since, await session.describe(query))) return
      const keys = (rows: readonly Row[]) => rows.map(row => String(row[query.key[0]!])).sort()
      const some: Row[] = []
      for await (const page of session.read(query, { size: 700, now, stop: never, where: since })) some.push(...page)
      expect(keys(some)).toEqual(keys(all.filter(row => row.at === null || (row.at as string) >= middle)))
    })
  })
  test('counts agree with readings', async () => {
    await opened(access, async session => {
      if (!session.count) return
      expect(await session.count(query, [undefined, undefined], now)).toEqual([rows, rows])
    })
  })
})
