/** The same job as people build it elsewhere: a Node-RED flow with the official SDK, and ours, over one CSV file, in turn. */
import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { benchFlow, CONNECTIONS, orders } from './flow.ts'
import { type BenchRow, between, type Finding, perSecond, sized, spread, times } from './rounds.ts'
import { type Cost, ended, onStage, type Platform, type Stage } from './stage.ts'

const ROWS = 100_000
const FULL_ROWS = 500_000
const KEPT = 4 / 5

export const rivalRow: BenchRow = {
  id: 'rival',
  says: 'CSV → filter → map → hash → batches of 1,000 → platform: a Node-RED flow with the official SDK, and ours with its ledger',
  run: options =>
    onStage(async stage => {
      const count = sized(options, ROWS, FULL_ROWS)
      const file = await csvOf(stage, count)
      stage.write('connections.json', CONNECTIONS)
      const model = { kind: 'table', config: { table: 'orders', key: ['order_id'] } }
      const flow = stage.write('flow.json', benchFlow({ kind: 'file', config: { path: file } }, model, 'pushed'))
      const platform = await stage.platform()
      const ours: Cost[] = []
      const theirs: Cost[] = []
      for (let round = 0; round < Math.min(options.rounds, 3); round++) {
        theirs.push(await nodeRed(stage, round, file, platform, count))
        ours.push(await stage.run(flow, stage.path(`data-${round}`), platform))
      }
      const rate = (list: readonly Cost[], by: 'wallMs' | 'cpuMs') => spread(list.map(cost => ((count * KEPT) / cost[by]) * 1000))
      const wall = [rate(ours, 'wallMs')[1], rate(theirs, 'wallMs')[1]] as const
      const cpu = [rate(ours, 'cpuMs')[1], rate(theirs, 'cpuMs')[1]] as const
      const ofRounds = (by: 'wallMs' | 'cpuMs') => between(spread(ours.map((cost, round) => theirs[round]![by] / cost[by])), times)
      const memory = [ours, theirs].map(list => Math.round(spread(list.map(({ maxRssMb }) => maxRssMb))[1]))
      return [
        {
          says: `${perSecond(wall[0])} by the clock against ${perSecond(wall[1])} (peak memory ${memory[0]} MB against ${memory[1]} MB)`,
          measured: times(wall[0] / wall[1]),
          between: ofRounds('wallMs'),
          target: 'figure',
          met: undefined,
          figures: { ours, theirs },
        },
        {
          says: `${perSecond(cpu[0])} per CPU second against ${perSecond(cpu[1])}`,
          measured: times(cpu[0] / cpu[1]),
          between: ofRounds('cpuMs'),
          target: 'figure',
          met: undefined,
          figures: { cpu },
        },
      ] satisfies Finding[]
    }),
}

/** A multiple of the batch leaves, so that no part of a batch waits in the other's join for ever. */
async function csvOf(stage: Stage, count: number): Promise<string> {
  const { rows, fields } = await stage.sql(
    `select *, to_char(ordered_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at from (${orders(count)}) q`,
  )
  const names = fields.map(({ name }) => name).filter(name => name !== 'at')
  const cell = (row: Record<string, unknown>, name: string) => String(row[name === 'ordered_at' ? 'at' : name])
  return stage.write('orders.csv', `${[names.join(','), ...rows.map(row => names.map(name => cell(row, name)).join(','))].join('\n')}\n`)
}

async function nodeRed(stage: Stage, round: number, file: string, platform: Platform, count: number): Promise<Cost> {
  const folder = stage.path(`node-red-${round}`)
  mkdirSync(folder)
  const cost = stage.path(`node-red-cost-${round}.json`)
  const before = (await platform.count()).events
  const began = performance.now()
  const child = spawn(
    process.execPath,
    ['--import', resolve('test/bench/measure.mjs'), resolve('test/bench/rival.mjs'), file, platform.url, String(count * KEPT)],
    { env: { ...process.env, NODE_ENV: 'production', BENCH_MEASURE: cost, RIVAL_DIR: folder }, stdio: ['ignore', 'ignore', 'pipe'] },
  )
  const [, err, code] = await ended(child)
  const wallMs = performance.now() - began
  const { events } = await platform.count()
  if (code !== 0 || events - before !== count * KEPT)
    throw new Error(`Node-RED ended with ${code}, ${events - before} events taken: ${err.slice(-1000)}`)
  return { wallMs, ...JSON.parse(readFileSync(cost, 'utf8')) }
}
