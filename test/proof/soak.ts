/** Layer I: several flows every minute on one server, with faults on and orders coming in, and what the process grows to. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Manner } from './behaviours.ts'
import { ids, isGood, judged, type Surroundings } from './case.ts'
import { ordersTable } from './database.ts'
import { openPlatform } from './platform.ts'
import { kill, pause, serve } from './product.ts'
import { canaries, flowOf, fromPostgres, openShop, orders, type Shop } from './shop.ts'

const FLOWS = 6
const STEP_MS = 2000
const ROWS = 40
const LOG_MAX = 64 << 20
const RSS_MAX_MIB = 350
const FAULTS: readonly Manner[] = [
  'taken, then 500',
  'not taken, cut',
  '503 with seconds',
  'taken, then a page with 200',
  '429 with seconds',
]

interface Sample {
  s: number
  rssMib: number
  files: number
  log: number
}

/** `count` is seconds. */
export async function soak(around: Surroundings, count: number): Promise<void> {
  const random = around.random.fork('soak')
  const platform = await openPlatform({ manner: () => (random.next() < 0.08 ? random.pick(FAULTS) : 'ok') })
  const table = await ordersTable(await around.postgres())
  const shop = openShop({ platform, source: fromPostgres(), database: table.url, ...(around.program && { program: around.program }) })
  const served = await serve(shop.data, { env: shop.env, ...(around.program && { program: around.program }) })
  try {
    await served.ask('PUT', '/api/connections/shop-db', { kind: 'postgres', settings: { url: table.url } })
    const flows: string[] = []
    for (let i = 0; i < FLOWS; i++) {
      await served.ask('PUT', `/api/connections/out-${i}`, { kind: 'meta', settings: { dataset: `70000${i}`, token: canaries.token } })
      const document = flowOf('meta', {
        name: `soak ${i}`,
        batch: 20,
        // Each flow has orders of its own, so that an id names its flow.
        source: fromPostgres(`select * from orders where mod(substr(order_id, 2)::int, ${FLOWS}) = ${i}`),
        schedule: { cron: '* * * * *', timezone: 'Europe/Paris' },
      })
      const text = JSON.stringify(document).replace('"out-main"', `"out-${i}"`)
      const { id } = await served.ask<{ id: string }>('POST', '/api/flows', { document: JSON.parse(text) })
      await served.ask('POST', `/api/flows/${id}/publish`, {})
      flows.push(id)
    }
    const samples: Sample[] = []
    const began = Date.now()
    // A short soak sees no full minute: it starts runs by hand as well.
    for (let step = 0; Date.now() - began < count * 1000; step++) {
      const fresh = orders(ROWS)
      shop.all.push(...fresh)
      await table.insert(fresh)
      if (count < 120) await begin(served, flows[step % FLOWS]!)
      await pause(STEP_MS)
      samples.push({ s: (Date.now() - began) / 1000, ...sizeOf(served.pid, shop) })
    }
    platform.manners.manner = () => 'ok'
    for (let round = 0; round < 3; round++) for (const flow of flows) await begin(served, flow, true)
    const runs = (await Promise.all(flows.map(flow => served.ask<ApiRun[]>('GET', `/api/flows/${flow}/runs?limit=500`)))).flat()
    for (const { run, paths } of runs)
      shop.runs.push({ code: 0, signal: null, out: '', err: '', ms: 0, report: { flow: '', run, state: 'succeeded', paths } })
    await kill(served, 'SIGTERM')
    shop.written.push(served.out(), served.err())
    const { complaints, note } = growth(samples, runs.length)
    const finding = judged(shop, { taken: ids(shop.all) }, complaints)
    around.done({ suite: 'soak', name: `${FLOWS} flows, ${count} s`, cases: runs.length, ...finding, ...(isGood(finding) && { note }) })
  } finally {
    await kill(served)
    await table.close()
    await platform.close()
    shop.remove()
  }
}

interface ApiRun {
  run: string
  state: string
  paths: NonNullable<Shop['runs'][number]['report']>['paths']
}
type Served = Awaited<ReturnType<typeof serve>>

async function begin(served: Served, flow: string, wait = false): Promise<void> {
  await served.ask('POST', `/api/flows/${flow}/runs`, {}).catch(() => undefined)
  for (let i = 0; wait && i < 2400; i++) {
    const runs = await served.ask<ApiRun[]>('GET', `/api/flows/${flow}/runs?limit=3`)
    if (runs.every(({ state }) => state !== 'queued' && state !== 'running')) return
    await pause(50)
  }
}

function sizeOf(pid: number, shop: Shop): Omit<Sample, 's'> {
  const log = join(shop.data, 'tributary.db-wal')
  const rss = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return { rssMib: Number(rss) / 1024, files: readdirSync(`/proc/${pid}/fd`).length, log: existsSync(log) ? statSync(log).size : 0 }
}

/** The first third is warming up; of the rest, memory is told as a slope and files must not only grow. */
function growth(samples: readonly Sample[], runs: number): { complaints: string[]; note: string } {
  const warm = samples.slice(Math.floor(samples.length / 3))
  const most = (of: (sample: Sample) => number) => Math.max(...samples.map(of))
  const slope = slopeOf(warm.map(({ s, rssMib }) => [s / 60, rssMib]))
  const half = warm.length >> 1
  const [early, late] = [warm.slice(0, half), warm.slice(half)].map(part => Math.min(...part.map(({ files }) => files)))
  const complaints: string[] = []
  if (most(({ log }) => log) > LOG_MAX) complaints.push('the log grew beyond 64 MiB')
  if (most(({ rssMib }) => rssMib) > RSS_MAX_MIB) complaints.push(`memory grew to ${most(({ rssMib }) => rssMib).toFixed(0)} MiB`)
  if (half > 5 && late! > early! + 5) complaints.push(`open files grew from ${early} to ${late}`)
  const note = `${runs} runs; memory at most ${most(({ rssMib }) => rssMib).toFixed(0)} MiB, ${slope.toFixed(1)} MiB a minute; files ${early} to ${late}; log at most ${(most(({ log }) => log) / 2 ** 20).toFixed(1)} MiB`
  return { complaints, note }
}

/** Least squares. */
function slopeOf(points: readonly (readonly [number, number])[]): number {
  const n = points.length
  const mean = (k: 0 | 1) => points.reduce((sum, point) => sum + point[k], 0) / n
  const [mx, my] = [mean(0), mean(1)]
  const over = points.reduce((sum, [x]) => sum + (x - mx) ** 2, 0)
  return over === 0 ? 0 : points.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0) / over
}
