/** How soon it is there: a cold start, and being back at work after `kill -9` in the middle of a run. */
import { setTimeout as pause } from 'node:timers/promises'
import { benchFlow, fromPostgres, orders } from './flow.ts'
import { type BenchRow, type Finding, spread } from './rounds.ts'
import { drawn, serve, started } from './server.ts'
import { onStage, type Platform, type Stage } from './stage.ts'

const ROWS = 100_000
const START_MS = 3000
const BACK_MS = 5000

export const startRow: BenchRow = {
  id: 'start',
  says: 'cold start, and back at work after kill -9',
  run: ({ rounds }) =>
    onStage(async stage => {
      await stage.sql(`create table orders as ${orders(ROWS)}`)
      const platform = await stage.platform(50)
      const starts: number[] = []
      const backs: number[] = []
      for (let round = 0; round < Math.min(rounds, 3); round++) {
        const [ready, back] = await killed(stage, stage.path(`data-${round}`), platform)
        starts.push(ready)
        backs.push(back)
      }
      const [, start] = spread(starts)
      const [, back] = spread(backs)
      return [
        {
          says: 'from the start of the process to /readyz',
          measured: `${(start / 1000).toFixed(2)} s`,
          target: '≤ 3 s',
          met: start <= START_MS,
          figures: { starts },
        },
        {
          says: 'from starting again after kill -9 to the first request at the platform',
          measured: `${(back / 1000).toFixed(2)} s`,
          target: '≤ 5 s',
          met: back <= BACK_MS,
          figures: { backs },
        },
      ] satisfies Finding[]
    }),
}

async function killed(stage: Stage, data: string, platform: Platform): Promise<[readyMs: number, backMs: number]> {
  const first = await serve(stage, data, platform)
  const flow = await drawn(first, await stage.database(), benchFlow(...fromPostgres, 'none'))
  const { requests } = await platform.count()
  await started(first, flow)
  await until(platform, requests + 3)
  await first.end('SIGKILL')
  const at = (await platform.count()).requests
  const began = performance.now()
  const second = await serve(stage, data, platform)
  await until(platform, at + 1)
  const backMs = performance.now() - began
  await second.end('SIGKILL')
  return [first.readyMs, backMs]
}
async function until(platform: Platform, requests: number): Promise<void> {
  while ((await platform.count()).requests < requests) await pause(5)
}
