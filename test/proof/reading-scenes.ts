/** Scenes for faults of reading: a flow that reads a real Postgres by a cursor, and a time that passes while nobody is there. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { ids, judged } from './case.ts'
import { died, type Finding } from './checker.ts'
import { ordersTable } from './database.ts'
import type { Platform } from './platform.ts'
import { kill, killAt, pause, serve } from './product.ts'
import { finish, launch, played, type Scene, scene } from './scene.ts'
import { canaries, csvOf, flowOf, orders, type Shop } from './shop.ts'

interface Reading {
  shop: Shop
  platform: Platform
  /** Orders that become visible now, and say that they changed so many minutes ago. */
  add(...minutes: number[]): Promise<void>
}
const DAY_MS = 86_400_000
const CURSOR = {
  node: { id: 'shop', kind: 'postgres', config: { connection: 'shop-db' } },
  model: { id: 'orders', kind: 'sql', config: { sql: 'select * from orders', key: ['order_id'], cursor: 'changed' } },
}
const times = (count: number, of: (i: number) => number) => Array.from({ length: count }, (_, i) => of(i))

const byCursor =
  (play: (reading: Reading) => Promise<Finding>): Scene =>
  async (program, around) => {
    const table = await ordersTable(await around.postgres())
    await table.sql('alter table orders add column changed timestamptz')
    // One moment for all of them, so that equal ages are equal times.
    const [{ now } = {}] = await table.sql('select now()')
    const told = (shop: Shop, platform: Platform) =>
      play({
        shop,
        platform,
        async add(...minutes) {
          const fresh = orders(minutes.length)
          shop.all.push(...fresh)
          await table.insert(fresh)
          const rows = fresh.map(({ order_id }, i) => ({ order_id, minutes: minutes[i] }))
          await table.sql(
            `update orders set changed = $1::timestamptz - minutes * interval '1 minute'
             from jsonb_to_recordset($2::jsonb) as late(order_id text, minutes int) where late.order_id = orders.order_id`,
            [now, JSON.stringify(rows)],
          )
        },
      })
    try {
      return await played({ batch: 10, source: CURSOR, database: table.url }, told, program)
    } finally {
      await table.close()
    }
  }

export const readingScenes = {
  'rows late for the cursor': byCursor(async ({ shop, add }) => {
    // One of them by the clock of somebody who lives tomorrow.
    await add(...times(20, i => 120 + i), -24 * 60)
    await shop.run(launch).ended
    // Of the very time of the newest, a little before it, and well after it though long before the run.
    await add(...times(10, () => 120), ...times(10, () => 130), ...times(10, () => 60))
    return finish(shop)
  }),
  'killed while it reads by a cursor': byCursor(async ({ shop, platform, add }) => {
    await add(...times(60, i => i * 10))
    let pid = 0
    platform.manners.tookIt = ({ n }) => {
      if (n === 3) killAt(pid)
    }
    const run = shop.run(launch)
    pid = run.pid
    await run.ended
    died(shop)
    return finish(shop)
  }),
  'rows too late for the cursor, a day after': byCursor(async ({ shop, add }) => {
    await add(...times(20, () => 5))
    await shop.run(launch).ended
    await add(...times(20, () => 300))
    await shop.run(launch).ended
    later(shop.data, 'cursor', 'swept')
    return finish(shop)
  }),
  'away at the time of the schedule': scene({}, async (shop, platform, program) => {
    const start = () => serve(shop.data, { ...launch, env: shop.env, ...(program && { program }) })
    const csv = () => writeFileSync(join(shop.data, 'orders.csv'), csvOf(shop.all))
    csv()
    let served = await start()
    try {
      await served.ask('PUT', '/api/connections/out-main', { kind: 'meta', settings: { dataset: '7654321', token: canaries.token } })
      // Half a day from now, so that it has come once when a day has passed, and does not come while we look.
      const hour = (new Date().getUTCHours() + 12) % 24
      const document = flowOf('meta', { batch: 10, schedule: { cron: `0 ${hour} * * *`, timezone: 'UTC' } })
      const { id } = await served.ask<{ id: string }>('POST', '/api/flows', { document })
      await served.ask('POST', `/api/flows/${id}/publish`, {})
      await served.ask('POST', `/api/flows/${id}/runs`, {})
      await arrived(shop, platform)
      // A run that had not ended would go on after the start, and find what only the schedule may find.
      while ((await served.ask<{ endedAt: number | null }[]>('GET', `/api/flows/${id}/runs`)).some(run => run.endedAt === null))
        await pause(50)
      await kill(served, 'SIGTERM')
      shop.all.push(...orders(30))
      csv()
      later(shop.data, 'flow', 'due_after')
      served = await start()
      await arrived(shop, platform)
      await kill(served, 'SIGTERM')
      return judged(shop, { taken: ids(shop.all) })
    } finally {
      await kill(served)
    }
  }),
} satisfies Record<string, Scene>

/** Until the platform has them all, or long enough to say that it never will. */
async function arrived({ all }: Shop, { requests }: Platform): Promise<void> {
  const taken = () => new Set(requests.flatMap(request => request.taken)).size
  for (let waited = 0; waited < 15_000 && taken() < all.length; waited += 50) await pause(50)
  await pause(500)
}

/** A day and a little more has passed, as far as this column goes. */
export function later(data: string, table: 'cursor' | 'flow', column: 'swept' | 'due_after'): void {
  const sql = new Database(join(data, 'tributary.db'))
  const { changes } = sql.prepare(`update ${table} set ${column} = ${column} - ?`).run(DAY_MS + 60_000)
  sql.close()
  if (changes === 0) throw new Error(`There is no ${table} that a day could have passed for.`)
}
