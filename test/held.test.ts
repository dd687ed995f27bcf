/** What a person decides about events in doubt, on the real server, ledger and a local platform that kept count. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { type Answered, type Doors, ended, openDoors } from './doors.ts'
import { type Manners, type Platform, recordingPlatform } from './platforms/recording.ts'
import { goodOrders, ordersFlow } from './stand-ins/engine.ts'
import { csvOf } from './stand-ins/orders-file.ts'
import { type Served, serve } from './stand-ins/tributary.ts'

const DAY = 86_400_000
let platform: Platform
let doors: Doors | undefined
let served: Served | undefined
let flow: string
afterEach(async () => {
  await doors?.close()
  await served?.stop()
  await platform?.close()
  doors = served = undefined
})

type Ask = (method: string, path: string, body?: unknown) => Promise<Pick<Answered, 'status' | 'json'>>
const csv = (rows: readonly Record<string, unknown>[]) => csvOf(rows)

/** Events from a shop: the platform removes no copy of them, so a request without an answer is held. */
const inShop = () => ordersFlow('pinterest', 'out-main', { batch: 50 }, { action_source: { value: 'physical_store' } })
const online = () => ordersFlow('pinterest', 'out-main', {}, { action_source: { value: 'website' } })

async function publish(ask: Ask, document: unknown): Promise<void> {
  await ask('PUT', '/api/connections/out-main', { kind: 'pinterest', settings: { ad_account: '549', token: 'T' } })
  const made = await ask('POST', '/api/flows', { document })
  expect(made.status).toBe(201)
  flow = made.json.id
  expect((await ask('POST', `/api/flows/${flow}/publish`, {})).status).toBeLessThan(300)
}
async function open(manners: Manners, rows: number | Record<string, unknown>[], document: unknown): Promise<void> {
  platform = await recordingPlatform(manners)
  doors = await openDoors({ PINTEREST_BASE_URL: platform.url }, { fresh: true })
  writeFileSync(join(doors.folder, 'orders.csv'), csv(typeof rows === 'number' ? goodOrders(rows) : rows))
  await publish(doors.ask, document)
}
async function run(): Promise<{ run: string; state: string; path: any }> {
  const { json } = await doors!.ask('POST', `/api/flows/${flow}/runs`, {})
  const end = await ended(doors!, json.run)
  return { run: end.run, state: end.state, path: end.paths[0] }
}
const held = async () => (await doors!.ask('GET', `/api/flows/${flow}/held`)).json as any[]
const decide = (body: unknown) => doors!.ask('POST', `/api/flows/${flow}/held`, body)
const audit = async () => (await doors!.ask('GET', `/api/flows/${flow}/audit`)).json as any[]
/** Moves what is stored of open requests, as if time had passed or a body had been damaged. */
const change = (set: string) => doors!.services.store.sql.exec(`update request set ${set}`)

const swallowed: Manners = { behave: n => (n === 2 ? 'accept-reset' : 'ok') }

describe('a request that is held', () => {
  it('is listed with its path, and sent again with the same bytes once a person says so', async () => {
    await open(swallowed, 120, inShop())
    expect((await run()).path.tally).toMatchObject({ delivered: 70, uncertain: 50 })
    const [path] = await held()
    expect(path).toMatchObject({
      path: 'shop > orders > paid > map > hash > out',
      destination: 'out',
      requests: [{ events: 50, attempts: 1, why: 'no_dedup', released: false, sendable: true }],
    })
    const [{ id }] = path.requests
    expect((await run()).path).toMatchObject({ tally: { duplicate: 70, uncertain: 50 }, resent: 0 })
    expect(platform.requests).toBe(3)

    expect(await decide({ requests: [id], action: 'send_again', confirm: true })).toMatchObject({
      status: 200,
      json: { action: 'send_again', requests: 1, events: 50 },
    })
    expect((await held())[0].requests).toMatchObject([{ id, released: true }])
    const after = await run()
    expect(after).toMatchObject({ state: 'succeeded', path: { tally: { delivered: 50, duplicate: 70, uncertain: 0 }, resent: 50 } })
    expect(after.path.reasons.find((r: any) => r.outcome === 'sent_again')).toMatchObject({ rows: 50 })
    expect(platform.bodies[3]).toBe(platform.bodies[1])
    expect([...platform.counts().values()].filter(times => times === 2)).toHaveLength(50)
    expect(await held()).toEqual([])
    expect((await run()).path.tally).toMatchObject({ duplicate: 120 })
    expect(platform.requests).toBe(4)
    expect(await audit()).toEqual([{ at: expect.any(String), what: 'send_again', flow, request: id, events: 50, actor: 'api' }])
  })

  it('is sent again also when only some of its events bring an id of their own', async () => {
    const rows = goodOrders(20).map((row, i) => ({ ...row, ref: i % 2 ? `R${i}` : '' }))
    const document = ordersFlow('pinterest', 'out-main', {}, { action_source: { value: 'physical_store' }, event_id: { column: 'ref' } })
    await open({ behave: n => (n === 1 ? 'accept-reset' : 'ok') }, rows, document)
    expect((await run()).path.tally).toMatchObject({ uncertain: 20 })
    const [{ requests }] = await held()
    expect(requests).toMatchObject([{ events: 20, why: 'no_dedup' }])
    await decide({ requests: [requests[0].id], action: 'send_again', confirm: true })
    expect((await run()).path).toMatchObject({ tally: { delivered: 20 }, resent: 20 })
    expect((await run()).path.tally).toMatchObject({ duplicate: 20 })
  })

  it('is held again when the attempt that was allowed got no answer either', async () => {
    await open({ behave: () => 'accept-reset' }, 30, inShop())
    await run()
    const [{ requests }] = await held()
    await decide({ requests: [requests[0].id], action: 'send_again', confirm: true })
    expect((await run()).path).toMatchObject({ tally: { uncertain: 30 }, resent: 30, possibleDoubles: 30 })
    expect((await held())[0].requests).toMatchObject([{ id: requests[0].id, attempts: 2, released: false }])
    await run()
    expect(platform.requests).toBe(2)
  })

  it('stays open when the platform surely took nothing of the second attempt: the first may have been taken', async () => {
    await open({ behave: n => (n === 1 ? 'accept-reset' : 'token') }, 30, inShop())
    await run()
    const [{ requests }] = await held()
    await decide({ requests: [requests[0].id], action: 'send_again', confirm: true })
    expect((await run()).state).toBe('failed')
    expect((await held())[0].requests).toMatchObject([{ id: requests[0].id, events: 30 }])
  })

  it('counts as delivered once a person says so, and nothing of it leaves again', async () => {
    await open(swallowed, 120, inShop())
    const first = await run()
    const [{ requests }] = await held()
    const { id } = requests[0]
    expect((await decide({ requests: [id], action: 'treat_as_sent', confirm: true })).json).toMatchObject({ events: 50 })
    expect(await held()).toEqual([])
    expect(await run()).toMatchObject({ state: 'succeeded', path: { tally: { duplicate: 120, uncertain: 0 } } })
    expect(platform.requests).toBe(3)
    const told = await doors!.ask('GET', `/api/flows/${flow}/explain?key=A60`)
    expect(told.json.paths[0].ledger).toMatchObject({ state: 'delivered', run: first.run })
    expect(await audit()).toMatchObject([{ what: 'treat_as_sent', request: id, events: 50, actor: 'api' }])
    expect((await decide({ requests: [id], action: 'treat_as_sent', confirm: true })).status).toBe(404)
  })

  it.each([
    ['left_window', () => change(`expires = ${Date.now() - 1}`), inShop, false],
    ['unreadable', () => change("body_sha256 = x'00'"), inShop, false],
    ['too_old', () => change(`resend_safe = 1, first_sent = ${Date.now() - DAY - 60_000}`), inShop, true],
  ])('because it is %s says so, and is sent again only where that can be', async (why, pass, document, sendable) => {
    await open({ behave: () => 'accept-reset' }, 30, document())
    await run()
    pass()
    const [{ requests }] = await held()
    expect(requests).toMatchObject([{ why, sendable }])
    const answer = await decide({ requests: [requests[0].id], action: 'send_again', confirm: true })
    expect(answer).toMatchObject(sendable ? { status: 200 } : { status: 409, json: { code: 'held.not_sendable' } })
    expect(await audit()).toHaveLength(sendable ? 1 : 0)
    expect((await decide({ requests: [requests[0].id], action: 'treat_as_sent', confirm: true })).status).toBe(200)
  })

  it('is not listed while the next run sends it by itself', async () => {
    await open({ behave: () => 'accept-reset' }, 10, inShop())
    await run()
    change('resend_safe = 1')
    expect(await held()).toEqual([])
  })

  it('for an account that is not drawn any more can be settled, not sent', async () => {
    await open({ behave: () => 'accept-reset' }, 10, inShop())
    await run()
    await doors!.ask('PUT', '/api/connections/out-main', { kind: 'pinterest', settings: { ad_account: '777' } })
    const [path] = await held()
    expect(path).toMatchObject({ path: null, destination: null, requests: [{ sendable: false }] })
    const { id } = path.requests[0]
    expect((await decide({ requests: [id], action: 'send_again', confirm: true })).status).toBe(409)
    expect((await decide({ requests: [id], action: 'treat_as_sent', confirm: true })).status).toBe(200)
  })

  it('is left alone without a confirmation, while a run goes on, and for a body of another shape', async () => {
    let answer = () => {}
    await open(
      { behave: n => (n === 1 ? 'accept-reset' : 'ok'), arrived: n => (n === 2 ? new Promise(go => (answer = go)) : undefined) },
      10,
      inShop(),
    )
    await run()
    const [{ requests }] = await held()
    const ids = [requests[0].id]
    expect(await decide({ requests: ids, action: 'send_again' })).toMatchObject({
      status: 409,
      json: {
        code: 'confirm.needed',
        why: expect.stringContaining('At most 10 events may arrive twice.'),
        raw: { requests: 1, events: 10 },
      },
    })
    expect((await decide({ requests: ids, action: 'treat_as_sent', confirm: false })).status).toBe(409)
    for (const body of [
      { requests: ids, action: 'forget', confirm: true },
      { requests: [], action: 'send_again', confirm: true },
      { requests: ['1'], action: 'send_again', confirm: true },
      { requests: ids, action: 'send_again', confirm: 'yes' },
      { requests: ids, action: 'send_again', confirm: true, force: true },
      { action: 'send_again', confirm: true },
    ])
      expect((await decide(body)).status, JSON.stringify(body)).toBe(400)
    expect((await decide({ requests: [...ids, 999_999], action: 'treat_as_sent', confirm: true })).status).toBe(404)
    expect(await held()).toMatchObject([{ requests: [{ id: ids[0], released: false }] }])

    writeFileSync(join(doors!.folder, 'orders.csv'), csv(goodOrders(20)))
    const { json } = await doors!.ask('POST', `/api/flows/${flow}/runs`, {})
    while (platform.requests < 2) await new Promise(resolve => setTimeout(resolve, 10))
    expect((await held()).flatMap(path => path.requests.map((r: any) => r.id))).toEqual(ids)
    for (const [path, body] of [
      ['held', { requests: ids, action: 'treat_as_sent', confirm: true }],
      ['rejected', { confirm: true }],
    ] as const)
      expect(await doors!.ask('POST', `/api/flows/${flow}/${path}`, body)).toMatchObject({
        status: 409,
        json: { code: 'run.running', raw: json.run },
      })
    answer()
    expect((await ended(doors!, json.run)).paths[0].tally).toMatchObject({ delivered: 10, uncertain: 10 })
    expect(await audit()).toEqual([])
  })
})

describe('rejected rows', () => {
  it('are sent again after they were forgotten, of one run or all, and never what was delivered', async () => {
    let refusing = true
    await open({ refuses: event => refusing && Number(event.event_id.slice(1)) % 10 === 0 }, 40, online())
    const first = await run()
    expect(first.path.tally).toMatchObject({ delivered: 36, rejected: 4 })
    writeFileSync(join(doors!.folder, 'orders.csv'), csv(goodOrders(60)))
    const second = await run()
    expect(second.path.tally).toMatchObject({ delivered: 18, rejected: 2, duplicate: 40 })
    refusing = false
    const count = async (query = '') => (await doors!.ask('GET', `/api/flows/${flow}/rejected${query}`)).json.rejected
    const forget = (body: unknown) => doors!.ask('POST', `/api/flows/${flow}/rejected`, body)
    expect([await count(), await count(`?run=${first.run}`), await count(`?run=${second.run}`)]).toEqual([6, 4, 2])

    expect(await forget({})).toMatchObject({ status: 409, json: { code: 'confirm.needed', raw: { rejected: 6 } } })
    expect(await count()).toBe(6)
    expect((await forget({ run: second.run, confirm: true })).json).toEqual({ rejected: 2 })
    const third = await run()
    expect(third).toMatchObject({ path: { tally: { delivered: 2, duplicate: 58 }, resent: 0 } })
    expect((await forget({ confirm: true })).json).toEqual({ rejected: 4 })
    expect((await run()).path.tally).toMatchObject({ delivered: 4, duplicate: 56 })
    expect((await forget({ confirm: true })).json).toEqual({ rejected: 0 })
    expect(platform.taken).toHaveLength(60)
    expect(new Set(platform.taken.map(({ id }) => id)).size).toBe(60)
    expect(await audit()).toMatchObject([
      { what: 'forget_rejected', request: null, events: 4 },
      { what: 'forget_rejected', request: null, events: 2 },
    ])
  })

  it('of a run of another flow, and bodies of another shape, are declined', async () => {
    await open({}, 10, online())
    const { run: mine } = await run()
    const other = (await doors!.ask('POST', '/api/flows', { name: 'other' })).json.id
    const forget = (id: string, body: unknown) => doors!.ask('POST', `/api/flows/${id}/rejected`, body)
    expect((await forget(other, { run: mine, confirm: true })).status).toBe(404)
    expect((await forget(flow, { run: 'no-such-run', confirm: true })).status).toBe(404)
    expect((await forget('no-such-flow', { confirm: true })).status).toBe(404)
    expect((await forget(flow, { run: 7, confirm: true })).status).toBe(400)
    expect((await forget(flow, { confirm: true, all: true })).status).toBe(400)
  })
})

it('a kill -9 right after the decision loses neither the request nor the decision', async () => {
  platform = await recordingPlatform(swallowed)
  const data = mkdtempSync(join(tmpdir(), 'tributary-held-'))
  writeFileSync(join(data, 'orders.csv'), csv(goodOrders(120)))
  const env = { PINTEREST_BASE_URL: platform.url, LOG_LEVEL: 'warn' }
  served = await serve(env, data)
  const ask: Ask = async (method, path, body) => {
    const answer = await fetch(served!.url + path, {
      method,
      // As a browser marks what comes from the editor's own page.
      headers: { 'content-type': 'application/json', 'x-tributary': '1', 'sec-fetch-site': 'same-origin' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    return { status: answer.status, json: await answer.json().catch(() => undefined) }
  }
  const runHere = async () => {
    const { json } = await ask('POST', `/api/flows/${flow}/runs`, {})
    for (;;) {
      const now = (await ask('GET', `/api/runs/${json.run}`)).json
      if (now.state !== 'queued' && now.state !== 'running') return now.paths[0]
      await new Promise(resolve => setTimeout(resolve, 50))
    }
  }
  await publish(ask, inShop())
  expect((await runHere()).tally).toMatchObject({ delivered: 70, uncertain: 50 })
  const { json: listed } = await ask('GET', `/api/flows/${flow}/held`)
  const { id } = listed[0].requests[0]
  expect((await ask('POST', `/api/flows/${flow}/held`, { requests: [id], action: 'send_again', confirm: true })).status).toBe(200)
  process.kill(served.pid, 'SIGKILL')

  served = await serve(env, data)
  expect((await ask('GET', `/api/flows/${flow}/held`)).json[0].requests).toMatchObject([{ id, released: true, events: 50 }])
  expect(await runHere()).toMatchObject({ tally: { delivered: 50, duplicate: 70 }, resent: 50 })
  expect(platform.bodies[3]).toBe(platform.bodies[1])
  expect((await ask('GET', `/api/flows/${flow}/audit`)).json).toMatchObject([{ what: 'send_again', request: id, actor: 'editor' }])
  await served.stop()
  served = undefined
  rmSync(data, { recursive: true, force: true })
})
