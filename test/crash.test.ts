/** kill -9 of the real program in the middle of a run, and a rerun: nothing lost, and no double that is not counted. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import type { PathReport, RunReport } from '../runtime/report.ts'
import { type Platform, recordingPlatform } from './platforms/recording.ts'
import { goodOrders, ordersFlow } from './stand-ins/engine.ts'
import { tributary } from './stand-ins/tributary.ts'

const ROWS = 3_000
const BATCH = 100
let platform: Platform | undefined
let folder: string | undefined
afterEach(async () => {
  await platform?.close()
  if (folder) rmSync(folder, { recursive: true, force: true })
})

function prepare(kind: 'meta' | 'pinterest'): string[] {
  folder = mkdtempSync(join(tmpdir(), 'tributary-crash-'))
  const rows = goodOrders(ROWS)
  const names = Object.keys(rows[0]!)
  writeFileSync(join(folder, 'orders.csv'), [names.join(','), ...rows.map(row => names.map(name => row[name]).join(','))].join('\n'))
  writeFileSync(
    join(folder, 'flow.json'),
    JSON.stringify(ordersFlow(kind, 'out-main', { batch: BATCH }, kind === 'pinterest' ? { action_source: { value: 'website' } } : {})),
  )
  writeFileSync(
    join(folder, 'connections.json'),
    JSON.stringify({ 'out-main': kind === 'meta' ? { kind, dataset: '123', token: 'T' } : { kind, ad_account: '549', token: 'T' } }),
  )
  return ['run', join(folder, 'flow.json'), '--connections', join(folder, 'connections.json'), '--data', join(folder, 'data'), '--json']
}
const pathOf = (out: string): PathReport => (JSON.parse(out) as RunReport).paths[0]!

// Before the request is taken, after it, early, in the middle, at the last one.
it.each([
  ['meta', 1, 'before'],
  ['meta', 1, 'after'],
  ['meta', 14, 'before'],
  ['meta', 14, 'after'],
  ['meta', 30, 'after'],
  ['pinterest', 9, 'after'],
  ['pinterest', 21, 'before'],
] as const)('%s: killed at request %i, %s it is taken', async (kind, at, moment) => {
  let kill = () => {}
  let killed = false
  platform = await recordingPlatform({
    arrived: n => {
      if (!killed && n === at && moment === 'before') kill()
    },
    behave: n => (n === at ? (moment === 'before' ? 'reset' : 'accept-reset') : 'ok'),
  })
  const args = prepare(kind)
  const env = { META_BASE_URL: platform.url, PINTEREST_BASE_URL: platform.url, LOG_LEVEL: 'silent' }
  const crashed = await tributary(args, env, child => {
    kill = () => {
      killed = true
      process.kill(child.pid!, 'SIGKILL')
    }
    const watch = setInterval(() => {
      if (platform!.requests >= at && !killed) kill()
      if (child.exitCode !== null || child.signalCode !== null) clearInterval(watch)
    }, 2)
  })
  expect(crashed.code).toBeNull()

  const rerun = await tributary(args, env)
  const path = pathOf(rerun.out)
  expect(rerun.code).toBe(0)
  expect(path.tally.read).toBe(ROWS)
  expect(path.tally.delivered + path.tally.duplicate).toBe(ROWS)
  const counts = platform.counts()
  expect(counts.size).toBe(ROWS)
  const doubles = [...counts.values()].reduce((sum, times) => sum + times - 1, 0)
  expect(doubles).toBeLessThanOrEqual(path.resent)
  expect(path.resent).toBeLessThanOrEqual(BATCH)

  const before = platform.requests
  const third = await tributary(args, env)
  expect(pathOf(third.out).tally).toMatchObject({ delivered: 0, duplicate: ROWS })
  expect(platform.requests).toBe(before)
})
