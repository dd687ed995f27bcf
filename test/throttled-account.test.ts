/** One account that its platform slows down: whoever sends to it waits, and the other accounts of the same platform do not. */
import { writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { serverBounds } from '../server/bounds.ts'
import { type Doors, ended, openDoors } from './doors.ts'
import { goodOrders, ordersFlow } from './stand-ins/engine.ts'
import { csvOf } from './stand-ins/orders-file.ts'
import { STAYS_OPEN } from './stand-ins/stays-open.ts'

const ROWS = 4
let doors: Doors
let platform: Server
afterEach(async () => {
  await doors?.close()
  platform?.closeAllConnections()
  await new Promise(resolve => platform?.close(resolve))
})

const meta = {
  kind: 'meta',
  base: 'META_BASE_URL',
  settings: (account: string) => ({ dataset: account, token: 'T' }),
  account: /^\/v25\.0\/(\d+)\/events/,
  answer: (events: number) => ({ events_received: events, fbtrace_id: 'x' }),
  served: { 'facebook-api-version': 'v25.0' },
}
const pinterest = {
  kind: 'pinterest',
  base: 'PINTEREST_BASE_URL',
  settings: (account: string) => ({ ad_account: account, token: 'T' }),
  account: /^\/v5\/ad_accounts\/(\d+)\/events/,
  answer: (events: number) => ({
    num_events_received: events,
    num_events_processed: events,
    events: Array.from({ length: events }, () => ({ status: 'processed', error_message: '', warning_message: '' })),
  }),
  served: {},
}
const usage = (type: object) => ({ 'x-business-use-case-usage': JSON.stringify({ 1: [type] }) })

it.each([
  [
    'the share of calls in X-Business-Use-Case-Usage',
    meta,
    usage({ type: 'ads_management', call_count: 100, estimated_time_to_regain_access: 2 }),
  ],
  ['the share of time in X-App-Usage', meta, { 'x-app-usage': '{"call_count":1,"total_cputime":99,"total_time":3}' }],
  ['X-Ad-Account-Usage', meta, { 'x-ad-account-usage': '{"acc_id_util_pct":100,"reset_time_duration":120}' }],
  ['X-RateLimit-Remaining', pinterest, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '120' }],
])('%s holds one account, and no other', async (_, spoken, tight) => {
  const asked: Record<string, number> = { 1: 0, 2: 0 }
  let first = () => {}
  const throttled = new Promise<void>(resolve => {
    first = resolve
  })
  platform = createServer(STAYS_OPEN, async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const account = spoken.account.exec(request.url ?? '')?.[1] ?? 'none'
    asked[account] = (asked[account] ?? 0) + 1
    const answer = spoken.answer((JSON.parse(body) as { data: unknown[] }).data.length)
    const headers = { 'content-type': 'application/json', ...spoken.served, ...(account === '1' ? tight : {}) }
    response.writeHead(200, headers as Record<string, string>).end(JSON.stringify(answer), () => account === '1' && first())
  })
  await new Promise<void>(resolve => platform.listen(0, '127.0.0.1', resolve))
  doors = await openDoors({ [spoken.base]: `http://127.0.0.1:${(platform.address() as AddressInfo).port}` }, { fresh: true })
  for (const account of ['1', '2'])
    await doors.ask('PUT', `/api/connections/account-${account}`, { kind: spoken.kind, settings: spoken.settings(account) })
  const rows = goodOrders(ROWS)
  const names = Object.keys(rows[0]!)
  writeFileSync(join(doors.folder, 'orders.csv'), [names.join(','), ...rows.map(row => names.map(name => row[name]).join(','))].join('\n'))
  const start = async (name: string, account: string, other?: string): Promise<string> => {
    const drawn = ordersFlow(spoken.kind, `account-${account}`, { batch: 1 }, { event_id: { template: `${name}-{order_id}` } })
    const { nodes, edges } = drawn
    if (other) nodes.push({ ...nodes.at(-1)!, id: 'other', config: { connection: `account-${other}`, batch: 1 } as object })
    if (other) edges.push({ ...edges.at(-1)!, to: 'other' })
    const document = { ...drawn, name }
    const { json } = await doors.ask('POST', '/api/flows', { document })
    expect((await doors.ask('POST', `/api/flows/${json.id}/publish`, {})).status).toBe(200)
    return (await doors.ask('POST', `/api/flows/${json.id}/runs`, {})).json.run
  }
  const state = async (run: string) => (await doors.ask('GET', `/api/runs/${run}`)).json

  const slowed = await start('slowed', '1')
  await throttled
  const beside = await start('beside', '1')
  const free = await ended(doors, await start('free', '2'))
  // The free account took everything, one request a row, while the other waits for the time that its platform named.
  expect(free).toMatchObject({ state: 'succeeded', paths: [{ tally: { read: ROWS, delivered: ROWS }, requests: ROWS }] })
  expect(asked).toEqual({ 1: 1, 2: ROWS })
  expect((await state(slowed)).state).toBe('running')
  // A second flow to the slowed account waits as well: what the platform said holds for the account, not for the flow.
  expect((await state(beside)).paths[0]?.tally.delivered ?? 0).toBe(0)

  // Nor does one path of a flow hold another.
  const both = await start('both', '1', '2')
  while ((await state(both)).paths[1]?.state !== 'succeeded') await new Promise(resolve => setTimeout(resolve, 20))
  expect(asked).toEqual({ 1: 1, 2: 2 * ROWS })
  expect(await state(both)).toMatchObject({ state: 'running', paths: [{ state: 'running' }, { tally: { delivered: ROWS } }] })

  for (const run of [slowed, beside, both]) await doors.ask('POST', `/api/runs/${run}/stop`, {})
  expect(await ended(doors, slowed)).toMatchObject({ state: 'stopped', paths: [{ tally: { delivered: 1, uncertain: 0, rejected: 0 } }] })
  expect(await ended(doors, beside)).toMatchObject({ state: 'stopped', paths: [{ tally: { delivered: 0, uncertain: 0, rejected: 0 } }] })
  expect(asked[1]).toBe(1)
})

it('as many slowed accounts as runs may be under way keep no flow waiting whose platform is well', async () => {
  const slow = serverBounds.openRuns.most
  const taken: Record<string, number> = {}
  platform = createServer(STAYS_OPEN, async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const account = meta.account.exec(request.url ?? '')![1]!
    const well = account === '99'
    if (well) taken[account] = (taken[account] ?? 0) + (JSON.parse(body) as { data: unknown[] }).data.length
    response.writeHead(well ? 200 : 429, { 'content-type': 'application/json', ...meta.served, ...(!well && { 'retry-after': '240' }) })
    response.end(JSON.stringify(well ? meta.answer(ROWS) : { error: { code: 4, message: 'slow down', type: 'OAuthException' } }))
  })
  await new Promise<void>(resolve => platform.listen(0, '127.0.0.1', resolve))
  doors = await openDoors({ META_BASE_URL: `http://127.0.0.1:${(platform.address() as AddressInfo).port}` }, { fresh: true })
  writeFileSync(join(doors.folder, 'orders.csv'), csvOf(goodOrders(ROWS)))
  const start = async (account: string) => {
    await doors.ask('PUT', `/api/connections/to-${account}`, { kind: 'meta', settings: meta.settings(account) })
    const { json } = await doors.ask('POST', '/api/flows', { document: { ...ordersFlow('meta', `to-${account}`), name: account } })
    await doors.ask('POST', `/api/flows/${json.id}/publish`, {})
    return { flow: json.id, run: (await doors.ask('POST', `/api/flows/${json.id}/runs`, {})).json.run }
  }
  const state = async ({ run }: { run: string }) => (await doors.ask('GET', `/api/runs/${run}`)).json
  const slowed: { flow: string; run: string }[] = []
  for (let i = 1; i <= slow; i++) slowed.push(await start(String(i)))
  for (const one of slowed) while (!(await state(one)).paths[0]?.waiting) await new Promise(resolve => setTimeout(resolve, 20))

  const well = await start('99')
  expect(await ended(doors, well.run)).toMatchObject({ state: 'succeeded', paths: [{ tally: { delivered: ROWS } }] })
  expect(taken).toEqual({ 99: ROWS })
  const states = await Promise.all(slowed.map(state))
  const [gone, ...more] = states.filter(({ state }) => state !== 'running')
  // One made way: it has lost nothing, and goes on by itself when its account allows.
  expect(more).toEqual([])
  expect(gone).toMatchObject({ state: 'failed', paths: [{ error: { needs: 'time' }, tally: { read: ROWS, unsent: ROWS } }] })
  const { json } = await doors.ask('GET', `/api/flows/${gone.flow}`)
  expect(json).toMatchObject({ paused: false, holds: [{ node: 'out', waiting: ROWS }] })
  expect(Date.parse(json.holds[0].resumesAt)).toBeGreaterThan(Date.now() + 200_000)
  for (const { run } of slowed) await doors.ask('POST', `/api/runs/${run}/stop`, {})
})
