/** A hundred thousand orders in a real Postgres, through filter, mapping and hash, to both platforms in one `tributary run`. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { RunReport } from '../runtime/report.ts'
import { type Platform, recordingPlatform } from './platforms/recording.ts'
import { freshDatabase } from './stand-ins/postgres.ts'
import { tributary } from './stand-ins/tributary.ts'

const ROWS = 100_000
/** Every tenth is pending, every hundredth has no identity, every two-hundredth is ten days old. */
const ORDERS = `
  create table orders as
  select 'A' || i as order_id, now() - (case when i % 200 = 7 then interval '10 days' else interval '1 hour' end) - i * interval '1 second' as ordered_at,
         case when i % 10 = 0 then 'pending' else 'paid' end as status, (i % 5000 / 100.0 + 1)::numeric(10,2) as amount,
         case when i % 100 = 3 then null else 'Person' || i || '@Example.com' end as email,
         case when i % 100 = 3 then null else '06 12 ' || lpad((i % 1000000)::text, 6, '0') end as phone
  from generate_series(1, ${ROWS}) i`
const PENDING = ROWS / 10
const NOBODY = ROWS / 100
const OLD = ROWS / 200

let meta: Platform
let pinterest: Platform
let folder: string
let args: string[]
let env: Record<string, string>

beforeAll(async () => {
  const url = await freshDatabase()
  const client = new pg.Client(url)
  await client.connect()
  await client.query(ORDERS)
  await client.end()
  ;[meta, pinterest] = await Promise.all([recordingPlatform(), recordingPlatform()])
  folder = mkdtempSync(join(tmpdir(), 'tributary-volume-'))
  const step = (id: string, kind: string, config: unknown) => ({ id, kind, config })
  const flow = {
    tributary: 1,
    name: 'Orders to both',
    nodes: [
      step('shop', 'postgres', { connection: 'shop-db' }),
      step('orders', 'sql', { sql: 'select * from orders', key: ['order_id'] }),
      step('paid', 'filter', { where: { match: 'all', conditions: [{ column: 'status', op: 'is', value: 'paid' }] } }),
      step('map', 'mapping', {
        fields: {
          event_name: { value: 'Purchase' },
          action_source: { value: 'website' },
          event_time: { column: 'ordered_at' },
          event_id: { column: 'order_id' },
          value: { column: 'amount' },
          currency: { value: 'EUR' },
          email: { column: 'email' },
          phone: { column: 'phone' },
        },
      }),
      step('hash', 'hash', { country: 'FR' }),
      step('meta', 'meta', { connection: 'meta-main' }),
      step('pinterest', 'pinterest', { connection: 'pin-main' }),
    ],
    edges: [
      { from: 'shop', to: 'orders' },
      { from: 'orders', to: 'paid' },
      { from: 'paid', to: 'map', port: 'kept' },
      { from: 'map', to: 'hash' },
      { from: 'hash', to: 'meta' },
      { from: 'hash', to: 'pinterest' },
    ],
  }
  writeFileSync(join(folder, 'flow.json'), JSON.stringify(flow))
  writeFileSync(
    join(folder, 'connections.json'),
    JSON.stringify({
      'shop-db': { kind: 'postgres', url: '${SHOP_URL}' },
      'meta-main': { kind: 'meta', dataset: '123', token: '${META_TOKEN}' },
      'pin-main': { kind: 'pinterest', ad_account: '549', token: 'pina_x' },
    }),
  )
  args = ['run', join(folder, 'flow.json'), '--connections', join(folder, 'connections.json'), '--data', join(folder, 'data'), '--json']
  env = { SHOP_URL: url, META_TOKEN: 'EAAcanary', META_BASE_URL: meta.url, PINTEREST_BASE_URL: pinterest.url }
})
afterAll(async () => {
  await Promise.all([meta?.close(), pinterest?.close()])
  if (folder) rmSync(folder, { recursive: true, force: true })
})

it('arrives once at each, the rest is listed, and a second run sends nothing', { timeout: 240_000 }, async () => {
  const first = await tributary(args, env)
  expect(first.err).not.toContain('EAAcanary')
  const report = JSON.parse(first.out) as RunReport
  expect(first.code).toBe(2)
  for (const [path, platform] of [
    [report.paths[0]!, meta],
    [report.paths[1]!, pinterest],
  ] as const) {
    expect(path.tally).toMatchObject({
      read: ROWS,
      filtered: PENDING,
      invalid: NOBODY,
      expired: OLD,
      delivered: ROWS - PENDING - NOBODY - OLD,
      rejected: 0,
      uncertain: 0,
      unsent: 0,
    })
    expect(platform.taken.length).toBe(path.tally.delivered)
    expect(platform.counts().size).toBe(path.tally.delivered)
  }
  expect(meta.bodies.join('')).not.toMatch(/@Example\.com/i)

  const before = [meta.requests, pinterest.requests]
  const second = JSON.parse((await tributary(args, env)).out) as RunReport
  for (const { tally } of second.paths) expect(tally).toMatchObject({ read: ROWS, delivered: 0, duplicate: ROWS - PENDING - NOBODY - OLD })
  expect([meta.requests, pinterest.requests]).toEqual(before)
})
