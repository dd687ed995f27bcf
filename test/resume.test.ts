/** kill -9 of the real server in the middle of a run, and a start: it goes on by itself, and nothing is lost or doubled unsaid. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { balanced } from '../runtime/report.ts'
import type { Run } from '../server/api/payloads.ts'
import { type Platform, recordingPlatform } from './platforms/recording.ts'
import { goodOrders, ordersFlow } from './stand-ins/engine.ts'
import { csvOf } from './stand-ins/orders-file.ts'
import { type Served, serve } from './stand-ins/tributary.ts'

const ROWS = 2_000
const BATCH = 100
let platform: Platform | undefined
let served: Served | undefined
let data: string
afterEach(async () => {
  await served?.stop()
  await platform?.close()
  rmSync(data, { recursive: true, force: true })
})

async function ask<T>(path: string, method = 'GET', body?: unknown, headers: Record<string, string> = {}): Promise<T> {
  const answer = await fetch(served!.url + path, {
    method,
    headers: { 'content-type': 'application/json', 'x-tributary': '1', ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as T
}
const runs = (flow: string) => ask<Run[]>(`/api/flows/${flow}/runs`)
async function settled(flow: string): Promise<Run[]> {
  for (;;) {
    const all = await runs(flow)
    if (all.every(run => run.state !== 'queued' && run.state !== 'running')) return all
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}

it.each([
  ['SIGKILL', 3, 'accept-reset'],
  ['SIGKILL', 12, 'reset'],
  ['SIGTERM', 7, 'ok'],
] as const)('%s at request %i', async (signal, at, behaviour) => {
  let cut = false
  platform = await recordingPlatform({
    delayMs: 20,
    behave: n => (n === at ? behaviour : 'ok'),
    arrived: n => {
      if (n !== at || cut) return
      cut = true
      process.kill(served!.pid, signal)
    },
  })
  data = mkdtempSync(join(tmpdir(), 'tributary-resume-'))
  writeFileSync(join(data, 'orders.csv'), csv(goodOrders(ROWS)))
  const env = { META_BASE_URL: platform.url, LOG_LEVEL: 'warn' }
  served = await serve(env, data)
  await ask('/api/connections/meta-main', 'PUT', { kind: 'meta', settings: { dataset: '123', token: 'T' } })
  const { id } = await ask<{ id: string }>('/api/flows', 'POST', { document: ordersFlow('meta', 'meta-main', { batch: BATCH }) })
  await ask(`/api/flows/${id}/publish`, 'POST', {})
  await ask(`/api/flows/${id}/runs`, 'POST', {})
  while (alive()) await new Promise(resolve => setTimeout(resolve, 20))

  served = await serve(env, data)
  const [again, first] = await settled(id)
  expect(first?.state).toBe(signal === 'SIGKILL' ? 'interrupted' : 'stopped')
  expect(again).toMatchObject({ trigger: 'catch_up', state: 'succeeded', version: 1 })
  const { tally, resent } = again!.paths[0]!
  expect(tally.delivered + tally.duplicate).toBe(ROWS)
  // What the runs tell is what there is, also of the one that could not report: each event by the run that settled it, once.
  const ends = [first!, again!].map(run => run.paths[0]!.tally)
  for (const it of ends) expect(balanced(it)).toBe(true)
  expect(ends.reduce((sum, { delivered }) => sum + delivered, 0)).toBe(ROWS)
  expect(ends[0]!.delivered).toBe(tally.duplicate)
  const counts = [...platform.counts().values()]
  expect(counts).toHaveLength(ROWS)
  expect(counts.reduce((sum, times) => sum + times - 1, 0)).toBeLessThanOrEqual(resent)
  if (signal === 'SIGTERM') expect(resent).toBe(0)

  const before = platform.requests
  await ask(`/api/flows/${id}/runs`, 'POST', {})
  expect((await settled(id))[0]?.paths[0]?.tally).toMatchObject({ delivered: 0, duplicate: ROWS })
  expect(platform.requests).toBe(before)
})

function alive(): boolean {
  try {
    return process.kill(served!.pid, 0)
  } catch {
    return false
  }
}
const csv = (rows: readonly Record<string, unknown>[]) => csvOf(rows)
