/** An answer that says how many rows it has and ends before the last one is a failure, never a smaller table. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { kinds } from '../nodes/kinds.ts'
import type { Query, Source } from '../runtime/contract.ts'
import { startBigQuery } from './stand-ins/bigquery.ts'
import { startDatabricks } from './stand-ins/databricks.ts'
import { inCapitals, ordersTable } from './stand-ins/duck.ts'
import { readAll, stopped, withSession } from './stand-ins/reading.ts'
import { MACROS, startSnowflake } from './stand-ins/snowflake.ts'

interface Server {
  connection: object
  missing: number
  close(): Promise<void>
}
const starts: Record<string, () => Promise<Server>> = {
  bigquery: () => startBigQuery([ordersTable('orders')]),
  snowflake: () => startSnowflake([...MACROS, inCapitals(ordersTable('"ORDERS"'))]),
  databricks: () => startDatabricks([ordersTable('orders')]),
}
const orders: Query = { from: { table: 'orders' }, key: ['order_id'] }

describe.each(Object.keys(starts))('%s', kind => {
  let it: Server
  beforeAll(async () => {
    it = await starts[kind]!()
  })
  afterAll(() => it.close())
  const read = (missing: number) => {
    const access = { config: { connection: 'db' }, connection: it.connection }
    return withSession(kinds.get(kind) as Source, access, {}, async session => {
      await session.describe(orders)
      it.missing = missing
      return readAll(session, orders).finally(() => {
        it.missing = 0
      })
    })
  }
  test('whole, it is read', async () => expect(await read(0)).toHaveLength(2500))
  test('one row short, it is refused', async () => {
    const failure = await stopped(read(1))
    expect(failure.code).toBe('source.lost')
    expect(failure.message).toBe('The answer ended before its last row')
    expect(failure.why).toMatch(/next run reads again/)
  })
})
