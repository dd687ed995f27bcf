/** Whole runs to a real receiver that checks the signature and drops copies by their id, as the README asks of it. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Engine, engine, goodOrders, only, ordersFlow } from '../../../test/stand-ins/engine.ts'

const secret = 'a secret of some length'
type Manner = 'ok' | 'cut' | 'busy'
let manner: (request: number) => Manner
let refuses: (id: string) => boolean
let server: Server
let tributary: Engine
let requests: number
let copies: number
const taken = new Set<string>()

function genuine(header: unknown, body: Buffer): boolean {
  const [, t, v1] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(header)) ?? []
  if (t === undefined || v1 === undefined) return false
  const mac = createHmac('sha256', secret).update(`${t}.`).update(body).digest()
  return timingSafeEqual(mac, Buffer.from(v1, 'hex')) && Math.abs(Date.now() / 1000 - Number(t)) < 300
}
function receive(body: Buffer): number {
  const { events } = JSON.parse(body.toString('utf8')) as { events: { event_id: string }[] }
  if (events.some(event => refuses(event.event_id))) return 422
  for (const { event_id } of events) {
    if (taken.has(event_id)) copies++
    taken.add(event_id)
  }
  return 204
}

beforeEach(async () => {
  manner = () => 'ok'
  refuses = () => false
  requests = 0
  copies = 0
  taken.clear()
  server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', chunk => chunks.push(chunk))
    request.on('end', () => {
      const how = manner(++requests)
      const body = Buffer.concat(chunks)
      if (how === 'busy') return response.writeHead(503, { 'retry-after': '1' }).end()
      if (!genuine(request.headers['tributary-signature'], body) || request.headers['x-key'] !== 'canary-key')
        return response.writeHead(401).end()
      const status = receive(body)
      return how === 'cut' ? response.destroy() : response.writeHead(status).end()
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as { port: number }).port}/in?a=b`
  const more = { header_name: 'X-Key', header_value: 'canary-key' }
  tributary = await engine(
    {},
    {
      good: { kind: 'webhook', settings: { url, secret, ...more }, simulated: false },
      wrong: { kind: 'webhook', settings: { url, secret: 'another secret of some length', ...more }, simulated: false },
    },
  )
})
afterEach(async () => {
  await tributary.close()
  server.closeAllConnections()
  server.close()
})
const run = async (connection = 'good', more = {}) => only(await tributary.run(ordersFlow('webhook', connection, more)))

it('takes each event once, in hundreds, and a second run sends nothing', async () => {
  tributary.orders(goodOrders(250))
  expect((await run()).tally).toMatchObject({ read: 250, delivered: 250 })
  expect([taken.size, requests, copies]).toEqual([250, 3, 0])
  expect((await run()).tally).toMatchObject({ duplicate: 250, delivered: 0 })
  expect(requests).toBe(3)
})

it('after a lost answer sends the same again, says so, and the receiver drops the copy', async () => {
  tributary.orders(goodOrders(5))
  manner = n => (n === 1 ? 'cut' : 'ok')
  const path = await run()
  expect(path.tally).toMatchObject({ delivered: 5, uncertain: 0 })
  expect(path.reasons.find(r => r.code === 'sent_again')).toMatchObject({ rows: 5 })
  expect([taken.size, copies]).toEqual([5, 5])
})

it('waits where it is asked to', async () => {
  tributary.orders(goodOrders(5))
  manner = n => (n === 1 ? 'busy' : 'ok')
  expect(await run()).toMatchObject({ tally: { delivered: 5 }, resent: 0, requests: 2 })
  expect(copies).toBe(0)
})

it('finds the one event that is refused, and loses no other', async () => {
  tributary.orders(goodOrders(100))
  const ids: string[] = []
  refuses = id => {
    ids.push(id)
    return id === ids[41]
  }
  expect((await run()).tally).toMatchObject({ delivered: 99, rejected: 1 })
  expect([taken.size, taken.has(ids[41]!)]).toEqual([99, false])
})

it('stops at a door that is closed, and keeps the events', async () => {
  tributary.orders(goodOrders(5))
  const path = await run('wrong')
  expect(path).toMatchObject({ state: 'failed', tally: { delivered: 0, unsent: 5 }, error: { code: 'webhook.token' } })
  expect(JSON.stringify(path)).not.toMatch(/canary|another secret/)
  expect((await run()).tally).toMatchObject({ delivered: 5 })
})
