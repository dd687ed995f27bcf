/** What a platform, a source and a mail server say may hold anything: nothing of a person or of a secret goes on into an alert. */
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Doors, ended, openDoors } from './doors.ts'
import { goodOrders, ordersFlow } from './stand-ins/engine.ts'
import { csvOf } from './stand-ins/orders-file.ts'
import { STAYS_OPEN } from './stand-ins/stays-open.ts'

const TOKEN = 'EAAcanaryTokenSecret0123456789abcdef'
/** What the platform knows and repeats. */
const KNOWN = ['canary@example.com', '+33612345678', '203.0.113.77', TOKEN]
const CANARIES = [...KNOWN, 'hookSecret']
const orders = goodOrders(40, () => ({ email: 'canary@example.com' })).map(order => ({ ...order, phone: '+33612345678' }))
let doors: Doors
const told: string[] = []
/** The platform answers each request with all that it was sent, and more. */
let [status, code] = [400, 100]
const platform = createServer(STAYS_OPEN, async (request, response) => {
  let body = ''
  for await (const chunk of request) body += chunk
  const said = `Bad: ${request.headers.authorization} ${KNOWN.join(' ')} ${body.slice(0, 2000)}`
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ error: { message: said, error_user_title: said, error_user_msg: said, code, type: 'OAuthException' } }))
})
const hook = createServer(STAYS_OPEN, async (request, response) => {
  let body = ''
  for await (const chunk of request) body += chunk
  told.push(body)
  response.end()
})
const portOf = (server: typeof hook) => (server.address() as AddressInfo).port

beforeAll(async () => {
  for (const server of [platform, hook]) await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  doors = await openDoors(
    { META_BASE_URL: `http://127.0.0.1:${portOf(platform)}`, TRIBUTARY_EGRESS_ALLOW: `127.0.0.1:${portOf(hook)}` },
    { fresh: true },
  )
  const saved = await doors.ask('PUT', '/api/alerts/channels/hook', {
    kind: 'address',
    name: 'hook',
    settings: { url: `http://127.0.0.1:${portOf(hook)}/hookSecret` },
  })
  expect(saved.status).toBe(200)
  await doors.ask('PUT', '/api/connections/out', { kind: 'meta', settings: { dataset: '1', token: TOKEN } })
  writeFileSync(join(doors.folder, 'orders.csv'), csvOf(orders))
})
afterAll(async () => {
  await doors.close()
  for (const server of [platform, hook]) {
    server.closeAllConnections()
    server.close()
  }
})

it.each([
  ['refuses every event for what it holds', 400, 100],
  ['does not know the token', 401, 190],
  ['allows nothing', 403, 200],
  ['says something that nobody knows', 400, 4711],
])('a platform that %s, and repeats all that it was sent', async (_, answers, of) => {
  ;[status, code] = [answers, of]
  told.length = 0
  const { json } = await doors.ask('POST', '/api/flows', { document: { ...ordersFlow('meta', 'out'), name: `shop ${of}` } })
  await doors.ask('POST', `/api/flows/${json.id}/publish`, {})
  await ended(doors, (await doors.ask('POST', `/api/flows/${json.id}/runs`, {})).json.run)
  for (let i = 0; i < 2; i++) await doors.services.alerts.beat()
  expect(told.join()).toContain(`shop ${of}`)
  const all = `${told.join('\n')}${(await doors.ask('GET', '/api/alerts')).text}${doors.log()}`
  expect(CANARIES.filter(canary => all.includes(canary))).toEqual([])
})
