/** kill -9 of the real program in a run that reads by a cursor: what it had not dealt with is read again, however old it is. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import type { PathReport, RunReport } from '../runtime/report.ts'
import { type Platform, recordingPlatform } from './platforms/recording.ts'
import { ordersFlow } from './stand-ins/engine.ts'
import { freshDatabase } from './stand-ins/postgres.ts'
import { sql } from './stand-ins/reading.ts'
import { tributary } from './stand-ins/tributary.ts'

const BATCH = 50
let platform: Platform
let folder: string
afterEach(async () => {
  await platform?.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Orders `from` to `to`, each ten minutes older by its cursor than the one before. */
const add = (url: string, from: number, to: number) =>
  sql(
    url,
    `insert into orders select 'A' || n, now(), '19.9', n || '@example.com', 'paid', now() - n * interval '10 minutes' from generate_series(${from}, ${to}) n`,
  )

it.each([
  ['the first run', 0],
  ['a run that began at a cursor', 100],
] as const)('%s is killed: nothing lost, and no double that is not counted', async (_, before) => {
  folder = mkdtempSync(join(tmpdir(), 'tributary-cursor-'))
  const url = await freshDatabase()
  await sql(url, 'create table orders (order_id text, ordered_at timestamptz, amount text, email text, status text, changed timestamptz)')
  let killAt = Number.POSITIVE_INFINITY
  let kill = () => {}
  platform = await recordingPlatform({
    behave: n => {
      if (n !== killAt) return 'ok'
      kill()
      return 'accept-reset'
    },
  })
  const drawn = ordersFlow('meta', 'meta-main', { batch: BATCH })
  drawn.nodes[0] = { id: 'shop', kind: 'postgres', config: { connection: 'shop' } } as never
  drawn.nodes[1] = { id: 'orders', kind: 'sql', config: { sql: 'select * from orders', key: ['order_id'], cursor: 'changed' } } as never
  writeFileSync(join(folder, 'flow.json'), JSON.stringify(drawn))
  const connections = { shop: { kind: 'postgres', url }, 'meta-main': { kind: 'meta', dataset: '123', token: 'T' } }
  writeFileSync(join(folder, 'connections.json'), JSON.stringify(connections))
  const args = [
    'run',
    join(folder, 'flow.json'),
    '--connections',
    join(folder, 'connections.json'),
    '--data',
    join(folder, 'data'),
    '--json',
  ]
  const run = () =>
    tributary(args, { META_BASE_URL: platform.url, LOG_LEVEL: 'silent' }, child => {
      kill = () => process.kill(child.pid!, 'SIGKILL')
    })
  const pathOf = (out: string): PathReport => (JSON.parse(out) as RunReport).paths[0]!

  if (before > 0) {
    await add(url, 301, 300 + before)
    expect(pathOf((await run()).out).tally.delivered).toBe(before)
  }
  // All newer than what was there, so that a run that begins at the cursor reads each of them.
  await add(url, 1, 300)
  killAt = platform.requests + 3
  expect((await run()).code).toBeNull()

  killAt = Number.POSITIVE_INFINITY
  const path = pathOf((await run()).out)
  const counts = platform.counts()
  expect(counts.size).toBe(before + 300)
  const doubles = [...counts.values()].reduce((sum, times) => sum + times - 1, 0)
  expect(doubles).toBeLessThanOrEqual(path.resent)
  expect(path.resent).toBeLessThanOrEqual(BATCH)
  // Only that one ended well: the next begins where it was.
  const next = pathOf((await run()).out)
  expect(next.cursor?.since).toEqual(expect.any(String))
  expect(next.tally).toMatchObject({ delivered: 0, rejected: 0, uncertain: 0 })
  expect(next.tally.read).toBeLessThan(10)
})
