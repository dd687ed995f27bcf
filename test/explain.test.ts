/** What the API answers about one row: on its way today, sent, held, refused, gone, never seen. */
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { type Doors, ended, openDoors } from './doors.ts'
import { type Manners, type Platform, recordingPlatform } from './platforms/recording.ts'
import { goodOrders, ordersFlow } from './stand-ins/engine.ts'
import { csvOf } from './stand-ins/orders-file.ts'

let platform: Platform
let doors: Doors
let flow: string
afterEach(async () => {
  await doors?.close()
  await platform?.close()
})

const put = (rows: readonly Record<string, unknown>[]) => writeFileSync(join(doors.folder, 'orders.csv'), csvOf(rows))
type Drawing = ReturnType<typeof ordersFlow>
interface Scene {
  manners?: Manners
  rows: readonly Record<string, unknown>[]
  kind?: 'meta' | 'pinterest'
  more?: Record<string, unknown>
  fields?: Record<string, unknown>
  change?: (document: Drawing) => void
}
async function open({ manners = {}, rows, kind = 'meta', more = {}, fields = {}, change = () => {} }: Scene): Promise<void> {
  platform = await recordingPlatform(manners)
  doors = await openDoors({ META_BASE_URL: platform.url, PINTEREST_BASE_URL: platform.url }, { fresh: true })
  put(rows)
  const settings = kind === 'meta' ? { dataset: '123', token: 'T' } : { ad_account: '549', token: 'T' }
  await doors.ask('PUT', '/api/connections/out-main', { kind, settings })
  const document = ordersFlow(kind, 'out-main', more, { action_source: { value: 'physical_store' }, ...fields })
  change(document)
  flow = (await doors.ask('POST', '/api/flows', { document })).json.id
  expect((await doors.ask('POST', `/api/flows/${flow}/publish`, {})).status).toBeLessThan(300)
}
async function run(): Promise<any> {
  const { json } = await doors.ask('POST', `/api/flows/${flow}/runs`, {})
  return ended(doors, json.run)
}
async function explain(key: string): Promise<any> {
  const { status, json } = await doors.ask('GET', `/api/flows/${flow}/explain?key=${encodeURIComponent(key)}`)
  expect(status).toBe(200)
  return { found: json.found, ...json.paths[0] }
}
const node = (document: Drawing, id: string) => document.nodes.find(one => one.id === id)!

it('a row that is left out, by which condition and what it has there; personal values are masked', async () => {
  const rows = goodOrders(3, (_, i) => (i === 1 ? { status: 'pending' } : i === 2 ? { email: 'staff@shop.example' } : {}))
  const where = {
    match: 'all',
    conditions: [
      { column: 'status', op: 'is', value: 'paid' },
      { column: 'email', op: 'ends_with', value: '@example.com' },
    ],
  }
  await open({ rows, change: document => Object.assign(node(document, 'paid').config, { where }) })
  await run()
  const pending = await explain('A1')
  expect(pending.steps.at(-1)).toMatchObject({
    node: 'paid',
    outcome: 'filtered',
    conditions: [{ says: 'Status is paid', column: 'status', value: 'pending', met: false }],
    row: { order_id: 'A1', status: 'pending', email: 'p•••@example.com' },
  })
  expect(pending).toMatchObject({ found: true, rows: 1, ledger: null, requests: [], event: null })
  const staff = await explain('A2')
  expect(staff.steps.at(-1).conditions).toEqual([
    {
      says: 'Email ends with @example.com',
      condition: { column: 'email', op: 'ends_with', value: '@example.com' },
      column: 'email',
      value: 's•••@shop.example',
      met: false,
    },
  ])
  const sent = await explain('A0')
  expect(sent.steps.map(({ node: id, outcome }: any) => `${id} ${outcome}`)).toEqual(
    ['shop', 'orders', 'paid', 'map', 'hash', 'out'].map(id => `${id} passed`),
  )
  expect(sent.steps[2].conditions.map(({ met }: any) => met)).toEqual([true, true])
  expect(JSON.parse(sent.event)).toMatchObject({ event_name: 'Purchase', event_id: 'A0' })
  expect(JSON.stringify([pending, staff, sent])).not.toMatch(/person\d@|staff@/)
})

it('a row that goes without what the platform only asks for is said to, and goes', async () => {
  await open({ rows: goodOrders(1), fields: { action_source: { value: 'website' } } })
  const { steps, event } = await explain('A0')
  expect(steps.at(-1)).toMatchObject({
    outcome: 'passed',
    message: expect.stringMatching(/^Fit to send\. .*page’s address.*takes them without/),
  })
  expect(event).not.toBeNull()
})

it('a row that was refused: every request it was a part of, and what the platform called it', async () => {
  await open({ rows: goodOrders(4), manners: { refuses: event => event.event_id === 'A1' } })
  const { run: id } = await run()
  const told = await explain('A1')
  expect(told.ledger).toMatchObject({ state: 'rejected', run: id, code: 'meta.refused.2804050' })
  expect(told.requests.map(({ outcome, events }: any) => [outcome, events])).toEqual([
    ['refused', 4],
    ['refused', 2],
    ['rejected', 1],
  ])
  expect(told.requests.at(-1).request).toBe(told.ledger.request)
  for (const { attempts } of told.requests) expect(attempts).toMatchObject([{ status: 400, platformCode: '100/2804050', trace: 'x' }])
  expect(told.possibleDoubles).toBe(0)
  expect((await explain('A0')).requests.map(({ outcome }: any) => outcome)).toEqual(['refused', 'refused', 'accepted'])
})

it('a row whose answer was lost once may have arrived twice', async () => {
  await open({ rows: goodOrders(3), manners: { behave: n => (n === 1 ? 'accept-reset' : 'ok') } })
  await run()
  const told = await explain('A2')
  expect(told.ledger).toMatchObject({ state: 'delivered' })
  expect(told.requests).toMatchObject([{ attempts: [{ class: 'unknown' }, { class: 'settled' }] }])
  expect(told.possibleDoubles).toBe(1)
  expect(platform.counts().get('A2')).toBe(2)
})

it('a row that is held, and what a person decided', async () => {
  await open({ kind: 'pinterest', rows: goodOrders(3), manners: { behave: () => 'accept-reset' } })
  await run()
  const held = await explain('A0')
  expect(held).toMatchObject({
    ledger: { state: 'open' },
    requests: [{ open: true, outcome: 'unknown', decisions: [] }],
    possibleDoubles: 0,
  })
  const { request } = held.ledger
  await doors.ask('POST', `/api/flows/${flow}/held`, { requests: [request], action: 'treat_as_sent', confirm: true })
  expect(await explain('A0')).toMatchObject({
    ledger: { state: 'delivered', request },
    requests: [{ request, open: false, decisions: [{ what: 'treat_as_sent', at: expect.any(String) }] }],
    possibleDoubles: 0,
  })
})

it('a row that is gone from the source, or left out by now, is known by what was sent', async () => {
  await open({ rows: goodOrders(3) })
  const { run: id } = await run()
  put(goodOrders(2, (_, i) => (i === 1 ? { status: 'refunded' } : {})))
  expect(await explain('A2')).toMatchObject({
    found: false,
    rows: 0,
    // Whoever looked for another of the row's names learns by which it is known.
    steps: [{ node: 'orders', outcome: 'not_read', message: expect.stringMatching(/now\. Its rows are known by "\w+"\.$/) }],
    ledger: { state: 'delivered', run: id },
    requests: [{ outcome: 'accepted', events: 3 }],
  })
  expect(await explain('A1')).toMatchObject({ found: true, ledger: { state: 'delivered', run: id } })
  expect(await explain('never seen')).toMatchObject({ found: false, ledger: null, requests: [], possibleDoubles: 0 })
})

it('what was sent is known also while the source cannot be asked, or no longer fits the drawing', async () => {
  await open({ rows: goodOrders(3) })
  const { run: id } = await run()
  const known = { found: false, ledger: { state: 'delivered', run: id }, requests: [{ outcome: 'accepted', events: 3 }] }
  rmSync(join(doors.folder, 'orders.csv'))
  const told = await explain('A2')
  expect(told).toMatchObject({ ...known, steps: [{ node: 'shop', outcome: 'not_read' }] })
  expect(told.steps[0].message).toMatch(/^Its row could not be looked at now: The file "orders\.csv" is not there\. Check the path/)
  put(goodOrders(3).map(({ email: _, ...row }) => row))
  expect(await explain('A2')).toMatchObject({ ...known, steps: [{ outcome: 'not_read' }] })
  expect(await explain('never seen')).toMatchObject({ found: false, ledger: null, requests: [] })
})

it('a key of two rows says so', async () => {
  await open({ rows: [...goodOrders(2), ...goodOrders(1)] })
  await run()
  const told = await explain('A0')
  expect(told).toMatchObject({ rows: 2, ledger: { state: 'delivered' } })
  expect(told.steps[1].message).toContain('2 rows have this key.')
  expect((await explain('A1')).rows).toBe(1)
})

it('a key of several columns, also when one holds a slash, and an event id of its own', async () => {
  const rows = goodOrders(3).map((row, i) => ({ ...row, shop: i === 2 ? 'north/east' : 'south', ref: `R${i}` }))
  await open({
    rows,
    fields: { event_id: { column: 'ref' } },
    change: document => Object.assign(node(document, 'orders').config, { key: ['shop', 'order_id'] }),
  })
  await run()
  expect(await explain('south/A1')).toMatchObject({ found: true, rows: 1, ledger: { state: 'delivered' } })
  expect(await explain('north/east/A2')).toMatchObject({ found: true, rows: 1, ledger: { state: 'delivered' } })
  expect(await explain('south/A2')).toMatchObject({ found: false, ledger: null })
  put(rows.slice(0, 1))
  expect(await explain('north/east/A2')).toMatchObject({ found: false, ledger: { state: 'delivered' }, requests: [{ events: 3 }] })
  expect(await explain('R1')).toMatchObject({ found: false, ledger: { state: 'delivered' } })
})
