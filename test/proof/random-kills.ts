/** Layer D: kill -9 at any time, of the command line and of the server with a schedule, each time with new orders. */
import { ids, isGood, judged, type Surroundings, toTheEnd } from './case.ts'
import { died } from './checker.ts'
import { slots } from './leftovers.ts'
import { kill, killAt, pause } from './product.ts'
import type { Random } from './random.ts'
import { EVERY_MINUTE, HASTY, idle, runNow, setUp, startServer, tableShop, tellRuns, until } from './served-shop.ts'

const SUITE = 'kill -9 at any time'
const IN_A_ROW = 10
/** Back at work is the first request after a start that had something to do. */
const BACK_MS = 5000

export async function randomKills(around: Surroundings, count: number): Promise<void> {
  const random = around.random.fork('random kills')
  for (let left = count; left > 0; left -= IN_A_ROW) await commandLine(around, Math.min(left, IN_A_ROW), random)
  for (let left = count; left > 0; left -= IN_A_ROW * 2) await server(around, Math.min(left, IN_A_ROW * 2), random)
}

async function commandLine(around: Surroundings, count: number, random: Random): Promise<void> {
  const { shop, add, close } = await tableShop(around, { delayMs: 4 })
  try {
    await add(120)
    const whole = await shop.run(HASTY).ended
    let deaths = 0
    // A run that was done before its moment is no death: the next one is.
    for (let tries = 0; deaths < count && tries < count * 3 + 12; tries++) {
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

async function server(around: Surroundings, count: number, random: Random): Promise<void> {
  const table = await tableShop(around, { delayMs: 4 })
  const { platform, shop, add, close } = table
  const start = () => startServer(shop, around)
  let served = await start()
  const back: number[] = []
  let slow = 0
  try {
    const flow = await setUp(served, table, EVERY_MINUTE)
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
    await tellRuns(served, flow, shop)
    await kill(served, 'SIGTERM')
    // A round may be over before its first minute is.
    more.push(...slots(shop.data, 0))
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
