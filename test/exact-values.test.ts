/**
 * What arrives at the mapping, stated once for each logical type: whichever source it comes from, a value is the same to the
 * last digit. A kind that has no such type says so in `none`. Postgres and DuckDB are real; the others answer from them.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { kinds } from '../nodes/kinds.ts'
import type { Column, Row, Source, Value } from '../runtime/contract.ts'
import { startBigQuery } from './stand-ins/bigquery.ts'
import { startDatabricks } from './stand-ins/databricks.ts'
import { freshDatabase } from './stand-ins/postgres.ts'
import { readAll, sql, withSession } from './stand-ins/reading.ts'
import { startRedshift } from './stand-ins/redshift.ts'
import { MACROS, startSnowflake } from './stand-ins/snowflake.ts'

const sources = ['postgres', 'redshift', 'bigquery', 'snowflake', 'databricks', 'parquet', 'csv', 'json lines'] as const
type From = (typeof sources)[number]
interface Logical {
  what: string
  /** As the catalogue of columns calls it, with the zone of times. */
  type: 'text' | 'number' | 'boolean' | 'date' | 'time zoned' | 'time wall' | 'list' | 'json'
  arrives: Value
  /** How it is written in DuckDB, and in Postgres unless `pg` differs. */
  sql: string
  pg?: string
  csv?: string
  /** A JSON value. */
  json?: string
  none?: Partial<Record<From, string>>
}
const text = 'A text file has text only: what the cell looks like decides its type.'
const noJson = 'JSON has no such value.'
const refusedByDuck = 'DuckDB, which answers here, does not take it for JSON.'
const wide = 'x'.repeat(200_000)
const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`
const said = (what: string, value: string): Logical => ({
  what,
  type: 'text',
  arrives: value,
  sql: `'${value.replaceAll("'", "''")}'`,
  csv: quoted(value),
  json: JSON.stringify(value),
})
const digits = (what: string, written: string, as: string, more: Partial<Logical> = {}): Logical => ({
  what,
  type: 'number',
  arrives: written,
  sql: `'${written}'::${as}`,
  csv: written,
  json: written,
  ...more,
})
const fraction = { 'json lines': 'A fraction in JSON has the digits of a double: write it as text.' }
const words = { csv: text, 'json lines': 'Its booleans arrive as the words true and false.' }
const unsaid = { csv: text, 'json lines': noJson }

const logical: readonly Logical[] = [
  digits('a small whole number', '7', 'integer'),
  digits('the whole number after 2^53', '9007199254740993', 'bigint'),
  digits('the largest bigint', '9223372036854775807', 'bigint'),
  digits('the smallest bigint', '-9223372036854775808', 'bigint'),
  digits('money', '19.99', 'decimal(12,2)'),
  digits('a decimal of 38 digits', '12345678901234567890123456789.123456789', 'decimal(38,9)', { none: fraction }),
  digits('the smallest decimal', '-0.000000001', 'decimal(38,9)', { none: fraction }),
  { ...digits('a double', '0.1', 'double', { pg: `'0.1'::float8` }) },
  { ...digits('a float of 32 bits', '0.1', 'float', { pg: `'0.1'::float4` }) },
  { ...digits('a very large double', '1e300', 'double', { pg: `'1e300'::float8` }) },
  ...['NaN', 'Infinity', '-Infinity'].map(word => digits(`the double ${word}`, word, 'double', { pg: `'${word}'::float8`, none: unsaid })),
  { what: 'true', type: 'boolean', arrives: true, sql: 'true', json: 'true', none: words },
  { what: 'false', type: 'boolean', arrives: false, sql: 'false', json: 'false', none: words },
  ...['2026-11-21', '1969-12-31', '0001-01-01'].map(
    (day): Logical => ({ what: `the day ${day}`, type: 'date', arrives: day, sql: `date '${day}'`, csv: day, json: `"${day}"` }),
  ),
  {
    what: 'a time of day',
    type: 'text',
    arrives: '18:04:11',
    sql: `time '18:04:11'`,
    csv: '18:04:11',
    json: '"18:04:11"',
    none: { databricks: 'It has no such type.' },
  },
  {
    what: 'a time of day with a zone',
    type: 'text',
    arrives: '18:04:11+02',
    sql: `'18:04:11+02'::timetz`,
    csv: '18:04:11+02',
    json: '"18:04:11+02"',
    none: {
      bigquery: 'It has no such type.',
      snowflake: 'It has no such type.',
      databricks: 'It has no such type.',
      parquet: 'Parquet keeps no zone of a time of day: it is written as UTC.',
    },
  },
  ...[
    ['a wall time that summer time skips in Berlin', '2026-03-29T02:30:00'],
    ['a wall time that comes twice in Berlin', '2026-10-25T02:30:00'],
    ['a wall time with microseconds', '2026-11-21T18:04:11.123456'],
    ['a wall time with half a second', '2026-11-21T18:04:11.5'],
    ['a wall time before 1970', '1969-12-31T23:59:59.999999'],
  ].map(([what, at]): Logical => ({ what: what!, type: 'time wall', arrives: at!, sql: `timestamp '${at}'`, csv: at!, json: `"${at}"` })),
  ...[
    ['the first of two equal hours', '2026-10-25T00:30:00Z', '2026-10-25 02:30:00+02'],
    ['the second of two equal hours', '2026-10-25T01:30:00Z', '2026-10-25 02:30:00+01'],
    ['a moment with half a second', '2026-11-21T16:04:11.5Z', '2026-11-21 18:04:11.5+02'],
    ['a moment with microseconds', '2026-11-21T16:04:11.123456Z', '2026-11-21 18:04:11.123456+02'],
    ['a moment before 1970', '1969-12-31T23:59:59.999999Z', '1969-12-31 23:59:59.999999+00'],
    ['a moment long ago', '1883-11-18T12:00:00Z', '1883-11-18 12:00:00+00'],
  ].map(
    ([what, at, written]): Logical => ({
      what: what!,
      type: 'time zoned',
      arrives: at!,
      sql: `timestamptz '${written}'`,
      csv: at!,
      json: `"${at}"`,
    }),
  ),
  {
    what: 'a document',
    type: 'json',
    arrives: { big: '9007199254740993', price: 1.5, list: [1, null, { deep: 'é' }], none: null },
    sql: `'{"big":9007199254740993,"price":1.5,"list":[1,null,{"deep":"é"}],"none":null}'::json`,
    csv: quoted('{"big":9007199254740993,"price":1.5,"list":[1,null,{"deep":"é"}],"none":null}'),
    json: '{"big":9007199254740993,"price":1.5,"list":[1,null,{"deep":"é"}],"none":null}',
    none: { redshift: 'Only Redshift itself has SUPER; see its own test.' },
  },
  {
    what: 'a document with a long fraction',
    type: 'json',
    arrives: { fine: '0.12345678901234567890' },
    sql: `'{"fine":0.12345678901234567890}'::json`,
    csv: quoted('{"fine":0.12345678901234567890}'),
    json: '{"fine":0.12345678901234567890}',
    none: {
      redshift: 'Only Redshift itself has SUPER; see its own test.',
      snowflake: 'DuckDB, which answers here, writes it as a double.',
      databricks: 'DuckDB, which answers here, writes it as a double.',
      'json lines': 'A fraction within a document has the digits of a double.',
    },
  },
  {
    what: 'a document with half a character',
    type: 'json',
    arrives: { name: 'a\ufffdb' },
    sql: `'{"name":"a\\ud800b"}'::json`,
    csv: quoted('{"name":"a\\ud800b"}'),
    none: {
      redshift: 'Only Redshift itself has SUPER; see its own test.',
      bigquery: refusedByDuck,
      snowflake: refusedByDuck,
      databricks: refusedByDuck,
      parquet: refusedByDuck,
      'json lines': 'It is no JSON: the line is counted as spoiled.',
    },
  },
  {
    what: 'a list of texts',
    type: 'list',
    arrives: ['a,b', null, 'q"', ''],
    sql: `['a,b', null, 'q"', '']`,
    pg: `array['a,b', null, 'q"', '']`,
    csv: quoted('["a,b",null,"q\\"",""]'),
    json: '["a,b",null,"q\\"",""]',
    none: { redshift: 'It has no arrays.' },
  },
  {
    what: 'a list of big numbers',
    type: 'list',
    arrives: ['9007199254740993'],
    sql: '[9007199254740993]',
    pg: 'array[9007199254740993]',
    csv: '[9007199254740993]',
    json: '[9007199254740993]',
    none: { redshift: 'It has no arrays.' },
  },
  {
    what: 'an empty list',
    type: 'list',
    arrives: [],
    sql: '[]::varchar[]',
    pg: `'{}'::text[]`,
    csv: '[]',
    json: '[]',
    none: { redshift: 'It has no arrays.' },
  },
  { what: 'nothing', type: 'text', arrives: null, sql: 'null::varchar', csv: '', json: 'null' },
  ...(
    [
      ['float', 'number'],
      ['double', 'number'],
      ['decimal(12,2)', 'number'],
      ['boolean', 'boolean'],
      ['date', 'date'],
      ['timestamp', 'time wall'],
      ['timestamptz', 'time zoned'],
    ] as const
  ).map(
    ([as, type]): Logical => ({
      what: `nothing, of the type ${as}`,
      type,
      arrives: null,
      sql: `null::${as}`,
      ...(as === 'double' && { pg: 'null::float8' }),
      none: { csv: text, 'json lines': text },
    }),
  ),
  said('an empty text', ''),
  said('a blank', ' '),
  said('the word null', 'null'),
  said('the word NULL in capitals', 'NULL'),
  said('a number with leading zeros', '00123'),
  said('letters of many alphabets', 'Zoë 李小龍 İpek 🧵 e\u0301'),
  said('quotes and line ends', `O'Neil "Ann"\nline\ttab`),
  said('blanks at the end', 'paid  '),
  said('unseen characters', 'a\u200b\u00a0\u0001b'),
  said('a very long text', wide),
  {
    what: 'bytes',
    type: 'text',
    arrives: 'dead00ff',
    sql: `unhex('dead00ff')`,
    pg: `'\\xdead00ff'::bytea`,
    none: { ...unsaid, redshift: 'It has VARBYTE; see its README.' },
  },
]
const column = (i: number) => `c${i}`
const has = (from: From) => logical.flatMap((it, i) => (it.none?.[from] ? [] : [{ ...it, column: column(i) }]))
const tableOf = (from: From, expression: (it: Logical) => string, name = (c: string) => c, into = 'exact') =>
  `create table ${into} as select ${has(from)
    .map(it => `${expression(it)} as ${name(it.column)}`)
    .join(', ')}`
const inDuck = (it: Logical) => it.sql
const inPostgres = (it: Logical) => it.pg ?? it.sql

const folder = mkdtempSync(join(tmpdir(), 'tributary-exact-'))
const closing: (() => Promise<void>)[] = [async () => rmSync(folder, { recursive: true, force: true })]
const read = {} as Record<From, { row: Row; columns: Map<string, Column> }>

async function reading(from: From, kind: string, config: unknown, connection?: unknown): Promise<void> {
  const query = { from: { table: 'exact' }, key: [] }
  read[from] = await withSession(kinds.get(kind) as Source, { config, connection }, { folder }, async session => {
    const columns = new Map((await session.describe(query)).map(c => [c.key, c]))
    const [row] = await readAll(session, query)
    return { row: row!, columns }
  })
}
beforeAll(async () => {
  const db = { connection: 'db' }
  const postgres = await freshDatabase()
  await sql(postgres, tableOf('postgres', inPostgres))
  await reading('postgres', 'postgres', db, { url: postgres })
  const redshift = await startRedshift()
  await sql(redshift.url, tableOf('redshift', inPostgres))
  await reading('redshift', 'redshift', db, redshift.connection)
  const bigquery = await startBigQuery([tableOf('bigquery', inDuck)])
  await reading('bigquery', 'bigquery', db, bigquery.connection)
  const capitals = (c: string) => `"${c.toUpperCase()}"`
  const snowflake = await startSnowflake([...MACROS, tableOf('snowflake', inDuck, capitals, '"EXACT"')])
  await reading('snowflake', 'snowflake', db, snowflake.connection)
  const databricks = await startDatabricks([tableOf('databricks', inDuck)])
  await reading('databricks', 'databricks', db, databricks.connection)
  closing.push(redshift.close, bigquery.close, snowflake.close, databricks.close)

  const duck = await (await DuckDBInstance.create(':memory:')).connect()
  await duck.run(`set TimeZone = 'UTC'`)
  await duck.run(tableOf('parquet', inDuck))
  await duck.run(`copy exact to '${join(folder, 'exact.parquet')}' (format parquet)`)
  duck.closeSync()
  await reading('parquet', 'file', { path: 'exact.parquet' })
  const [csv, lines] = [has('csv'), has('json lines')]
  writeFileSync(join(folder, 'exact.csv'), `${csv.map(it => it.column).join(',')}\n${csv.map(it => it.csv).join(',')}\n`)
  await reading('csv', 'file', { path: 'exact.csv' })
  writeFileSync(join(folder, 'exact.jsonl'), `{${lines.map(it => `"${it.column}":${it.json}`).join(',')}}\n`)
  await reading('json lines', 'file', { path: 'exact.jsonl' })
})
afterAll(async () => {
  for (const close of closing) await close()
})

/** The digits alone: 7 and "7", 19.9 and "19.90" are one number, and what is sent says it in one way. */
const plainNumber = (value: Value): string => {
  const [digits = '', power] = String(value).toLowerCase().split('e')
  const trimmed = digits.includes('.') ? digits.replace(/\.?0+$/, '') : digits
  return power === undefined ? trimmed : `${trimmed} · 10^${Number(power)}`
}
describe.each(sources)('from %s', from => {
  test.each(has(from))('$what', ({ column: key, type, arrives }) => {
    const { row, columns } = read[from]
    const told = columns.get(key)!
    expect(told.zoned === undefined ? told.type : `${told.type} ${told.zoned ? 'zoned' : 'wall'}`).toBe(type)
    if (type === 'number') expect(plainNumber(row[key]!)).toEqual(plainNumber(arrives))
    else expect(JSON.parse(JSON.stringify(row[key]))).toEqual(arrives)
  })
})
