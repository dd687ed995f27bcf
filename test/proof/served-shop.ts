/** A shop whose flow runs in the real server, set up through the API as the editor does. */
import type { Surroundings } from './case.ts'
import { ordersTable } from './database.ts'
import { type Manners, openPlatform, type Platform } from './platform.ts'
import { pause, type Served, serve } from './product.ts'
import { canaries, type Destination, flowOf, fromPostgres, type Order, openShop, orders, type Shop } from './shop.ts'

/** Waits before a retry are at their floor. */
export const HASTY = { hook: { PROOF_HASTY: '1' } }

export interface TableShop {
  shop: Shop
  platform: Platform
  /** Address of its database. */
  database: string
  /** So many new orders. */
  add(rows: number): Promise<Order[]>
  close(): Promise<void>
}
/** Orders in a table of a real Postgres; requests of ten. */
export async function tableShop(around: Surroundings, manners: Manners, destination: Destination = 'meta'): Promise<TableShop> {
  const platform = await openPlatform(manners)
  const table = await ordersTable(await around.postgres())
  const shop = openShop({
    destination,
    platform,
    batch: 10,
    source: fromPostgres(),
    database: table.url,
    ...(around.program && { program: around.program }),
  })
  return {
    shop,
    platform,
    database: table.url,
    async add(rows) {
      const fresh = orders(rows)
      shop.all.push(...fresh)
      await table.insert(fresh)
      return fresh
    },
    async close() {
      await table.close()
      await platform.close()
      shop.remove()
    },
  }
}

export async function startServer({ data, env, written }: Shop, { program }: Surroundings): Promise<Served> {
  const served = await serve(data, { ...HASTY, env, ...(program && { program }) })
  void served.ended.then(({ out, err }) => written.push(out, err))
  return served
}

export const EVERY_MINUTE = { cron: '* * * * *', timezone: 'Europe/Paris' }
/** Gives the flow's id; it is published. */
export async function setUp(served: Served, { shop, database }: TableShop, schedule?: typeof EVERY_MINUTE): Promise<string> {
  const { destination } = shop
  const account = destination === 'meta' ? { dataset: '7654321' } : { ad_account: '7654321' }
  await served.ask('PUT', '/api/connections/out-main', { kind: destination, settings: { ...account, token: canaries.token } })
  await served.ask('PUT', '/api/connections/shop-db', { kind: 'postgres', settings: { url: database } })
  const document = flowOf(destination, { batch: 10, source: fromPostgres(), schedule })
  const { id } = await served.ask<{ id: string }>('POST', '/api/flows', { document })
  await served.ask('POST', `/api/flows/${id}/publish`, {})
  return id
}

export interface ApiRun {
  run: string
  state: string
  paths: NonNullable<Shop['runs'][number]['report']>['paths']
}
export const runsOf = (served: Served, flow: string, limit = 500) => served.ask<ApiRun[]>('GET', `/api/flows/${flow}/runs?limit=${limit}`)

/** A run that goes on already is as good. */
export const runNow = (served: Served, flow: string) => served.ask('POST', `/api/flows/${flow}/runs`, {}).catch(() => undefined)

/** Until nothing runs and nothing is queued; a minute at most. */
export async function idle(served: Served, flow: string): Promise<void> {
  for (let i = 0; i < 1200; i++) {
    if ((await runsOf(served, flow, 5)).every(({ state }) => state !== 'queued' && state !== 'running')) return
    await pause(50)
  }
}
export async function until(reached: () => boolean, ms: number): Promise<void> {
  for (let waited = 0; !reached() && waited < ms; waited += 10) await pause(10)
}
/** What the API tells of the runs is what the judge reads. */
export async function tellRuns(served: Served, flow: string, { runs }: Shop): Promise<ApiRun[]> {
  const told = await runsOf(served, flow)
  for (const { run, paths } of told)
    runs.push({ code: 0, signal: null, out: '', err: '', ms: 0, report: { flow, run, state: 'succeeded', paths } })
  return told
}
