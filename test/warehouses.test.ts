/** One flow, every source: only the source step and its connection change, and the very bytes that would be sent stay the same. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { commandLine, folder, platform, tributary } from './command-line.ts'
import { startBigQuery } from './stand-ins/bigquery.ts'
import { startDatabricks } from './stand-ins/databricks.ts'
import { freshDatabase } from './stand-ins/postgres.ts'
import { sql } from './stand-ins/reading.ts'
import { startRedshift } from './stand-ins/redshift.ts'
import { MACROS, startSnowflake } from './stand-ins/snowflake.ts'

commandLine()

const start = Date.now() - 3_600_000
interface Order {
  order_id: string
  ordered_at: string
  cents: string
  email: string
  nick: string | null
  first_name: string | null
  status: string
}
/** Ids beyond a double, money to the cent, microseconds, names in many letters, and cells that are not there. */
const rows: Order[] = Array.from({ length: 40 }, (_, i) => ({
  order_id: String(9007199254740993n + BigInt(i)),
  ordered_at: new Date(start - i * 60_000).toISOString().replace('Z', `${String(i).padStart(3, '0')}Z`),
  cents: String(1999 + i * 7),
  email: `Ann.${i}@Example.com`,
  nick: i % 5 === 0 ? `Nick ${i}` : null,
  first_name: [null, 'Zoë', "O'Neil", '李小龍', 'Łukasz', 'İpek'][i % 6]!,
  status: ['paid', 'Paid', 'refunded', 'paid '][i % 4]!,
}))
/** The orders, and before some of them what they were an hour earlier: cheaper, and not known by name. */
const repeats: Order[] = rows.flatMap((row, i) =>
  i % 8 === 0
    ? [{ ...row, ordered_at: new Date(start - i * 60_000 - 3_600_000).toISOString(), cents: '1', nick: 'too early' }, row]
    : [row],
)
const text = (cell: string | null) => (cell === null ? 'null' : `'${cell.replaceAll("'", "''")}'`)
/** Both tables in an engine's own types; `name` spells what has a name. */
const tables = (name = (written: string) => written) =>
  Object.entries({ orders: rows, repeats }).flatMap(([into, cells]) => {
    const columns = Object.entries(types).map(([column, type]) => `${name(column)} ${type}`)
    const values = cells.map(row => `(${Object.values(row).map(text).join(', ')})`)
    return [`create table ${name(into)} (${columns.join(', ')})`, `insert into ${name(into)} values ${values.join(', ')}`]
  })
const types = {
  order_id: 'bigint',
  ordered_at: 'timestamptz',
  cents: 'bigint',
  email: 'varchar',
  nick: 'varchar',
  first_name: 'varchar',
  status: 'varchar',
}

const sources: Record<string, { node: (table: string) => object; connection?: Record<string, unknown> }> = {}
const closing: (() => Promise<void>)[] = []
const csv: Record<string, string> = {}
const made = mkdtempSync(join(tmpdir(), 'tributary-warehouses-'))
beforeAll(async () => {
  const url = await freshDatabase()
  await sql(url, tables().join('; '))
  const redshift = await startRedshift()
  await sql(redshift.url, tables().join('; '))
  const bigquery = await startBigQuery(tables())
  const snowflake = await startSnowflake([...MACROS, ...tables(name => `"${name.toUpperCase()}"`)])
  const databricks = await startDatabricks(tables())
  closing.push(redshift.close, bigquery.close, snowflake.close, databricks.close)
  const quoted = (cell: string | null) => (cell === null ? '' : `"${cell}"`)
  for (const [name, cells] of Object.entries({ orders: rows, repeats }))
    csv[name] = [Object.keys(types).join(','), ...cells.map(row => Object.values(row).map(quoted).join(','))].join('\n')
  const duck = await (await DuckDBInstance.create(':memory:')).connect()
  for (const statement of tables()) await duck.run(statement)
  for (const name of Object.keys(csv)) await duck.run(`copy ${name} to '${join(made, `${name}.parquet`)}' (format parquet)`)
  duck.closeSync()
  const shop = await DuckDBInstance.create(join(made, 'shop.duckdb'))
  const owner = await shop.connect()
  for (const statement of tables()) await owner.run(statement)
  owner.closeSync()
  shop.closeSync()
  sources.file = { node: table => ({ kind: 'file', config: { path: `${table}.csv` } }) }
  sources.parquet = { node: table => ({ kind: 'file', config: { path: join(made, `${table}.parquet`) } }) }
  sources.duckdb = { node: () => ({ kind: 'file', config: { path: join(made, 'shop.duckdb') } }) }
  const warehouses = {
    postgres: { url },
    redshift: redshift.connection,
    bigquery: bigquery.connection,
    snowflake: snowflake.connection,
    databricks: databricks.connection,
  }
  for (const [kind, connection] of Object.entries(warehouses))
    sources[kind] = { node: () => ({ kind, config: { connection: 'shop' } }), connection: { kind, ...connection } }
})
afterAll(async () => {
  for (const close of closing) await close()
  rmSync(made, { recursive: true, force: true })
})

const flowOver = (source: object, model: object) => ({
  tributary: 1,
  name: 'One flow',
  nodes: [
    { id: 'shop', ...source },
    { id: 'orders', ...model },
    {
      id: 'paid',
      kind: 'filter',
      config: {
        where: {
          match: 'all',
          conditions: [
            { column: 'status', op: 'is', value: 'paid' },
            { column: 'ordered_at', op: 'in_last', value: { amount: 7, unit: 'day' } },
          ],
        },
      },
    },
    {
      id: 'work',
      kind: 'formula',
      config: {
        columns: [
          { name: 'amount', formula: '[cents] / 100' },
          { name: 'called', formula: 'first([nick], [first_name])' },
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
          event_time: { column: 'ordered_at' },
          event_id: { column: 'order_id' },
          order_id: { column: 'order_id' },
          value: { column: 'amount' },
          currency: { value: 'EUR' },
          email: { column: 'email' },
          first_name: { column: 'called' },
        },
      },
    },
    { id: 'hash', kind: 'hash', config: { country: 'FR' } },
    { id: 'meta', kind: 'meta', config: { connection: 'meta-main' } },
  ],
  edges: [
    { from: 'shop', to: 'orders' },
    { from: 'orders', to: 'paid' },
    { from: 'paid', to: 'work', port: 'kept' },
    { from: 'work', to: 'map' },
    { from: 'map', to: 'hash' },
    { from: 'hash', to: 'meta' },
  ],
})

const models = {
  'a table whose keys come twice': { kind: 'table', config: { table: 'repeats', key: ['order_id'], keep: 'last', keepBy: 'ordered_at' } },
  'a query': { kind: 'sql', config: { sql: "select * from orders where status <> 'refunded' -- all others", key: ['order_id'] } },
}
/** A source says its rows in an order of its own; each event's very bytes stay. */
const inOrder = (body: string) => {
  const events = body.match(/\{"event_name".*?\}(?=,\{"event_name"|\])/g) ?? []
  return [body.replace(events.join(','), ''), ...events.sort()].join('\n')
}
/** Lays out the flow over this source, and runs a command on it. */
async function commanded(kind: string, model: { kind: string; config: object }, command: string[], variables: Record<string, string>) {
  const { node, connection } = sources[kind]!
  const { table = 'orders' } = model.config as { table?: string }
  writeFileSync(join(folder, `${table}.csv`), csv[table]!)
  writeFileSync(join(folder, 'flow.json'), JSON.stringify(flowOver(node(table), model)))
  const saved = { 'meta-main': { kind: 'meta', dataset: '1234567890', token: 'x' }, ...(connection && { shop: connection }) }
  writeFileSync(join(folder, 'connections.json'), JSON.stringify(saved))
  const [verb = '', ...flags] = command
  const done = await tributary([verb, 'flow.json', '--connections', 'connections.json', '--json', ...flags], variables)
  expect(done.code, `${kind}: ${done.err}${done.out.slice(0, 500)}`).toBe(0)
  return done.json
}
/** Each source in a test of its own: a process that begins takes seconds on a busy machine. */
const KINDS = ['file', 'parquet', 'duckdb', 'postgres', 'redshift', 'bigquery', 'snowflake', 'databricks']
test('every source is compared', () => expect(Object.keys(sources)).toEqual(KINDS))

test.each(KINDS)('what the filter leaves out is counted alike by every source: %s', async kind => {
  const meta = await platform()
  const table = { kind: 'table', config: { table: 'orders', key: ['order_id'] } }
  const dry = await commanded(kind, table, ['run', '--dry-run'], meta.variables)
  meta.close()
  expect(dry.paths[0].tally).toMatchObject({ read: 40, filtered: 30, unsent: 10, invalid: 0 })
})

describe.each(Object.entries(models))('the same bytes from every source, through %s', (_, model) => {
  const previewed = async (kind: string): Promise<string[]> => {
    const meta = await platform()
    const preview = await commanded(kind, model, ['preview', '--rows', '100'], meta.variables)
    meta.close()
    return preview.paths[0].requests.map((r: { body: string }) => inOrder(r.body))
  }
  let file: Promise<string[]> | undefined
  const ofFile = () => (file ??= previewed('file'))

  test('of ten orders that are paid, each says what it cost to the cent, in its last state', async () => {
    const [body] = await ofFile()
    expect(body!.match(/"event_name"/g)).toHaveLength(10)
    expect(body!.split('\n')).toHaveLength(11)
    expect(body).toContain('"event_id":"9007199254740993"')
    expect(body).toContain('"value":19.99')
    expect(body).not.toContain('"value":0.01')
  })
  test.each(KINDS.slice(1))('%s', async kind => {
    expect(await previewed(kind)).toEqual(await ofFile())
  })
})
