/**
 * One flow over one nasty table in every source: the bytes that would be sent are the same. Numbers beyond a double, decimals
 * of 38 digits, wall times and moments around both changes of the clock, booleans as such and as words, nothing and empty,
 * documents, lists, and letters that few programs handle. The clock is set, so that both changes of it are days old.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { KnownConnection } from '../server/runs/workplace.ts'
import { startBigQuery } from './stand-ins/bigquery.ts'
import { startDatabricks } from './stand-ins/databricks.ts'
import { type Engine, engine } from './stand-ins/engine.ts'
import { freshDatabase } from './stand-ins/postgres.ts'
import { sql } from './stand-ins/reading.ts'
import { startRedshift } from './stand-ins/redshift.ts'
import { MACROS, startSnowflake } from './stand-ins/snowflake.ts'

type Cell = string | null
/** In DuckDB's types, and in another engine's where that has none of these. */
const types: Record<string, { duck: string; postgres?: string; redshift?: string; json?: true }> = {
  big: { duck: 'bigint' },
  fine: { duck: 'decimal(38, 9)' },
  double: { duck: 'double', postgres: 'float8', redshift: 'float8' },
  flag: { duck: 'boolean', json: true },
  word: { duck: 'varchar' },
  day: { duck: 'date' },
  at: { duck: 'timestamptz' },
  wall: { duck: 'timestamp' },
  name: { duck: 'varchar' },
  nick: { duck: 'varchar' },
  tags: { duck: 'json', postgres: 'json', redshift: 'varchar', json: true },
  doc: { duck: 'json', postgres: 'json', redshift: 'varchar', json: true },
}
const names = Object.keys(types)
/** Wall times in Berlin: before, in and after the hour that comes twice, and the one that is skipped. */
const clocks: Record<'autumn' | 'spring', { now: string; cells: [at: string, wall: string][] }> = {
  autumn: {
    now: '2026-10-27T12:00:00Z',
    cells: [
      ['2026-10-25T00:59:59.999999Z', '2026-10-25T01:59:59.999999'],
      ['2026-10-25T00:30:00Z', '2026-10-25T02:30:00'],
      ['2026-10-25T01:30:00Z', '2026-10-25T03:00:00'],
      ['2026-10-26T23:30:00.5Z', '2026-10-27T00:30:00.5'],
    ],
  },
  spring: {
    now: '2026-03-30T12:00:00Z',
    cells: [
      ['2026-03-29T00:59:59.999999Z', '2026-03-29T01:59:59.999999'],
      ['2026-03-29T01:00:00Z', '2026-03-29T02:30:00'],
      ['2026-03-29T01:00:00.000001Z', '2026-03-29T03:00:00'],
      ['2026-03-29T22:30:00Z', '2026-03-30T00:30:00'],
    ],
  },
}
const nasty: readonly Cell[] = [
  'Zoë',
  'e\u0301',
  '李小龍',
  'İpek',
  '🧵🪡',
  'O\'Neil "Ann"',
  'a\u200bb\u00a0c',
  'ﬁ Ⅻ',
  'null',
  ' ',
  '',
  null,
  '\ufffd',
  '٣٤',
  'ǅ',
  '\u202eabc',
]
const at = <T>(values: readonly T[], i: number): T => values[i % values.length]!
const rowsOf = (clock: keyof typeof clocks): Record<string, Cell>[] =>
  Array.from({ length: 32 }, (_, i) => ({
    big: String(9007199254740993n + BigInt(i)),
    fine: at(['12345678901234567890123456789.123456789', '-0.000000001', '0.123456789', '99999999999999999999999999999.999999999'], i),
    double: at(['0.1', '1e+300', '5e-324', '-2.5', null], i),
    flag: at(['true', 'false', null], i),
    word: at(['false', 'FALSE', 'no', '0', 'true', null, ''], i),
    day: at(['2026-10-25', '1969-12-31', '2024-02-29', null], i),
    at: at(clocks[clock].cells, i)[0],
    wall: at(clocks[clock].cells, i)[1],
    name: at(nasty, i),
    nick: at([null, '', 'Ann', ' '], i),
    tags: at(['["a,b",null,"q\\"",""]', '[]', '[9007199254740993]', '["é","e\u0301"]', null], i),
    doc: at(
      [
        '[{"id":"9007199254740993","quantity":2,"item_price":19.99}]',
        '[{"id":9007199254740993,"quantity":3}]',
        '[]',
        null,
        '[{"id":"é\u2028","quantity":1}]',
      ],
      i,
    ),
  }))
const literal = (cell: Cell) => (cell === null ? 'null' : `'${cell.replaceAll("'", "''")}'`)
const made = (rows: readonly Record<string, Cell>[], engine: 'duck' | 'postgres' | 'redshift', spell = (name: string) => `"${name}"`) => {
  const typeOf = (name: string) => types[name]![engine] ?? types[name]!.duck
  const columns = names.map(name => `${spell(name)} ${typeOf(name)}`)
  const values = rows.map(row => `(${names.map(name => literal(row[name]!)).join(', ')})`)
  return [`create table ${spell('nasty')} (${columns.join(', ')})`, `insert into ${spell('nasty')} values ${values.join(', ')}`]
}
const flow = (source: object, time: string) => ({
  tributary: 1,
  name: 'Nasty rows',
  nodes: [
    { id: 'shop', ...source },
    { id: 'rows', kind: 'table', config: { table: 'nasty', key: ['big'], timezone: 'Europe/Berlin' } },
    {
      id: 'work',
      kind: 'formula',
      config: {
        columns: [
          { name: 'sum', formula: '[fine] + [big]' },
          { name: 'called', formula: 'first([nick], [name])' },
          { name: 'deep', formula: 'json([doc], "$[0].id")' },
        ],
      },
    },
    {
      id: 'map',
      kind: 'mapping',
      config: {
        fields: {
          event_name: { value: 'Purchase' },
          action_source: { value: 'system_generated' },
          event_time: { column: time },
          event_id: { column: 'big' },
          order_id: { column: 'sum' },
          value: { value: '1.00' },
          currency: { value: 'EUR' },
          email: { template: 'ann.{big}@example.com' },
          first_name: { column: 'name' },
          last_name: { column: 'called' },
          external_id: { all: ['deep', 'nick', 'fine'] },
          opt_out: { column: 'word' },
          content_ids: { column: 'tags' },
          contents: { column: 'doc' },
          content_name: { template: '{big}|{fine}|{double}|{flag}|{day}|{at}|{wall}|{name}|{nick}|{sum}' },
          num_items: { column: 'flag' },
        },
      },
    },
    { id: 'hash', kind: 'hash', config: { country: 'FR' } },
    { id: 'meta', kind: 'meta', config: { connection: 'meta-main' } },
  ],
  edges: [
    { from: 'shop', to: 'rows' },
    { from: 'rows', to: 'work' },
    { from: 'work', to: 'map' },
    { from: 'map', to: 'hash' },
    { from: 'hash', to: 'meta' },
  ],
})

const closing: (() => unknown)[] = []
afterAll(async () => {
  for (const close of closing) await close()
})
async function files(rows: readonly Record<string, Cell>[], folder: string): Promise<void> {
  const quoted = (cell: Cell) => (cell === null ? '' : `"${cell.replaceAll('"', '""')}"`)
  writeFileSync(
    join(folder, 'nasty.csv'),
    [names.join(','), ...rows.map(row => names.map(name => quoted(row[name]!)).join(','))].join('\n'),
  )
  const said = (name: string, cell: Cell) => (cell === null || types[name]!.json ? String(cell) : JSON.stringify(cell))
  const line = (row: Record<string, Cell>) => `{${names.map(name => `"${name}":${said(name, row[name]!)}`).join(',')}}`
  writeFileSync(join(folder, 'nasty.jsonl'), rows.map(line).join('\n'))
  const shop = await DuckDBInstance.create(join(folder, 'nasty.duckdb'))
  const owner = await shop.connect()
  await owner.run(`set TimeZone = 'UTC'`)
  for (const statement of made(rows, 'duck')) await owner.run(statement)
  await owner.run(`copy nasty to '${join(folder, 'nasty.parquet')}' (format parquet)`)
  owner.closeSync()
  shop.closeSync()
  const lite = new DatabaseSync(join(folder, 'nasty.sqlite'))
  lite.exec(`create table nasty (${names.map(name => `${name} ${name === 'big' ? 'integer' : 'text'}`).join(', ')})`)
  const insert = lite.prepare(`insert into nasty values (${names.map(() => '?').join(', ')})`)
  for (const row of rows) insert.run(...names.map(name => (name === 'big' ? BigInt(row[name]!) : row[name]!)))
  lite.close()
}

const sources: Record<string, object> = Object.fromEntries([
  ...['postgres', 'redshift', 'bigquery', 'snowflake', 'databricks'].map(kind => [kind, { kind, config: { connection: kind } }]),
  ...['csv', 'jsonl', 'parquet', 'duckdb', 'sqlite'].map(ending => [ending, { kind: 'file', config: { path: `nasty.${ending}` } }]),
])
const tributaries = {} as Record<keyof typeof clocks, Engine>
beforeAll(async () => {
  for (const clock of Object.keys(clocks) as (keyof typeof clocks)[]) {
    const rows = rowsOf(clock)
    const url = await freshDatabase()
    await sql(url, made(rows, 'postgres').join('; '))
    const redshift = await startRedshift()
    await sql(redshift.url, made(rows, 'redshift').join('; '))
    const bigquery = await startBigQuery(made(rows, 'duck'))
    const snowflake = await startSnowflake([...MACROS, ...made(rows, 'duck', name => `"${name.toUpperCase()}"`)])
    const databricks = await startDatabricks(made(rows, 'duck'))
    closing.push(redshift.close, bigquery.close, snowflake.close, databricks.close)
    const known = (kind: string, settings: object): KnownConnection => ({ kind, settings: { ...settings }, simulated: false })
    const connections = {
      'meta-main': known('meta', { dataset: '1234567890', token: 'x' }),
      postgres: known('postgres', { url }),
      redshift: known('redshift', redshift.connection),
      bigquery: known('bigquery', bigquery.connection),
      snowflake: known('snowflake', snowflake.connection),
      databricks: known('databricks', databricks.connection),
    }
    tributaries[clock] = await engine({}, connections, () => Date.parse(clocks[clock].now))
    closing.push(tributaries[clock].close)
    await files(rows, tributaries[clock].folder)
  }
})

/** A source says its rows in an order of its own; each event's very bytes stay. */
const events = (body: string): string[] => (body.match(/\{"event_name".*?\}(?=,\{"event_name"|\]\}?$)/g) ?? []).sort()
test.each([
  ['autumn', 'at', 32],
  // The hour that comes twice, or never, is no moment: a quarter of the rows is held back.
  ['autumn', 'wall', 24],
  ['spring', 'at', 32],
  ['spring', 'wall', 24],
] as const)('the same bytes from every source in %s, by %s', async (clock, time, count) => {
  const found: Record<string, string[]> = {}
  for (const [from, source] of Object.entries(sources)) {
    const [path] = await tributaries[clock].look(flow(source, time), 100)
    expect([from, path!.error]).toEqual([from, undefined])
    found[from] = path!.requests.flatMap(({ body }) => events(body))
  }
  const { postgres, ...others } = found
  expect(postgres).toHaveLength(count)
  const first = postgres!.find(event => event.includes('"event_id":"9007199254740993"'))!
  expect(first).toContain('"order_id":"12345678901243575089378197782.123456789"')
  expect(first).toContain('"content_ids":["a,b","q\\""],"contents":[{"id":"9007199254740993","quantity":2,"item_price":19.99}]')
  expect(first).toContain(`|0.1|true|2026-10-25|${clocks[clock].cells[0]![0]}|${clocks[clock].cells[0]![1]}|Zoë||`)
  // The fifth has no number in the double, and letters beyond the basic plane.
  expect(postgres!.find(event => event.includes('"event_id":"9007199254740997"'))).toContain('.123456789||false|2026-10-25|')
  for (const [from, sent] of Object.entries(others)) expect([from, sent]).toEqual([from, postgres])
})
