/** Sending again after a repair: what would leave is counted first, then leaves, and never what was delivered. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { type Doors, ended, openDoors } from './doors.ts'
import { type Manners, type Platform, recordingPlatform } from './platforms/recording.ts'
import { goodOrders, ordersFlow } from './stand-ins/engine.ts'
import { csvOf } from './stand-ins/orders-file.ts'

const DAY = 86_400_000
let platform: Platform
let doors: Doors
let flow: string
afterEach(async () => {
  await doors?.close()
  await platform?.close()
})
type Orders = readonly Record<string, unknown>[]
const put = (rows: Orders) => writeFileSync(join(doors.folder, 'orders.csv'), csvOf(rows))
async function open(manners: Manners, rows: Orders, source: string): Promise<void> {
  platform = await recordingPlatform(manners)
  doors = await openDoors({ PINTEREST_BASE_URL: platform.url }, { fresh: true })
  put(rows)
  await doors.ask('PUT', '/api/connections/out-main', { kind: 'pinterest', settings: { ad_account: '549', token: 'T' } })
  const document = ordersFlow('pinterest', 'out-main', { batch: 10 }, { action_source: { value: source } })
  flow = (await doors.ask('POST', '/api/flows', { document })).json.id
  await doors.ask('POST', `/api/flows/${flow}/publish`, {})
}
async function run(): Promise<any> {
  const { json } = await doors.ask('POST', `/api/flows/${flow}/runs`, {})
  return ended(doors, json.run)
}
const replay = (body: unknown) => doors.ask('POST', `/api/flows/${flow}/replay`, body)
const audit = async () => (await doors.ask('GET', `/api/flows/${flow}/audit`)).json.map(({ what, events }: any) => `${what} ${events}`)

it('counts each refused row under one heading, then sends what is fit, and never what was delivered', async () => {
  let refusing = true
  const rows = goodOrders(20)
  await open({ refuses: event => refusing && Number(event.event_id.slice(1)) < 6 }, rows, 'website')
  const first = await run()
  expect(first.paths[0].tally).toMatchObject({ delivered: 14, rejected: 6 })
  refusing = false
  // A0 as it was, A1 repaired, A2 left out by now, A3 gone, A4 too old, A5 held back; A10 was delivered and changes too.
  put(
    rows
      .filter(row => row.order_id !== 'A3')
      .map(row => {
        if (row.order_id === 'A1' || row.order_id === 'A10') return { ...row, amount: '29.90' }
        if (row.order_id === 'A2') return { ...row, status: 'refunded' }
        if (row.order_id === 'A4') return { ...row, ordered_at: new Date(Date.now() - 30 * DAY).toISOString() }
        return row.order_id === 'A5' ? { ...row, email: '' } : row
      }),
  )
  const counts = { asNow: 2, changed: 1, unchanged: 1, leavesEarlier: 2, tooOld: 1, noLongerInSource: 1, notDrawn: 0 }
  expect(await replay({ preview: true })).toMatchObject({ status: 200, json: { asSent: { requests: 0, events: 0 }, ...counts } })
  expect((await replay({ preview: true, run: first.run })).json).toMatchObject(counts)
  expect(await replay({})).toMatchObject({ status: 409, json: { code: 'confirm.needed', raw: counts } })
  expect(await audit()).toEqual([])
  expect((await run()).paths[0].tally).toMatchObject({ delivered: 0 })

  expect((await replay({ confirm: true })).json).toEqual({ requests: 0, events: 0, rejected: 6 })
  expect(await audit()).toEqual(['forget_rejected 6'])
  const before = platform.taken.length
  expect((await run()).paths[0].tally).toMatchObject({ delivered: 2, rejected: 0 })
  expect(platform.taken.slice(before).map(({ id }) => id)).toEqual(['A0', 'A1'])
  expect([...platform.counts().values()].every(times => times === 1)).toBe(true)
  expect((await replay({ preview: true })).json).toMatchObject({ asNow: 0, changed: 0, noLongerInSource: 0 })
})

it('lets open requests go as they were sent, byte for byte, and only those that may', async () => {
  await open({ behave: n => (n === 1 ? 'accept-reset' : 'ok') }, goodOrders(20), 'physical_store')
  expect((await run()).paths[0].tally).toMatchObject({ delivered: 10, uncertain: 10 })
  put(goodOrders(20, () => ({ amount: '99.00' })))
  expect((await replay({ preview: true })).json).toMatchObject({ asSent: { requests: 1, events: 10 }, asNow: 0 })
  expect((await replay({ preview: true, asSent: false })).json).toMatchObject({ asSent: { requests: 0, events: 0 } })
  expect((await replay({ confirm: true, asNow: false })).json).toEqual({ requests: 1, events: 10, rejected: 0 })
  expect((await replay({ preview: true })).json).toMatchObject({ asSent: { requests: 0, events: 0 } })
  expect((await run()).paths[0].tally).toMatchObject({ delivered: 10, duplicate: 10 })
  expect(platform.bodies[2]).toBe(platform.bodies[0])
  expect(await audit()).toEqual(['send_again 10'])
})

it('declines bodies of another shape, runs of another flow, and a flow that is running', async () => {
  let answer = () => {}
  await open({ arrived: n => (n === 1 ? new Promise(go => (answer = go)) : undefined) }, goodOrders(5), 'website')
  for (const body of [{ preview: 'yes' }, { confirm: true, all: true }, { run: 7 }]) expect((await replay(body)).status).toBe(400)
  expect((await replay({ run: 'no-such-run', preview: true })).status).toBe(404)
  const { json } = await doors.ask('POST', `/api/flows/${flow}/runs`, {})
  while (platform.requests < 1) await new Promise(resolve => setTimeout(resolve, 10))
  expect(await replay({ confirm: true })).toMatchObject({ status: 409, json: { code: 'run.running' } })
  answer()
  await ended(doors, json.run)
  expect(await audit()).toEqual([])
})
