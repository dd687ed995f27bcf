/** Layer D: kill -9 at any time, of the command line and of the server with a schedule, each time with new orders. */
import { ids, isGood, judged, type Surroundings, toTheEnd } from './case.ts'
import { died } from './checker.ts'
import { ordersTable } from './database.ts'
import { openPlatform } from './platform.ts'
import { kill, killAt, pause, type Served, serve } from './product.ts'
import type { Random } from './random.ts'
import { canaries, flowOf, fromPostgres, openShop, orders, type Shop } from './shop.ts'

const SUITE = 'kill -9 at any time'
const HASTY = { hook: { PROOF_HASTY: '1' } }
const IN_A_ROW = 10
/** Back at work is the first request after a start that had something to do. */
const BACK_MS = 5000

export async function randomKills(around: Surroundings, count: number): Promise<void> {
  const random = around.random.fork('random kills')
  for (let left = count; left > 0; left -= IN_A_ROW) await commandLine(around, Math.min(left, IN_A_ROW), random)
  for (let left = count; left > 0; left -= IN_A_ROW * 2) await server(around, Math.min(left, IN_A_ROW * 2), random)
}

async function opened(around: Surroundings) {
  const platform = await openPlatform({ delayMs: 4 })
  const table = await ordersTable(await around.postgres())
  const shop = openShop({
    platform,
    batch: 10,
    source: fromPostgres(),
    database: table.url,
    ...(around.program && { program: around.program }),
  })
  const add = async (rows: number) => {
    const fresh = orders(rows)
    shop.all.push(...fresh)
    await table.insert(fresh)
  }
  const close = async () => {
    await table.close()
    await platform.close()
    shop.remove()
  }
  return { platform, table, shop, add, close }
}

async function commandLine(around: Surroundings, count: number, random: Random): Promise<void> {
  const { shop, add, close } = await opened(around)
  try {
    await add(120)
    const whole = await shop.run(HASTY).ended
    let deaths = 0
    // A run that was done before its moment is no death: the next one is.
    for (let tries = 0; deaths < count && tries < count * 3; tries++) {
      await add(120)
      const run = shop.run(HASTY)
      await Promise.race([run.ended, pause(random.next() * whole.ms * 1.1)])
      killAt(run.pid)
      if ((await run.ended).signal !== 'SIGKILL') continue
      deaths++
      died(shop)
    }
    const finding = await toTheEnd(shop, { taken: ids(shop.all), launch: HASTY, quiet: 3 })
    if (deaths < count) finding.complaints.push(`only ${deaths} of ${count} runs were killed`)
    around.done({ suite: SUITE, name: 'tributary run', cases: deaths, ...finding })
  } finally {
    await close()
  }
}

/** Sets the flow up through the API, as the editor does, and publishes it with a schedule of every minute. */
async function setUp(served: Served, database: string): Promise<string> {
  await served.ask('PUT', '/api/connections/out-main', { kind: 'meta', settings: { dataset: '7654321', token: canaries.token } })
  await served.ask('PUT', '/api/connections/shop-db', { kind: 'postgres', settings: { url: database } })
  const document = flowOf('meta', { batch: 10, source: fromPostgres(), schedule: { cron: '* * * * *', timezone: 'Europe/Paris' } })
  const { id } = await served.ask<{ id: string }>('POST', '/api/flows', { document })
  await served.ask('POST', `/api/flows/${id}/publish`, {})
  return id
}

interface ApiRun {
  run: string
  state: string
  paths: NonNullable<Shop['runs'][number]['report']>['paths']
}

async function server(around: Surroundings, count: number, random: Random): Promise<void> {
  const { platform, table, shop, add, close } = await opened(around)
  const start = async () => {
    const served = await serve(shop.data, { ...HASTY, env: shop.env, ...(around.program && { program: around.program }) })
    void served.ended.then(({ out, err }) => shop.written.push(out, err))
    return served
  }
  let served = await start()
  const back: number[] = []
  let slow = 0
  try {
    const flow = await setUp(served, table.url)
    for (let i = 0; i < count; i++) {
      await add(200)
      await runNow(served, flow)
      await pause(random.next() * 1500)
      await kill(served)
      const open = died(shop)
      const seen = platform.requests.length
      served = await start()
      // What a dead process left open is the first thing that the next one sends, unless the flow died too often in a row.
      if (open > 0) {
        await until(() => platform.requests.length > seen, BACK_MS * 3)
        const ms = platform.requests.length > seen ? performance.now() - served.began : Number.POSITIVE_INFINITY
        if (Number.isFinite(ms)) back.push(ms)
        else slow++
      }
      if (i % 2 === 1) await idle(served, flow)
    }
    await runNow(served, flow)
    await idle(served, flow)
    await runNow(served, flow)
    await idle(served, flow)
    const before = platform.requests.length
    for (let i = 0; i < 3; i++) {
      await runNow(served, flow)
      await idle(served, flow)
    }
    const more = platform.requests.length > before ? ['requests after everything was settled [I4]'] : []
    if (slow) more.push(`${slow} times nothing was sent within ${(BACK_MS * 3) / 1000} s of a start [I16]`)
    for (const run of await served.ask<ApiRun[]>('GET', `/api/flows/${flow}/runs?limit=500`))
      shop.runs.push({
        code: 0,
        signal: null,
        out: '',
        err: '',
        ms: 0,
        report: { flow, run: run.run, state: 'succeeded', paths: run.paths },
      })
    await kill(served, 'SIGTERM')
    const finding = judged(shop, { taken: ids(shop.all) }, more)
    const late = back.filter(ms => ms > BACK_MS).length
    const note = back.length ? `back at work in ${seconds(median(back))} s, at most ${seconds(Math.max(...back))} s; ${late} over 5 s` : ''
    around.done({ suite: SUITE, name: 'tributary serve, every minute', cases: count, ...finding, ...(note && isGood(finding) && { note }) })
  } finally {
    await kill(served)
    await close()
  }
}

const median = (list: readonly number[]) => list.toSorted((a, b) => a - b)[list.length >> 1]!
const seconds = (ms: number) => (ms / 1000).toFixed(1)

/** A run that goes on already is as good. */
const runNow = (served: Served, flow: string) => served.ask('POST', `/api/flows/${flow}/runs`, {}).catch(() => undefined)

async function idle(served: Served, flow: string): Promise<void> {
  for (let i = 0; i < 1200; i++) {
    const runs = await served.ask<ApiRun[]>('GET', `/api/flows/${flow}/runs?limit=5`)
    if (runs.every(({ state }) => state !== 'queued' && state !== 'running')) return
    await pause(50)
  }
}
async function until(reached: () => boolean, ms: number): Promise<void> {
  for (let waited = 0; !reached() && waited < ms; waited += 10) await pause(10)
}
