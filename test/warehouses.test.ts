/** One flow, every source: only the source step and its connection change, and the very bytes that would be sent stay the same. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
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
  amount: string
  email: string
  first_name: string | null
  status: string
}
/** Ids beyond a double, money to the cent, microseconds, names in many letters, and cells that are not there. */
const rows: Order[] = Array.from({ length: 40 }, (_, i) => ({
  order_id: String(9007199254740993n + BigInt(i)),
  ordered_at: new Date(start - i * 60_000).toISOString().replace('Z', `${String(i).padStart(3, '0')}Z`),
  amount: (1999 + i * 7).toString().replace(/(\d\d)$/, '.$1'),
  email: `Ann.${i}@Example.com`,
  first_name: [null, 'Zoë', "O'Neil", '李小龍', 'Łukasz', 'İpek'][i % 6]!,
  status: ['paid', 'Paid', 'refunded', 'paid '][i % 4]!,
}))
const text = (cell: string | null) => (cell === null ? 'null' : `'${cell.replaceAll("'", "''")}'`)
/** In an engine's own types; `name` spells the columns. */
const table = (into: string, types: Record<keyof Order, string>, name = (column: string) => column) => {
  const columns = Object.entries(types).map(([column, type]) => `${name(column)} ${type}`)
  const values = rows.map(row => `(${Object.values(row).map(text).join(', ')})`)
  return [`create table ${into} (${columns.join(', ')})`, `insert into ${into} values ${values.join(', ')}`]
}
const types = {
  order_id: 'bigint',
  ordered_at: 'timestamptz',
  amount: 'numeric(12, 2)',
  email: 'varchar',
  first_name: 'varchar',
  status: 'varchar',
}

const sources: Record<string, { node: object; connection?: Record<string, unknown> }> = {}
const closing: (() => Promise<void>)[] = []
beforeAll(async () => {
  const url = await freshDatabase()
  await sql(url, table('orders', types).join('; '))
  const redshift = await startRedshift()
  await sql(redshift.url, table('orders', types).join('; '))
  const bigquery = await startBigQuery(table('orders', types))
  const snowflake = await startSnowflake([...MACROS, ...table('"ORDERS"', types, column => `"${column.toUpperCase()}"`)])
  const databricks = await startDatabricks(table('orders', types))
  closing.push(redshift.close, bigquery.close, snowflake.close, databricks.close)
  sources.file = { node: { kind: 'file', config: { path: 'orders.csv' } } }
  const warehouses = {
    postgres: { url },
    redshift: redshift.connection,
    bigquery: bigquery.connection,
    snowflake: snowflake.connection,
    databricks: databricks.connection,
  }
  for (const [kind, connection] of Object.entries(warehouses))
    sources[kind] = { node: { kind, config: { connection: 'shop' } }, connection: { kind, ...connection } }
})
afterAll(async () => {
  for (const close of closing) await close()
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
          first_name: { column: 'first_name' },
        },
      },
    },
    { id: 'hash', kind: 'hash', config: { country: 'FR' } },
    { id: 'meta', kind: 'meta', config: { connection: 'meta-main' } },
  ],
  edges: [
    { from: 'shop', to: 'orders' },
    { from: 'orders', to: 'paid' },
    { from: 'paid', to: 'map', port: 'kept' },
    { from: 'map', to: 'hash' },
    { from: 'hash', to: 'meta' },
  ],
})

const models = {
  'a table': { kind: 'table', config: { table: 'orders', key: ['order_id'] } },
  'a query': { kind: 'sql', config: { sql: "select * from orders where status <> 'refunded' -- all others", key: ['order_id'] } },
}
test.each(Object.entries(models))('the same bytes from every source, through %s', async (_, model) => {
  const meta = await platform()
  const found: Record<string, string[]> = {}
  for (const [kind, { node, connection }] of Object.entries(sources)) {
    const names = Object.keys(rows[0]!)
    const quoted = (cell: string | null) => (cell === null ? '' : `"${cell}"`)
    writeFileSync(join(folder, 'orders.csv'), [names.join(','), ...rows.map(row => Object.values(row).map(quoted).join(','))].join('\n'))
    writeFileSync(join(folder, 'flow.json'), JSON.stringify(flowOver(node, model)))
    const saved = { 'meta-main': { kind: 'meta', dataset: '1234567890', token: 'x' }, ...(connection && { shop: connection }) }
    writeFileSync(join(folder, 'connections.json'), JSON.stringify(saved))
    const preview = await tributary(
      ['preview', 'flow.json', '--connections', 'connections.json', '--rows', '100', '--json'],
      meta.variables,
    )
    expect(preview.code, `${kind}: ${preview.err}${preview.out.slice(0, 500)}`).toBe(0)
    found[kind] = preview.json.paths[0].requests.map((r: { body: string }) => r.body)
    // Counting what the filter left out is the source's work, too.
    if (model === models['a table']) {
      const dry = await tributary(['run', 'flow.json', '--connections', 'connections.json', '--dry-run', '--json'], meta.variables)
      expect([kind, dry.json.paths[0].tally]).toEqual([kind, expect.objectContaining({ read: 40, filtered: 30, unsent: 10, invalid: 0 })])
    }
  }
  meta.close()
  const { file, ...others } = found
  const [body] = file!
  // Ten orders are paid, and each says what it cost to the cent.
  expect(JSON.parse(body!).data).toHaveLength(10)
  expect(body).toContain('"event_id":"9007199254740993"')
  expect(body).toContain('"value":19.99')
  for (const [kind, made] of Object.entries(others)) expect([kind, made]).toEqual([kind, file])
})
