/** Each source with the same table, and what can be spoilt about it, for the table of failures. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { type BigQuery, startBigQuery } from '../stand-ins/bigquery.ts'
import { type Databricks, startDatabricks } from '../stand-ins/databricks.ts'
import { inCapitals, ordersTable } from '../stand-ins/duck.ts'
import { freshDatabase } from '../stand-ins/postgres.ts'
import { sql } from '../stand-ins/reading.ts'
import { type Redshift, startRedshift } from '../stand-ins/redshift.ts'
import { MACROS, type Snowflake, startSnowflake } from '../stand-ins/snowflake.ts'

/** Behind the wire of Postgres: the owner's address, and the connection as somebody else. */
export interface OnWire {
  connection: Record<string, unknown>
  as(user: string, password: string): Record<string, unknown>
  at(database: string): Record<string, unknown>
  database(): Promise<string>
  run(text: string): Promise<unknown>
  close(): Promise<void>
}
let logins = 0
/** Orders that do not fit one page, a table that is not granted, and a query that never ends. */
const onWire = async (url: string): Promise<void> => {
  await sql(
    url,
    `create table orders as select i as order_id, repeat('x', 2000) as note from generate_series(1, 20000) i;
     create table secret as select 1 as id; create schema hidden; create table hidden.orders as select 1 as id;
     create function fails(state text, says text) returns int language plpgsql as $$ begin raise exception using errcode = state, message = says; end $$;
     create table changing as select 1 as order_id, 2 as gone; create table leaving as select 1 as order_id;
     create function costly() returns int language sql as $$ select 1 $$;
     create function hanging() returns int language plpgsql as $$ begin perform pg_sleep(600); return 1; end $$`,
  )
}
/** A login that may read `orders`, and no more. */
export async function reader(run: (text: string) => Promise<unknown>, more = ''): Promise<string> {
  const name = `denied_${process.pid}_${logins++}`
  await run(`create role ${name} login password 'only'; grant select on orders to ${name}; ${more.replaceAll('READER', name)}`)
  return name
}
export const starts = {
  postgres: async (): Promise<OnWire> => {
    const url = await freshDatabase()
    await onWire(url)
    const changed = (change: (url: URL) => void) => {
      const other = new URL(url)
      change(other)
      return { url: `${other}` }
    }
    return {
      connection: { url },
      as: (username, password) => changed(it => Object.assign(it, { username, password })),
      at: database => changed(it => Object.assign(it, { pathname: `/${database}` })),
      database: async () => new URL(url).pathname.slice(1),
      run: text => sql(url, text),
      close: async () => {},
    }
  },
  redshift: async (): Promise<OnWire & Pick<Redshift, 'cut'>> => {
    const it = await startRedshift()
    await onWire(it.url)
    return {
      connection: it.connection,
      as: (user, password) => ({ ...it.connection, user, password }),
      at: database => ({ ...it.connection, database }),
      database: async () => it.connection.database,
      run: text => sql(it.url, text),
      cut: it.cut,
      close: it.close,
    }
  },
  bigquery: (): Promise<BigQuery> => startBigQuery([ordersTable('orders'), 'create table secret as select 1 as id']),
  snowflake: (): Promise<Snowflake> =>
    startSnowflake([...MACROS, inCapitals(ordersTable('"ORDERS"')), 'create table "SECRET" as select 1 as "ID"']),
  databricks: (): Promise<Databricks> => startDatabricks([ordersTable('orders'), 'create table secret as select 1 as id']),
  file: async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tributary-spoilable-'))
    const duck = await (await DuckDBInstance.create(':memory:')).connect()
    await duck.run(`create table orders as select i as order_id, md5(i::varchar) as note from range(20000) t(i)`)
    const write = async (name: string, columns = '*') => {
      await duck.run(`copy (select ${columns} from orders) to '${join(folder, name)}'`)
      return name
    }
    await write('orders.parquet')
    const close = async () => {
      duck.closeSync()
      rmSync(folder, { recursive: true, force: true })
    }
    return { folder, write, duck, close }
  },
}
export type Standing = { [K in keyof typeof starts]: Awaited<ReturnType<(typeof starts)[K]>> }
