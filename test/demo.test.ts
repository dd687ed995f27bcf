/** `npm run seed:demo`: flows and a run to look at. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Flow } from '../runtime/flow.ts'
import { type Served, serve } from './stand-ins/tributary.ts'

interface Shown {
  id: string
  name: string
  live: number | null
  draftChanges: number
  lastRun: { state: string; paths: { tally: Record<string, number> }[] } | null
}

let served: Served
const data = mkdtempSync(join(tmpdir(), 'tributary-demo-'))
const MAIN = join(import.meta.dirname, 'demo', 'main.ts')
const seeded = (port: string): string =>
  spawnSync(process.execPath, [MAIN], { env: { ...process.env, HOST: '127.0.0.1', PORT: port, TRIBUTARY_DATA: data }, encoding: 'utf8' })
    .stdout
const flows = () => served.ask<Shown[]>('/api/flows')
const named = async (name: string) => (await flows()).find(flow => flow.name === name)!

beforeAll(async () => {
  // Nobody listens at port 1: without a server, one is started on the data folder and ended again.
  expect(seeded('1')).toMatch(/^Added “Store purchases to Meta”\.$/m)
  served = await serve({}, data)
})
afterAll(async () => {
  await served?.stop()
  rmSync(data, { recursive: true, force: true })
})

it('has a flow with a second version live, three changes, and a run with refused rows', async () => {
  const { live, draftChanges, lastRun } = await named('Store purchases to Meta')
  expect([live, draftChanges, lastRun?.state]).toEqual([2, 3, 'partial'])
  const { delivered, rejected } = lastRun!.paths[0]!.tally
  expect(rejected).toBeGreaterThan(0)
  expect(delivered).toBeGreaterThan(rejected!)
})

it('has a flow with problems, and a large one', async () => {
  const { problems } = await served.ask<{ problems: unknown[] }>(`/api/flows/${(await named('Flow with problems')).id}/check`, 'POST', {})
  expect(problems.length).toBeGreaterThan(2)
  const { document } = await served.ask<{ document: Flow }>(`/api/flows/${(await named('Big flow')).id}`)
  expect([document.nodes.length, document.edges.length]).toEqual([500, 499])
})

it('asks the server that runs, and leaves alone what is there', async () => {
  const before = await flows()
  expect(seeded(new URL(served.url).port)).toMatch(/^“Big flow” is there already\.$/m)
  expect((await flows()).map(({ id }) => id)).toEqual(before.map(({ id }) => id))
})
