/** A backup put back under a flow that reads by a cursor: its cursor goes back with it, so that what is read next misses nothing. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import type { PathReport } from '../runtime/report.ts'
import { type Platform, recordingPlatform } from './platforms/recording.ts'
import { ordersFlow } from './stand-ins/engine.ts'
import { freshDatabase } from './stand-ins/postgres.ts'
import { sql } from './stand-ins/reading.ts'
import { tributary } from './stand-ins/tributary.ts'

let platform: Platform
let folder: string
afterEach(async () => {
  await platform?.close()
  rmSync(folder, { recursive: true, force: true })
})

it.each([
  ['--treat-as-sent', 0],
  ['--send-again', 20],
] as const)('after %s nothing is lost, and what arrives twice was named before', { timeout: 300_000 }, async (choice, twice) => {
  folder = mkdtempSync(join(tmpdir(), 'tributary-back-'))
  const url = await freshDatabase()
  await sql(url, 'create table orders (order_id text, ordered_at timestamptz, amount text, email text, status text, changed timestamptz)')
  /** Orders `from` to `to` of this moment, that say they changed so many minutes ago. */
  const add = (from: number, to: number, minutes: number) =>
    sql(
      url,
      `insert into orders select 'A' || n, clock_timestamp(), '19.9', n || '@example.com', 'paid', now() - ${minutes} * interval '1 minute' from generate_series(${from}, ${to}) n`,
    )
  platform = await recordingPlatform({})
  const drawn = ordersFlow('meta', 'meta-main', { batch: 10 })
  drawn.nodes[0] = { id: 'shop', kind: 'postgres', config: { connection: 'shop' } } as never
  drawn.nodes[1] = { id: 'orders', kind: 'sql', config: { sql: 'select * from orders', key: ['order_id'], cursor: 'changed' } } as never
  const file = (name: string, content: unknown) => {
    writeFileSync(join(folder, name), JSON.stringify(content))
    return join(folder, name)
  }
  const flow = file('flow.json', drawn)
  const connections = file('connections.json', {
    shop: { kind: 'postgres', url },
    'meta-main': { kind: 'meta', dataset: '123', token: 'T' },
  })
  const data = ['--data', join(folder, 'data'), '--json']
  const env = { META_BASE_URL: platform.url, LOG_LEVEL: 'silent' }
  const ask = async <T>(...args: string[]): Promise<T> => JSON.parse((await tributary([...args, ...data], env)).out) as T
  const run = async () => (await ask<{ paths: PathReport[] }>('run', flow, '--connections', connections)).paths[0]!

  await add(1, 20, 300)
  expect((await run()).tally.delivered).toBe(20)
  const backup = await ask<{ file: string }>('backup', join(folder, 'kept'))
  await add(21, 40, 60)
  expect(await run()).toMatchObject({ tally: { delivered: 20 }, cursor: { since: expect.any(String) } })

  await ask('restore', backup.file)
  const before = platform.requests
  expect((await run()).error?.code).toBe('store.put_back')
  expect(platform.requests).toBe(before)
  const { streams } = await ask<{ streams: { events: number }[] }>('after-restore')
  const chosen = new Date().toISOString()
  await ask('after-restore', choice, ...(choice === '--treat-as-sent' ? ['--until', chosen] : []))
  // Behind the cursor that was lost, and ahead of the one that the backup knew; and new ones.
  await add(41, 50, 200)
  await add(51, 60, 0)
  await run()
  await run()

  const counts = platform.counts()
  expect(counts.size).toBe(60)
  const doubles = [...counts.values()].reduce((sum, times) => sum + times - 1, 0)
  expect(doubles).toBe(twice)
  expect(doubles).toBeLessThanOrEqual(streams.reduce((sum, { events }) => sum + events, 0))
  const last = await run()
  expect(last).toMatchObject({ tally: { delivered: 0, rejected: 0 }, cursor: { since: expect.any(String) } })
})
