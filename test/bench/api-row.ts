/** Whether the interface stays quick while a run goes on: answers of the API, with the editor's live feed open. */
import { setTimeout as pause } from 'node:timers/promises'
import { benchFlow, fromPostgres, orders } from './flow.ts'
import { type BenchRow, type Finding, sized } from './rounds.ts'
import { drawn, endOf, type Served, serve, started } from './server.ts'
import { onStage } from './stage.ts'

const ROWS = 200_000
const FULL_ROWS = 1_000_000
const MOST_MS = 50
/** What the editor asks for while somebody looks at it. */
const EVERY_MS = 20

export const apiRow: BenchRow = {
  id: 'api',
  says: 'answers of the API while a run goes on, live feed open',
  run: options =>
    onStage(async stage => {
      await stage.sql(`create table orders as ${orders(sized(options, ROWS, FULL_ROWS))}`)
      const platform = await stage.platform()
      const server = await serve(stage, stage.path('data'), platform)
      try {
        const flow = await drawn(server, await stage.database(), benchFlow(...fromPostgres, 'none'))
        const idle = await latencies(server, flow, pause(1500))
        const feed = await listen(server)
        server.watchLoop()
        const run = await started(server, flow)
        const busy = await latencies(server, flow, endOf(server, run))
        const heard = feed.stop()
        const { paths, state } = await server.ask('GET', `/api/runs/${run}`)
        if (state !== 'succeeded') throw new Error(`The run ended as ${state}`)
        await server.end()
        const { loop } = server.cost()
        const p95 = percentile(busy, 0.95)
        return [
          {
            says: `p95 of ${busy.length} answers while ${paths[0].tally.read.toLocaleString('en')} rows are sent (idle ${percentile(idle, 0.95).toFixed(0)} ms, longest ${Math.max(...busy).toFixed(0)} ms, ${heard} messages on the feed)`,
            measured: `${p95.toFixed(0)} ms`,
            target: `≤ ${MOST_MS} ms`,
            met: p95 <= MOST_MS,
            figures: { p50: percentile(busy, 0.5), p95, p99: percentile(busy, 0.99), idle: percentile(idle, 0.95) },
          },
          {
            says: `how late the server's event loop was meanwhile (p95; p99 ${loop.p99.toFixed(0)} ms, longest ${loop.longest.toFixed(0)} ms)`,
            measured: `${loop.p95.toFixed(1)} ms`,
            target: 'figure',
            met: undefined,
            figures: { loop },
          },
        ] satisfies Finding[]
      } finally {
        await server.end()
      }
    }),
}

/** One answer after another, a little apart, until `done`. In milliseconds. */
async function latencies(server: Served, flow: string, done: Promise<unknown>): Promise<number[]> {
  const list: number[] = []
  const paths = [`/api/flows/${flow}`, '/api/flows', `/api/flows/${flow}/runs`, '/api/connections']
  let going = true
  done.finally(() => {
    going = false
  })
  for (let i = 0; going; i++) {
    const began = performance.now()
    await server.ask('GET', paths[i % paths.length]!)
    list.push(performance.now() - began)
    await pause(EVERY_MS)
  }
  return list
}

async function listen(server: Served): Promise<{ stop(): number }> {
  const abort = new AbortController()
  let heard = 0
  const { body } = await fetch(`${server.url}/api/stream`, { signal: abort.signal })
  void (async () => {
    for await (const chunk of body!) heard += Buffer.from(chunk).includes('event:') ? 1 : 0
  })().catch(() => {})
  return {
    stop() {
      abort.abort()
      return heard
    },
  }
}
const percentile = (list: readonly number[], share: number): number =>
  list.toSorted((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * share))]!
