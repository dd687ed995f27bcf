/** Columns whose names are not words: described, read, narrowed by and counted under the very name, whichever source they come from. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { kinds } from '../nodes/kinds.ts'
import type { Conditions } from '../runtime/conditions/tree.ts'
import type { Query, Row, Source } from '../runtime/contract.ts'
import { startBigQuery } from './stand-ins/bigquery.ts'
import { startDatabricks } from './stand-ins/databricks.ts'
import { freshDatabase } from './stand-ins/postgres.ts'
import { never, NOW as now, sql, stopped, withSession } from './stand-ins/reading.ts'
import { startRedshift } from './stand-ins/redshift.ts'
import { MACROS, startSnowflake } from './stand-ins/snowflake.ts'

const names = ['id', 'Mixed Case', 'two  blanks', "it's", 'select', 'naïve', '🛒', 'a.b', '__proto__', 'semi;colon -- no']
/** BigQuery's names have none of these marks, and Databricks' backtick would be this stand-in's quote. */
const quotes = ['quo"te']
const table = (name: string, columns: readonly string[]) =>
  `create table ${name} as select ${columns.map((c, i) => `'v${i}' as "${c.replaceAll('"', '""')}"`).join(', ')} union all select ${columns.map(() => `'other'`).join(', ')}`
const folder = mkdtempSync(join(tmpdir(), 'tributary-names-'))
const opens: Record<string, { columns: readonly string[]; config: object; connection?: object }> = {}
const closing: (() => Promise<void>)[] = []
beforeAll(async () => {
  const all = [...names, ...quotes]
  const url = await freshDatabase()
  await sql(url, table('odd', all))
  const redshift = await startRedshift()
  await sql(redshift.url, table('odd', all))
  const [bigquery, snowflake, databricks] = [
    await startBigQuery([table('odd', names)]),
    await startSnowflake([
      ...MACROS,
      table(
        'odd',
        all.filter(name => name !== '__proto__'),
      ),
      table('worse', ['id', '__proto__']),
    ]),
    await startDatabricks([table('odd', names)]),
  ]
  closing.push(redshift.close, bigquery.close, snowflake.close, databricks.close)
  const duck = await DuckDBInstance.create(join(folder, 'odd.duckdb'))
  const owner = await duck.connect()
  await owner.run(table('odd', all))
  owner.closeSync()
  duck.closeSync()
  opens.file = { columns: all, config: { path: 'odd.duckdb' } }
  const warehouses = { postgres: { url }, ...{ redshift, snowflake }, bigquery, databricks } as Record<string, any>
  for (const [kind, { connection = warehouses[kind] }] of Object.entries(warehouses))
    opens[kind] = { columns: /bigquery|databricks/.test(kind) ? names : all, config: { connection: 'db' }, connection }
  opens.snowflake!.columns = all.filter(name => name !== '__proto__')
})
afterAll(async () => {
  for (const close of closing) await close()
  rmSync(folder, { recursive: true, force: true })
})

test.each(['postgres', 'redshift', 'bigquery', 'snowflake', 'databricks', 'file'])('%s', async kind => {
  const { columns, ...settings } = opens[kind]!
  const query: Query = { from: { table: 'odd' }, key: ['id'] }
  await withSession(kinds.get(kind) as Source, settings, { folder }, async session => {
    const shape = await session.describe(query)
    expect(shape.map(({ key }) => key)).toEqual(columns)
    for (const [i, column] of columns.entries()) {
      const where: Conditions = { match: 'all', conditions: [{ column, op: 'is', value: `v${i}` }] }
      if (!session.narrows!(where, shape)) continue
      const rows: Row[] = []
      for await (const page of session.read(query, { size: 10, now, stop: never, where })) rows.push(...page)
      expect(rows, column).toHaveLength(1)
      expect(columns.map(name => rows[0]![name])).toEqual(columns.map((_, at) => `v${at}`))
      expect(await session.count!(query, [where], now)).toEqual([1])
    }
  })
})
test('a name that a driver cannot hold is said, with the way around it', async () => {
  const { columns: _, ...settings } = opens.snowflake!
  const describing = (from: Query['from']) =>
    withSession(kinds.get('snowflake') as Source, settings, {}, session => session.describe({ from, key: [] }))
  const failure = await stopped(describing({ table: 'worse' }))
  expect(failure.message).toBe('A column has a name that Snowflake’s driver cannot hold')
  expect(failure.why).toContain('another name with AS')
  expect((await describing({ sql: 'select "id", "__proto__" as fine from worse' })).map(({ key }) => key)).toEqual(['id', 'fine'])
})
