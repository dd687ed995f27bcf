/** Rejected rows sent again by a run of their own: those and no others, once, also when it is asked for together with publishing. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { type Doors, ended, openDoors } from './doors.ts'
import { type Manners, type Platform, recordingPlatform } from './platforms/recording.ts'
import { goodOrders, ordersFlow } from './stand-ins/engine.ts'
import { csvOf } from './stand-ins/orders-file.ts'
import { serve } from './stand-ins/tributary.ts'

let platform: Platform
let doors: Doors
let flow: string
afterEach(async () => {
  await doors?.close()
  await platform?.close()
})
const REFUSED = [2, 7, 9]
const orders = goodOrders(15)
const inTwoCurrencies = (rows: number) =>
  orders.slice(0, rows).map((order, i) => ({ ...order, currency: REFUSED.includes(i) ? 'SEK' : 'EUR', billed_in: 'EUR' }))
const put = (rows: number) => writeFileSync(join(doors.folder, 'orders.csv'), csvOf(inTwoCurrencies(rows)))
const drawn = (currency: string, batch = 5) =>
  ordersFlow('pinterest', 'out-main', { batch }, { action_source: { value: 'website' }, currency: { column: currency } })
const manners = (more: Manners = {}): Manners => ({
  refuses: event => event.custom_data?.currency === 'SEK',
  why: 'no such currency',
  ...more,
})

/** Twelve orders, three of them refused for a currency that another column has right. */
async function refused(more: Manners = {}): Promise<string> {
  platform = await recordingPlatform(manners(more))
  doors = await openDoors({ PINTEREST_BASE_URL: platform.url }, { fresh: true })
  put(12)
  await doors.ask('PUT', '/api/connections/out-main', { kind: 'pinterest', settings: { ad_account: '549', token: 'T' } })
  flow = (await doors.ask('POST', '/api/flows', { document: drawn('currency') })).json.id
  await doors.ask('POST', `/api/flows/${flow}/publish`, {})
  const { json } = await doors.ask('POST', `/api/flows/${flow}/runs`, {})
  const run = await ended(doors, json.run)
  expect(run.paths[0].tally).toMatchObject({ read: 12, delivered: 9, rejected: 3 })
  return run.run
}
/** As the editor saves a draft; its revision. */
async function repair(currency = 'billed_in'): Promise<string> {
  const { json } = await doors.ask('GET', `/api/flows/${flow}`)
  const saved = await doors.ask('PUT', `/api/flows/${flow}`, { document: drawn(currency) }, { 'if-match': String(json.revision) })
  return String(saved.json.revision)
}
const publish = (body: object, headers: Record<string, string> = {}) => doors.ask('POST', `/api/flows/${flow}/publish`, body, headers)
const live = async () => (await doors.ask('GET', `/api/flows/${flow}`)).json.live
const runs = async (): Promise<any[]> => (await doors.ask('GET', `/api/flows/${flow}/runs`)).json
const sent = () => platform.taken.map(({ id }) => id)
const once = () => [...platform.counts().values()].every(times => times === 1)

it('publishes a repair and sends the rejected rows by it in one act, and nothing that is new besides', async () => {
  const first = await refused()
  const before = platform.taken.length
  const revision = await repair()
  put(15)
  const ask = { run: first, asSent: false, preview: true }
  const by = async (more: object) => (await doors.ask('POST', `/api/flows/${flow}/replay`, { ...ask, ...more })).json
  const to = [{ destination: 'out', events: 3 }]
  expect(await by({})).toMatchObject({ asNow: 3, changed: 0, unchanged: 3 })
  expect(await by({ version: null })).toMatchObject({ asNow: 3, changed: 3, unchanged: 0, to })

  const made = await publish({ rejectedOf: first }, { 'if-match': revision })
  expect(made).toMatchObject({ status: 200, json: { version: 2, live: true } })
  const again = await ended(doors, made.json.run)
  expect(again).toMatchObject({ version: 2, state: 'succeeded', rejectedOf: first })
  expect(again.paths[0].tally).toMatchObject({ read: 3, delivered: 3, rejected: 0, duplicate: 0 })
  expect(sent().slice(before)).toEqual(['A2', 'A7', 'A9'])
  const audit = (await doors.ask('GET', `/api/flows/${flow}/audit`)).json
  expect(audit.map(({ what, events }: any) => `${what} ${events}`)).toEqual(['send_rejected 3'])
  expect((await doors.ask('GET', `/api/flows/${flow}/rejected?run=${first}`)).json).toEqual({ rejected: 0 })

  // What is new goes with the next run, as ever.
  const { json } = await doors.ask('POST', `/api/flows/${flow}/runs`, {})
  expect((await ended(doors, json.run)).paths[0].tally).toMatchObject({ read: 15, delivered: 3, duplicate: 12 })
  expect(once()).toBe(true)
})

it('happens once: pressed twice, asked again after a lost answer, and from a second tab', async () => {
  const first = await refused()
  const revision = await repair()
  const key = { 'idempotency-key': 'one-press', 'if-match': revision }
  const both = await Promise.all([publish({ rejectedOf: first }, key), publish({ rejectedOf: first }, key)])
  const lost = await publish({ rejectedOf: first }, key)
  const tab = await publish({ rejectedOf: first }, { 'idempotency-key': 'of-another-tab', 'if-match': revision })
  const good = [...both, lost].filter(({ status }) => status === 200)
  expect(new Set(good.map(({ json }) => `${json.version} ${json.run}`)).size).toBe(1)
  expect(good.length).toBeGreaterThanOrEqual(2)
  expect(tab.status).toBe(409)
  expect(['run.running', 'run.none_rejected']).toContain(tab.json.code)
  await ended(doors, good[0]!.json.run)
  expect(await publish({ rejectedOf: first }, { 'if-match': revision })).toMatchObject({ status: 409, json: { code: 'run.none_rejected' } })
  expect([await live(), (await runs()).length, once(), sent().length]).toEqual([2, 2, true, 12])
})

it('while a run goes on neither is done, and it says so', async () => {
  let answer = () => {}
  let hold = false
  const first = await refused({ arrived: () => (hold ? new Promise<void>(go => (answer = go)) : undefined) })
  const revision = await repair()
  put(15)
  hold = true
  const { json } = await doors.ask('POST', `/api/flows/${flow}/runs`, {})
  await expect.poll(() => platform.requests).toBeGreaterThan(3)
  const refusal = await publish({ rejectedOf: first }, { 'if-match': revision })
  expect(refusal).toMatchObject({ status: 409, json: { code: 'run.running', raw: json.run } })
  expect(refusal.json.why).toContain('Nothing was published and nothing was sent.')
  expect([await live(), (await runs()).length]).toEqual([1, 2])
  hold = false
  answer()
  await ended(doors, json.run)
  expect((await publish({ rejectedOf: first }, { 'if-match': revision })).status).toBe(200)
})

it('a draft that somebody changed, a run of another flow and one that had nothing rejected publish nothing', async () => {
  const first = await refused()
  const stale = await repair()
  await repair('currency')
  expect(await publish({ rejectedOf: first }, { 'if-match': stale })).toMatchObject({ status: 409, json: { code: 'save.clash' } })
  expect((await publish({ rejectedOf: 'no-such-run' })).status).toBe(404)
  const other = (await doors.ask('POST', '/api/flows', { document: { ...drawn('billed_in'), name: 'Other' } })).json.id
  expect((await doors.ask('POST', `/api/flows/${other}/runs`, { rejectedOf: first })).status).toBe(404)
  expect([await live(), (await runs()).length]).toEqual([1, 1])
})

it('by itself it sends by what is live, and what is refused once more stays listed, to be sent by its own run', async () => {
  const first = await refused()
  const start = (rejectedOf: string) => doors.ask('POST', `/api/flows/${flow}/runs`, { rejectedOf })
  const second = await ended(doors, (await start(first)).json.run)
  expect(second.paths[0].tally).toMatchObject({ read: 3, rejected: 3, delivered: 0 })
  expect((await start(first)).json.code).toBe('run.none_rejected')
  await repair()
  await publish({})
  const third = await ended(doors, (await start(second.run)).json.run)
  expect(third.paths[0].tally).toMatchObject({ read: 3, delivered: 3 })
  expect(once()).toBe(true)
})

it('killed while the request is under way it goes on with these rows alone, none lost and none under another id', async () => {
  const data = mkdtempSync(join(tmpdir(), 'tributary-resend-'))
  let kill: (() => void) | undefined
  platform = await recordingPlatform(manners({ arrived: () => kill?.() }))
  const env = { PINTEREST_BASE_URL: platform.url }
  let served = await serve(env, data)
  try {
    writeFileSync(join(data, 'orders.csv'), csvOf(inTwoCurrencies(12)))
    await served.ask('/api/connections/out-main', 'PUT', { kind: 'pinterest', settings: { ad_account: '549', token: 'T' } })
    const { id } = await served.ask<{ id: string }>('/api/flows', 'POST', { document: drawn('currency') })
    await served.ask(`/api/flows/${id}/publish`, 'POST', {})
    const { run } = await served.ask<{ run: string }>(`/api/flows/${id}/runs`, 'POST', {})
    const all = () => served.ask<any[]>(`/api/flows/${id}/runs`)
    const over = async () => (await all()).every(({ state }) => !['queued', 'running'].includes(state))
    await expect.poll(over, { timeout: 60_000 }).toBe(true)
    await served.change(id, () => drawn('billed_in') as never)
    writeFileSync(join(data, 'orders.csv'), csvOf(inTwoCurrencies(15)))
    const { pid } = served
    const before = platform.requests
    kill = () => process.kill(pid, 'SIGKILL')
    await served.ask(`/api/flows/${id}/publish`, 'POST', { rejectedOf: run }).catch(() => {
      // It may die before it has answered.
    })
    await expect.poll(() => platform.requests, { timeout: 60_000 }).toBe(before + 1)
    kill = undefined
    await served.end()
    served = await serve(env, data)
    await expect.poll(over, { timeout: 60_000 }).toBe(true)
    const [last, died] = await all()
    expect(last).toMatchObject({ rejectedOf: run, version: 2 })
    expect(died).toMatchObject({ rejectedOf: run, version: 2, state: 'interrupted' })
    const counts = platform.counts()
    expect([...counts.keys()].toSorted()).toEqual(
      goodOrders(12)
        .map(order => String(order.order_id))
        .toSorted(),
    )
    // The one request whose answer died with the process may have been taken before: under the same ids, and said so.
    expect([...counts].filter(([, times]) => times > 1).every(([key]) => REFUSED.includes(Number(key.slice(1))))).toBe(true)
    expect(await served.ask(`/api/flows/${id}/rejected`)).toEqual({ rejected: 0 })
  } finally {
    await served.stop()
    rmSync(data, { recursive: true, force: true })
  }
}, 180_000)
