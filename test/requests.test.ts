/** What the API says of each request of a run, and what is kept of bodies and answers. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { pruneSamples } from '../server/store/samples.ts'
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

const IP = '203.0.113.77'
const AGENT = 'CanaryBrowser/7.1'
const csv = (rows: readonly Record<string, unknown>[]) => csvOf(rows)
const orders = (count: number) => goodOrders(count).map(row => ({ ...row, ip: IP, agent: AGENT }))

async function open(manners: Manners, kind: 'meta' | 'pinterest', rows: number, batch: number, source = 'website'): Promise<void> {
  platform = await recordingPlatform(manners)
  doors = await openDoors({ META_BASE_URL: platform.url, PINTEREST_BASE_URL: platform.url }, { fresh: true })
  writeFileSync(join(doors.folder, 'orders.csv'), csv(orders(rows)))
  const settings = kind === 'meta' ? { dataset: '123', token: 'token-canary-1' } : { ad_account: '549', token: 'token-canary-1' }
  await doors.ask('PUT', '/api/connections/out-main', { kind, settings })
  const document = ordersFlow(
    kind,
    'out-main',
    { batch },
    {
      action_source: { value: source },
      client_ip: { column: 'ip' },
      client_user_agent: { column: 'agent' },
      event_source_url: { value: 'https://shop.example/thanks' },
    },
  )
  flow = (await doors.ask('POST', '/api/flows', { document })).json.id
  await doors.ask('POST', `/api/flows/${flow}/publish`, {})
}
async function run(): Promise<any> {
  const { json } = await doors.ask('POST', `/api/flows/${flow}/runs`, {})
  return ended(doors, json.run)
}
const requests = async (id: string, query = '') => (await doors.ask('GET', `/api/runs/${id}/requests${query}`)).json
const request = async (id: string, n: number) => (await doors.ask('GET', `/api/runs/${id}/requests/${n}`)).json

describe('requests of a run', () => {
  it('are listed in pages with every sending, its answer in words and where it went', async () => {
    await open({ behave: n => (n === 2 ? '429' : 'ok') }, 'meta', 250, 100)
    const { run: id, paths } = await run()
    const first = await requests(id, '?limit=2')
    expect(first.requests).toHaveLength(2)
    const rest = await requests(id, `?after=${first.next}`)
    expect(rest).toMatchObject({ requests: [{ events: 50, outcome: 'accepted' }], next: null })
    const all = [...first.requests, ...rest.requests]
    expect(all.flatMap(one => one.attempts.map(({ status }: any) => ({ events: one.events, status })))).toEqual(platform.log)
    expect(all[1]).toMatchObject({
      path: 'shop > orders > paid > map > hash > out',
      destination: 'out',
      events: 100,
      outcome: 'accepted',
      open: false,
      message: null,
      attempts: [
        { no: 1, run: id, class: 'not_taken', status: 429, code: 'meta.rate', platformCode: '4' },
        { no: 2, class: 'settled', status: 200, code: null, trace: 'x' },
      ],
    })
    expect(paths[0].requests).toBe(4)
    expect(await request(id, 999_999)).toMatchObject({ code: 'app.not_found' })
    expect((await doors.ask('GET', '/api/runs/none/requests')).status).toBe(404)
  })

  it('keep the first body and the refused one, masked, and nothing of the others', async () => {
    await open({ refuses: event => event.event_id === 'A110' }, 'pinterest', 150, 50)
    const { run: id } = await run()
    const { requests: all } = await requests(id)
    expect(all.map(({ outcome, shown }: any) => [outcome, shown])).toEqual([
      ['accepted', true],
      ['accepted', false],
      ['partly', true],
    ])
    const [first, plain, refused] = await Promise.all(all.map((one: any) => request(id, one.request)))
    expect(first.sent).toMatchObject({ of: 50 })
    expect(first.sent.events).toHaveLength(20)
    expect(plain).toMatchObject({ sent: null, answers: [] })
    expect(refused.sent.events.map(({ at }: any) => at)).toEqual([10])
    const event = JSON.parse(refused.sent.events[0].text)
    expect(event).toMatchObject({
      event_id: 'A110',
      user_data: { client_ip_address: '•••', client_user_agent: '•••', em: [expect.stringMatching(/^[0-9a-f]{64}$/)] },
    })
    expect(refused.answers).toMatchObject([{ no: 1, status: 200, headers: { 'content-type': 'application/json' } }])
    expect(JSON.parse(refused.answers[0].body).events[10]).toMatchObject({ status: 'failed', error_message: 'refused' })
  })

  it('keep what the platform said of a refused batch and of its parts', async () => {
    await open({ refuses: event => event.event_id === 'A1' }, 'meta', 4, 100)
    const { run: id } = await run()
    const { requests: all } = await requests(id)
    expect(all.map(({ outcome, events, parent }: any) => [outcome, events, parent])).toEqual([
      ['refused', 4, null],
      ['refused', 2, all[0].request],
      ['accepted', 2, all[0].request],
      ['accepted', 1, all[1].request],
      ['rejected', 1, all[1].request],
    ])
    const alone = await request(id, all[4].request)
    expect(JSON.parse(alone.sent.events[0].text).event_id).toBe('A1')
    expect(JSON.parse(alone.answers[0].body).error).toMatchObject({ code: 100, error_subcode: 2804050 })
    expect(alone.attempts).toMatchObject([{ platformCode: '100/2804050', trace: 'x' }])
  })

  it('show the very bytes while they are open, and the decision after', async () => {
    await open({ behave: () => 'accept-reset' }, 'pinterest', 30, 50, 'physical_store')
    const { run: id } = await run()
    const [held] = (await requests(id)).requests
    expect(held).toMatchObject({ outcome: 'unknown', open: true, shown: true, attempts: [{ class: 'unknown', status: null }] })
    const seen = await request(id, held.request)
    expect(seen.sent).toMatchObject({ of: 30 })
    expect(JSON.parse(seen.sent.events[0].text)).toMatchObject({ event_id: 'A0', user_data: { client_ip_address: '•••' } })
    expect(seen.answers).toEqual([])
    await doors.ask('POST', `/api/flows/${flow}/held`, { requests: [held.request], action: 'treat_as_sent', confirm: true })
    expect((await requests(id)).requests).toMatchObject([{ outcome: 'unknown', open: false, decisions: [{ what: 'treat_as_sent' }] }])
  })
})

describe('what is kept', () => {
  it('holds no personal value in clear and no token, sealed or not, and goes after a week', async () => {
    await open({ refuses: event => event.event_id === 'A1' }, 'pinterest', 60, 50)
    const { run: id } = await run()
    const { requests: all } = await requests(id)
    const told = JSON.stringify(await Promise.all(all.map((one: any) => request(id, one.request))))
    for (const canary of [IP, AGENT, 'token-canary-1', 'person1@example.com']) {
      expect(told).not.toContain(canary)
      for (const file of readdirSync(doors.folder).filter(name => name.startsWith('tributary.db')))
        expect(readFileSync(join(doors.folder, file)).includes(canary)).toBe(false)
    }
    const { store } = doors.services
    expect(all.filter(({ shown }: any) => shown)).toHaveLength(1)
    expect(pruneSamples(store)).toBe(0)
    store.sql.exec(`update sample set at = ${Date.now() - 8 * 86_400_000}`)
    expect(pruneSamples(store)).toBe(1)
    expect((await requests(id)).requests.every(({ shown }: any) => !shown)).toBe(true)
  })

  it('that was changed on the disk is not shown', async () => {
    await open({}, 'pinterest', 3, 50)
    const { run: id } = await run()
    const [one] = (await requests(id)).requests
    expect((await request(id, one.request)).sent).toMatchObject({ of: 3 })
    doors.services.store.sql.exec('update sample set at = at + 1')
    expect(await request(id, one.request)).toMatchObject({ sent: null, answers: [] })
  })
})
