/** A destination that cannot be sent to rests: nothing is lost, it is said once, and one press goes on. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { createRun } from '../server/store/runs.ts'
import { type Doors, ended, openDoors } from './doors.ts'
import { type Behaviour, type Platform, recordingPlatform } from './platforms/recording.ts'
import { openDoor } from './stand-ins/door.ts'
import { goodOrders, ordersFlow } from './stand-ins/engine.ts'
import { notDue } from './stand-ins/not-due.ts'
import { freshDatabase } from './stand-ins/postgres.ts'
import { sql } from './stand-ins/reading.ts'

let platform: Platform
let doors: Doors
let behaviour: (n: number) => Behaviour
let clock: (() => number) | undefined
afterEach(async () => {
  clock = undefined
  await doors?.close()
  await platform?.close()
})

async function open(
  document: Record<string, any>,
  connections = ['meta-main'],
  before: () => Promise<unknown> = async () => {},
): Promise<string> {
  behaviour = () => 'ok'
  platform = await recordingPlatform({ behave: n => behaviour(n), ...(clock && { date: clock }) })
  doors = await openDoors({ META_BASE_URL: platform.url }, { fresh: true })
  for (const name of connections)
    await doors.ask('PUT', `/api/connections/${name}`, {
      kind: 'meta',
      settings: { dataset: name === 'meta-main' ? '1' : '2', token: 'T' },
    })
  await before()
  const { json } = await doors.ask('POST', '/api/flows', { document })
  orders(20)
  expect((await doors.ask('POST', `/api/flows/${json.id}/publish`, {})).status).toBe(200)
  return json.id
}
function orders(count: number) {
  const rows = goodOrders(count)
  const names = Object.keys(rows[0]!)
  writeFileSync(join(doors.folder, 'orders.csv'), [names.join(','), ...rows.map(row => names.map(name => row[name]).join(','))].join('\n'))
}
const run = async (flow: string) => ended(doors, (await doors.ask('POST', `/api/flows/${flow}/runs`, {})).json.run)
const detail = async (flow: string) => (await doors.ask('GET', `/api/flows/${flow}`)).json
const newest = async (flow: string) => ended(doors, (await doors.ask('GET', `/api/flows/${flow}/runs?limit=1`)).json[0].run)

it('a dead token pauses the flow with the way out; resuming sends everything, once', async () => {
  const id = await open(ordersFlow('meta', 'meta-main'))
  behaviour = () => 'token'
  const failed = await run(id)
  expect(failed.paths[0]).toMatchObject({
    state: 'failed',
    error: { code: 'meta.token', needs: 'person' },
    outlook: { waiting: 20, soon: 0 },
  })
  const paused = await detail(id)
  expect(paused).toMatchObject({ paused: true, holds: [{ node: 'out', code: 'meta.token', waiting: 20, expiring: 0, resumesAt: null }] })
  expect(Date.parse(paused.holds[0].firstExpiry)).toBeGreaterThan(Date.now())

  behaviour = () => 'ok'
  expect((await doors.ask('POST', `/api/flows/${id}/resume`, {})).json).toMatchObject({ paused: false, holds: [] })
  expect(await newest(id)).toMatchObject({ trigger: 'catch_up', state: 'succeeded' })
  expect(platform.taken).toHaveLength(20)
  expect((await detail(id)).holds).toEqual([])
})

it('a run that a person starts after the repair ends the rest as well', async () => {
  const id = await open(ordersFlow('meta', 'meta-main'))
  behaviour = () => 'token'
  await run(id)
  behaviour = () => 'ok'
  await run(id)
  expect(await detail(id)).toMatchObject({ holds: [] })
  expect(platform.taken).toHaveLength(20)
})

it('one destination that rests does not hold up the other, and is passed by until it is resumed', async () => {
  const document = ordersFlow('meta', 'meta-main')
  document.nodes.push({ id: 'second', kind: 'meta', config: { connection: 'meta-second' } })
  document.edges.push({ from: 'hash', to: 'second' })
  const id = await open(document, ['meta-main', 'meta-second'])
  behaviour = n => (n === 1 ? 'token' : 'ok')
  await run(id)
  expect(await detail(id)).toMatchObject({ paused: false, holds: [{ node: 'out' }] })
  expect(platform.taken).toHaveLength(20)
  orders(30)
  const { run: due } = createRun(doors.services.store, { flow: id, trigger: 'schedule' })
  doors.services.worker.wake()
  const scheduled = await ended(doors, due.id)
  expect(scheduled.paths).toMatchObject([
    { destination: 'out', requests: 0, error: { code: 'meta.token', needs: 'person' } },
    { destination: 'second', tally: { delivered: 10, duplicate: 20 } },
  ])
  // What waits is what was counted when it was last read.
  expect((await detail(id)).holds).toMatchObject([{ node: 'out', waiting: 20 }])
})

it('quiet that is longer than a run may wait ends the run; it goes on by itself when it is over', async () => {
  const id = await open(notDue(ordersFlow('meta', 'meta-main')))
  const { place, store } = doors.services
  const account = place.account('meta\n1')
  account.put({ ...account.get(), quietUntil: Date.now() + 3_600_000 })
  const waits = await run(id)
  expect(waits.paths[0]).toMatchObject({ state: 'failed', requests: 0, error: { code: 'account.waiting', needs: 'time' } })
  const { paused, holds } = await detail(id)
  expect(paused).toBe(false)
  expect(Date.parse(holds[0].resumesAt)).toBeGreaterThan(Date.now() + 3_500_000)

  account.put({ ...account.get(), quietUntil: 0 })
  store.sql.prepare('update hold set resume_at = ?').run(Date.now())
  while ((await detail(id)).holds.length) await new Promise(resolve => setTimeout(resolve, 50))
  expect(platform.taken).toHaveLength(20)
})

it('a source that is away is asked again by itself until it is back; one that wants a repair pauses nothing', async () => {
  const url = new URL(await freshDatabase())
  const cells = goodOrders(20).map(row => `(${Object.values(row).map(cell => `'${cell}'`)})`)
  const columns = 'order_id text, ordered_at timestamptz, amount numeric, email text, status text'
  await sql(url.href, `create table orders (${columns}); insert into orders values ${cells}`)
  const door = await openDoor(Number(url.port), { does: 'pass' })
  url.port = String(door.port)
  const flow = ordersFlow('meta', 'meta-main')
  flow.nodes[0] = { id: 'shop', kind: 'postgres', config: { connection: 'shop' } } as never
  const document = notDue(flow)
  const saved = (settings: object) => doors.ask('PUT', '/api/connections/shop', { kind: 'postgres', settings })
  const id = await open(document, ['meta-main'], () => saved({ url: url.href }))

  await saved({ url: url.href.replace(/:[^:@/]+@/, ':wrong@') })
  expect((await run(id)).paths[0]).toMatchObject({ state: 'failed', error: { code: 'source.refused_login', needs: 'person' } })
  expect(await detail(id)).toMatchObject({ paused: false, holds: [] })

  await saved({ url: url.href })
  door.now('reset')
  expect((await run(id)).paths[0]).toMatchObject({ state: 'failed', error: { code: 'source.unreachable', needs: 'time' } })
  const { paused, holds } = await detail(id)
  expect(paused).toBe(false)
  expect(holds).toMatchObject([{ node: 'out', code: 'source.unreachable' }])
  expect(Date.parse(holds[0].resumesAt)).toBeGreaterThan(Date.now() + 20_000)

  door.now('pass')
  doors.services.store.sql.prepare('update hold set resume_at = ?').run(Date.now())
  while ((await detail(id)).holds.length) await new Promise(resolve => setTimeout(resolve, 50))
  expect(platform.taken).toHaveLength(20)
  door.close()
})

it('ten times more than usual is said; a flow that wants to be asked first sends nothing until it is resumed', async () => {
  const id = await open({ ...ordersFlow('meta', 'meta-main'), delivery: { volume: 'hold' } })
  for (let n = 1; n <= 6; n++) {
    orders(20 + n * 5)
    await run(id)
  }
  const before = platform.requests
  orders(400)
  const { run: due } = createRun(doors.services.store, { flow: id, trigger: 'schedule' })
  doors.services.worker.wake()
  const held = await ended(doors, due.id)
  expect(held.paths[0]).toMatchObject({ state: 'failed', error: { code: 'volume_unusual', needs: 'person' } })
  expect(platform.requests).toBe(before)
  expect((await detail(id)).holds).toMatchObject([{ code: 'volume_unusual', waiting: 350 }])
  await doors.ask('POST', `/api/flows/${id}/resume`, {})
  const sent = await newest(id)
  expect(sent.paths[0].tally.delivered).toBe(350)
  expect(sent.paths[0].reasons.find((reason: any) => reason.code === 'volume_unusual')).toMatchObject({ outcome: 'warning', rows: 350 })
})

it('a clock that is far from the platform’s pauses the flow and says why; resuming sends what waits, and goes on until they agree', async () => {
  let ahead = 7 * 60_000
  clock = () => Date.now() + ahead
  const document = ordersFlow('meta', 'meta-main')
  const out: { config: object } = document.nodes.find(node => node.id === 'out')!
  out.config = { connection: 'meta-main', batch: 5, inFlight: 1 }
  const id = await open(document)
  // Not the run that a person begins either, before they were told.
  const stopped = await run(id)
  expect(stopped.paths[0]).toMatchObject({
    state: 'failed',
    tally: { delivered: 10, unsent: 10 },
    error: { code: 'clocks_far_apart', needs: 'person' },
  })
  expect(await detail(id)).toMatchObject({ paused: true, holds: [{ code: 'clocks_far_apart', waiting: 10 }] })
  await doors.ask('POST', `/api/flows/${id}/resume`, {})
  expect(await newest(id)).toMatchObject({ state: 'succeeded' })
  expect([...platform.counts().values()]).toEqual(Array.from({ length: 20 }, () => 1))
  expect((await detail(id)).holds).toEqual([])

  ahead = 0
  orders(25)
  await run(id)
  ahead = -7 * 60_000
  for (const [count, holds] of [
    [30, []],
    [35, [{ code: 'clocks_far_apart', waiting: 0 }]],
  ] as const) {
    orders(count)
    const { run: due } = createRun(doors.services.store, { flow: id, trigger: 'schedule' })
    doors.services.worker.wake()
    expect(await ended(doors, due.id)).toMatchObject({ state: 'succeeded', paths: [{ tally: { delivered: 5 } }] })
    expect((await detail(id)).holds).toMatchObject(holds)
  }
})
