/** One tree, several judges: the function in JavaScript and each engine's own SQL must keep the same rows of one nasty table. */
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import fc from 'fast-check'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { kinds } from '../nodes/kinds.ts'
import { sqlDialect as bigquery } from '../nodes/sources/bigquery/sql-dialect.ts'
import { sqlDialect as databricks } from '../nodes/sources/databricks/sql-dialect.ts'
import { sqlDialect as duckdb } from '../nodes/sources/file/sql-dialect.ts'
import { sqlDialect as postgres } from '../nodes/sources/postgres/sql-dialect.ts'
import { sqlDialect as redshift } from '../nodes/sources/redshift/sql-dialect.ts'
import { sqlDialect as snowflake } from '../nodes/sources/snowflake/sql-dialect.ts'
import { predicate } from '../runtime/conditions/predicate.ts'
import { identifier, literal, translate } from '../runtime/conditions/sql.ts'
import { type Condition, type Conditions, spelledOut } from '../runtime/conditions/tree.ts'
import type { Row, Shape, Source } from '../runtime/contract.ts'
import { toDuck as bigQueryToDuck } from './stand-ins/bigquery.ts'
import { toDuck as databricksToDuck } from './stand-ins/databricks.ts'
import { leaves, now, table, tree } from './stand-ins/nasty-cells.ts'
import { freshDatabase } from './stand-ins/postgres.ts'
import { readAll, withSession } from './stand-ins/reading.ts'
import { toDuck as snowflakeToDuck } from './stand-ins/snowflake.ts'

let client: pg.Client
let duck: DuckDBConnection
let instance: DuckDBInstance
let url = ''
/** What each engine's own source makes of the table, and how it answers. */
interface Judge {
  shape: Shape
  rows: readonly Row[]
  ask(sql: string, params: string[]): Promise<string[]>
}
const dialects = { postgres, duckdb, redshift, bigquery, snowflake, databricks }
const judges = new Map<keyof typeof dialects, Judge>()

beforeAll(async () => {
  url = await freshDatabase()
  client = new pg.Client(url)
  await client.connect()
  // A collation under which 'paid' and 'PAID' are equal: conditions must not be fooled by it.
  await client.query(`create collation loose (provider = icu, locale = 'und-u-ks-level1', deterministic = false)`)
  await client.query(
    'create table nasty (id int primary key, t text collate loose, i int8, d numeric, z timestamptz, w timestamp, y date, b bool)',
  )
  for (const [id, row] of table.entries()) await client.query('insert into nasty values ($1, $2, $3, $4, $5, $6, $7, $8)', [id, ...row])
  // What only Postgres knows: numbers and times that are none.
  await client.query(`insert into nasty values (900, 'x', 1, 'NaN', 'infinity', 'infinity', 'infinity', true), (901, 'x', 1, 'Infinity', '-infinity', '-infinity', '-infinity', true),
    (902, 'x', 1, '-Infinity', '0044-03-15 00:00:00+00 BC', '0044-03-15 BC', '0044-03-15 BC', false), (903, 'x', 1, 1e-30, '20000-01-01Z', '20000-01-01', '20000-01-01', false)`)
  const source = kinds.get('postgres') as Source
  await withSession(source, { config: { connection: 'x' }, connection: { url } }, {}, async session => {
    const query = { from: { table: 'nasty' }, key: ['id'] }
    judges.set('postgres', {
      shape: await session.describe(query),
      rows: await readAll(session, query),
      ask: async (sql, params) =>
        (await client.query({ text: `select id::text from nasty where ${sql} order by nasty.id`, values: params })).rows.map(r => r.id),
    })
  })
  await fillDuck()
  await fillRedshift()
  await inOtherWords('databricks', databricksToDuck, {
    VARCHAR: 'string',
    INTEGER: 'int',
    BIGINT: 'bigint',
    'DECIMAL(20,2)': 'decimal(20,2)',
    DATE: 'date',
    BOOLEAN: 'boolean',
    TIMESTAMP: 'timestamp_ntz',
    'TIMESTAMP WITH TIME ZONE': 'timestamp',
  })
  await inOtherWords('snowflake', snowflakeToDuck, {
    VARCHAR: 'VARCHAR',
    INTEGER: 'NUMBER(38,0)',
    BIGINT: 'NUMBER(38,0)',
    'DECIMAL(20,2)': 'NUMBER(20,2)',
    TIMESTAMP: 'TIMESTAMP_NTZ',
    'TIMESTAMP WITH TIME ZONE': 'TIMESTAMP_TZ',
  })
  await inOtherWords('bigquery', bigQueryToDuck, {
    VARCHAR: 'STRING',
    INTEGER: 'INT64',
    BIGINT: 'INT64',
    'DECIMAL(20,2)': 'NUMERIC',
    TIMESTAMP: 'DATETIME',
    'TIMESTAMP WITH TIME ZONE': 'TIMESTAMP',
    BOOLEAN: 'BOOL',
  })
})
/** The same table, whose columns have another engine's types; what is said to that engine, DuckDB runs in its own words. */
async function inOtherWords(
  dialect: keyof typeof dialects,
  words: (sql: string) => string,
  natives: Record<string, string>,
): Promise<void> {
  const { shape, rows, ask } = judges.get('duckdb')!
  judges.set(dialect, {
    shape: shape.map(column => ({ ...column, native: natives[column.native!] ?? column.native! })),
    rows,
    ask: (sql, params) => ask(words(sql), params),
  })
}
/** On Postgres, which reads all that is said to Redshift in the same way. */
async function fillRedshift(): Promise<void> {
  await client.query('create table nasty_there as select id, t::varchar, i, d::numeric(20, 2) as d, z, w, y, b from nasty where id < 900')
  const { port, hostname: host, username: user, password, pathname } = new URL(url)
  const connection = { host, port: Number(port), user, password, database: pathname.slice(1) }
  await client.query(
    'create view svv_columns as select table_schema, table_name, column_name, ordinal_position, data_type from information_schema.columns',
  )
  await withSession(kinds.get('redshift') as Source, { config: { connection: 'x' }, connection }, {}, async session => {
    const query = { from: { sql: 'select * from nasty_there' }, key: ['id'] }
    judges.set('redshift', {
      shape: await session.describe(query),
      rows: await readAll(session, query),
      ask: async sql => (await client.query(`select id::text from nasty_there where ${sql} order by nasty_there.id`)).rows.map(r => r.id),
    })
  })
}
async function fillDuck(): Promise<void> {
  instance = await DuckDBInstance.create(':memory:')
  duck = await instance.connect()
  await duck.run(`set TimeZone = 'UTC'`)
  await duck.run('create table nasty (id integer, t varchar, i bigint, d decimal(20, 2), z timestamptz, w timestamp, y date, b boolean)')
  const values = table.map((row, id) => `(${id}, ${row.map(v => (v === null ? 'null' : literal(v))).join(', ')})`)
  await duck.run(`insert into nasty values ${values.join(', ')}`)
  const { columnOf, finish, selected } = await import('../nodes/sources/file/cells.ts')
  const described = (await duck.runAndReadAll('select column_name, column_type from (describe nasty)')).getRows() as [string, string][]
  const shape = described.map(([key, native]) => columnOf(key, native))
  const read = (await duck.runAndReadAll(`select ${shape.map(selected).join(', ')} from nasty`)).getRows()
  judges.set('duckdb', {
    shape,
    rows: read.map(cells => Object.fromEntries(shape.map((c, i) => [c.key, finish(c)(cells[i])]))),
    ask: async (sql, params) =>
      (await duck.runAndReadAll(`select id::varchar from nasty where ${sql} order by nasty.id`, params))
        .getRows()
        .map(([id]) => String(id)),
  })
}
afterAll(async () => {
  await client.end()
  duck.closeSync()
  instance.closeSync()
})

describe.each(Object.keys(dialects) as (keyof typeof dialects)[])('%s', dialect => {
  test('decides random trees as the function does', async () => {
    let translated = 0
    await fc.assert(
      fc.asyncProperty(tree, async where => {
        const { shape, rows, ask } = judges.get(dialect)!
        const sql = translate(where, shape, dialects[dialect], now)
        if (!sql) return
        translated++
        const meets = predicate(where, shape, { now, timezone: 'Europe/Berlin' })
        expect(await ask(sql.sql, sql.params)).toEqual(rows.filter(meets).map(r => String(r.id)))
      }),
      { numRuns: 400 },
    )
    // Silence would prove nothing: most trees must have been decided by both.
    expect(translated).toBeGreaterThan(100)
  })
  test('a segment is its conditions, and whoever is not in it is out of it, unknown cells too', async () => {
    let translated = 0
    const segment = tree.filter(where => where.conditions.length > 0)
    await fc.assert(
      fc.asyncProperty(segment, async where => {
        const { shape, rows, ask } = judges.get(dialect)!
        const kept = async (part: Conditions['conditions'][number]) => {
          const of: Conditions = { match: 'all', conditions: [part] }
          const meets = predicate(of, shape, { now })
          const ids = rows.filter(meets).map(row => String(row.id))
          const sql = translate(of, shape, dialects[dialect], now)
          if (sql) {
            translated++
            expect(await ask(sql.sql, sql.params)).toEqual(ids)
          }
          return ids
        }
        const inside = await kept({ segment: 'Paid', is: true, where })
        const outside = await kept({ segment: 'Paid', is: false, where })
        expect(inside).toEqual(await kept(spelledOut(where)))
        expect([...inside, ...outside].sort()).toEqual(rows.map(row => String(row.id)).sort())
      }),
      { numRuns: 60 },
    )
    expect(translated).toBeGreaterThan(40)
  })
  test('decides every single condition as the function does', async () => {
    let translated = 0
    await fc.assert(
      fc.asyncProperty(leaves, async condition => {
        const { shape, rows, ask } = judges.get(dialect)!
        const where: Conditions = { match: 'all', conditions: [condition] }
        const sql = translate(where, shape, dialects[dialect], now)
        if (!sql) return
        translated++
        expect(await ask(sql.sql, sql.params)).toEqual(rows.filter(predicate(where, shape, { now })).map(r => String(r.id)))
      }),
      { numRuns: 600 },
    )
    expect(translated).toBeGreaterThan(300)
  })
})

test('what needs a zone, a pattern or a guess is not translated', () => {
  const shape: Shape = [
    { key: 'z', type: 'time', zoned: true, native: 'timestamptz' },
    { key: 'w', type: 'time', zoned: false, native: 'timestamp' },
    { key: 't', type: 'text', native: 'text' },
    { key: 'f', type: 'number', native: 'float8' },
    { key: 'l', type: 'list', native: 'text[]' },
    { key: 'g', type: 'number', native: 'VARCHAR' },
    { key: 'c', type: 'text', native: 'bpchar' },
  ]
  const alone = (condition: Condition) =>
    translate({ match: 'all', conditions: [condition] }, shape, condition.column === 'g' ? duckdb : postgres, now)
  const cases: Condition[] = [
    { column: 'z', op: 'this', value: 'month' },
    { column: 'z', op: 'on', value: '2024-03-31' },
    { column: 'z', op: 'before', value: '2024-03-31' },
    { column: 'z', op: 'before', value: '2024-03-31T10:00' },
    { column: 'w', op: 'in_last', value: { amount: 1, unit: 'day' } },
    { column: 'w', op: 'before', value: '2024-03-31T10:00Z' },
    { column: 't', op: 'matches', value: 'a+' },
    { column: 'f', op: 'gt', value: 1 },
    { column: 'l', op: 'includes_any', value: ['a'] },
    { column: 'g', op: 'gt', value: 1 },
    { column: 'c', op: 'is', value: 'a' },
    { column: 't', op: 'is', value: '\ud800' },
    { column: 't', op: 'is', value: 'a\0' },
    { column: 't', op: 'gt', value: 5 },
  ]
  expect(cases.filter(alone)).toEqual([])
})
test('values never become part of the statement', () => {
  const shape: Shape = [{ key: 'a"b', type: 'text', native: 'text' }]
  const translated = translate(
    { match: 'all', conditions: [{ column: 'a"b', op: 'is', value: "x'; drop table t; --" }] },
    shape,
    postgres,
    now,
    3,
  )!
  expect(translated.sql).not.toContain('drop')
  expect(translated.sql).toContain(identifier('a"b'))
  expect(translated.sql).toContain('$4')
  expect(translated.params).toEqual(["x'; drop table t; --"])
})
