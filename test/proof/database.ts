/** Orders in a real Postgres, written by their owner, read by the product. */
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import type { Order } from './shop.ts'

export interface OrdersTable {
  url: string
  /** As the owner, past everything that the product may do. */
  sql(text: string, values?: unknown[]): Promise<Record<string, unknown>[]>
  insert(orders: readonly Order[]): Promise<void>
  close(): Promise<void>
}

/** A database of its own on the Postgres at `server`, with an empty table of orders. */
export async function ordersTable(server: string): Promise<OrdersTable> {
  const admin = new pg.Client(server)
  await admin.connect()
  const name = `p_${randomBytes(6).toString('hex')}`
  await admin.query(`create database ${name}`)
  await admin.end()
  const url = server.replace(/\/postgres$/, `/${name}`)
  const client = new pg.Client(url)
  client.on('error', () => {})
  await client.connect()
  await client.query(
    'create table orders (order_id text primary key, ordered_at timestamptz, amount numeric(12,2), email text, phone text, status text)',
  )
  return {
    url,
    sql: async (text, values) => (await client.query(text, values)).rows,
    async insert(list) {
      await client.query('insert into orders select * from jsonb_populate_recordset(null::orders, $1)', [JSON.stringify(list)])
    },
    close: () => client.end(),
  }
}
