/** What a preview shows is what leaves, byte for byte: any flow, both platforms from one mapping, answered by their simulators. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { kinds } from '../nodes/kinds.ts'
import type { Destination } from '../runtime/contract.ts'
import type { Simulator } from '../runtime/dialect.ts'
import { type Engine, engine } from './stand-ins/engine.ts'
import { STAYS_OPEN } from './stand-ins/stays-open.ts'

const PLATFORMS = ['meta', 'pinterest'] as const
interface Left {
  method: string
  path: string
  body: string
  status: number
}
let server: Server
let tributary: Engine
let left: Left[] = []

beforeAll(async () => {
  const simulators = new Map<string, Simulator>()
  for (const id of PLATFORMS) simulators.set(id, await (kinds.get(id) as Destination).simulator!())
  server = createServer(STAYS_OPEN, async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const [, id = '', path = ''] = /^\/([a-z]+)(\/.*)$/.exec(request.url ?? '') ?? []
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
    const answer = simulators.get(id)!.answer({ method: request.method!, path, headers, body }, Date.now())
    left.push({ method: request.method!, path: request.url!, body, status: answer.status })
    response.writeHead(answer.status, answer.headers).end(answer.body)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  tributary = await engine(
    { META_BASE_URL: `${url}/meta`, PINTEREST_BASE_URL: `${url}/pinterest` },
    {
      'to-meta': { kind: 'meta', settings: { dataset: '123', token: 't', version: 'v25.0' }, simulated: false },
      'to-pinterest': { kind: 'pinterest', settings: { ad_account: '549', token: 't' }, simulated: false },
    },
  )
})
afterAll(async () => {
  await tributary?.close()
  server?.close()
  server?.closeAllConnections()
})

const often = <T>(usual: fc.Arbitrary<T>, odd: fc.Arbitrary<string>) =>
  fc.oneof({ weight: 6, arbitrary: usual as fc.Arbitrary<unknown> }, { weight: 1, arbitrary: odd })
const nothing = fc.constantFrom('', 'null', 'n/a', ' ')
/** Far from the edges that move while the test runs: the window's ends, "now" and the first hour. */
const when = fc
  .oneof(fc.integer({ min: 120, max: 3000 }), fc.integer({ min: 4000, max: 500_000 }), fc.constantFrom(90 * 86_400, -86_400))
  .map(age => new Date(Date.now() - age * 1000).toISOString())
const order = fc.record({
  order_id: often(
    fc.integer({ min: 1, max: 30 }).map(n => `A${n}`),
    nothing,
  ),
  ref: fc.integer({ min: 1, max: 40 }).map(n => `R ${n}`),
  ordered_at: often(when, fc.constantFrom('yesterday', '')),
  amount: often(
    fc.double({ min: 0, max: 1e5, noNaN: true }).map(n => n.toFixed(2)),
    fc.constantFrom('12,5', '-3', '', '€ 9'),
  ),
  email: often(fc.emailAddress(), nothing),
  second: often(fc.emailAddress(), nothing),
  phone: often(fc.constantFrom('+33612345678', '06 12 34 56 78'), fc.constantFrom('12', '')),
  name: often(fc.string({ unit: 'grapheme', maxLength: 12 }), nothing),
  items: often(fc.constantFrom('[{"id":"a","quantity":2,"price":"3,5"}]', 'a,b'), fc.constantFrom('[{"qty":1}]', '')),
  kind: fc.constantFrom('order_completed', 'signup', 'other thing'),
  state: fc.constantFrom('paid', 'open'),
})
const flows = fc.record({
  event_name: fc.constantFrom(
    { value: 'Purchase' },
    { value: 'add to cart' },
    { column: 'kind' },
    { map: { order_completed: 'Purchase', signup: 'CompleteRegistration' }, of: 'kind', otherwise: { value: 'Lead' } },
  ),
  action_source: fc.constantFrom({ value: 'website' }, { value: 'physical_store' }, { value: 'phone_call' }),
  event_id: fc.constantFrom({ column: 'order_id' }, { column: 'ref' }, { template: '{order_id}-{kind}' }, undefined),
  email: fc.constantFrom({ column: 'email' }, { all: ['email', 'second'] }, { first: ['second', 'email'] }),
  more: fc.subarray(['phone', 'first_name', 'contents', 'content_ids', 'opt_out', 'data_processing'] as const),
  hash: fc.record({ country: fc.constantFrom('FR', 'DE'), dayFirst: fc.boolean(), variants: fc.boolean() }),
  batch: fc.constantFrom(undefined, 1, 2, 3),
  filtered: fc.boolean(),
})
const MORE = {
  phone: { column: 'phone' },
  first_name: { column: 'name' },
  contents: { column: 'items' },
  content_ids: { value: ['sku-1', 'sku-2'] },
  opt_out: { value: 'no' },
  data_processing: { value: 'LDU' },
}

let flowsMade = 0
type Choices = typeof flows extends fc.Arbitrary<infer T> ? T : never
function document({ more, hash, batch, filtered, event_id, ...fields }: Choices) {
  const mapped = {
    ...fields,
    ...(event_id && { event_id }),
    event_time: { column: 'ordered_at' },
    value: { column: 'amount' },
    currency: { value: 'EUR' },
    ...Object.fromEntries(more.map(id => [id, MORE[id]])),
  }
  const end = (kind: string) => ({ id: kind, kind, config: { connection: `to-${kind}`, ...(batch && { batch }) } })
  const where = { match: 'all', conditions: filtered ? [{ column: 'state', op: 'is', value: 'paid' }] : [] }
  return {
    tributary: 1,
    // A name of its own is a ledger of its own: nothing is known from the flow before.
    name: `flow ${++flowsMade}`,
    nodes: [
      { id: 'shop', kind: 'file', config: { path: 'orders.csv' } },
      { id: 'orders', kind: 'table', config: { table: 'orders', key: ['order_id'] } },
      { id: 'paid', kind: 'filter', config: { where } },
      { id: 'map', kind: 'mapping', config: { fields: mapped } },
      { id: 'hash', kind: 'hash', config: hash },
      ...PLATFORMS.map(end),
    ],
    edges: [
      { from: 'shop', to: 'orders' },
      { from: 'orders', to: 'paid' },
      { from: 'paid', to: 'map', port: 'kept' },
      { from: 'map', to: 'hash' },
      ...PLATFORMS.map(to => ({ from: 'hash', to })),
    ],
  }
}

/** Forty flows are previewed, run and answered: the bound ends what hangs, and judges nobody's speed. */
it('shows the very requests that leave, for both platforms from one mapping, and each is taken', async () => {
  let requests = 0
  const both = new Set<string>()
  await fc.assert(
    fc.asyncProperty(flows, fc.array(order, { minLength: 1, maxLength: 12 }), async (choices, rows) => {
      const flow = document(choices)
      tributary.orders(rows)
      left = []
      const shown = (await tributary.look(flow)).flatMap(path => path.requests)
      expect(left).toEqual([])
      const report = await tributary.run(flow)
      const sent = left.map(({ method, path, body }) => ({ method, path, body }))
      const key = ({ path, body }: { path: string; body: string }) => path + body
      const expected = shown.map(({ method, url, body }) => ({ method, path: new URL(url).pathname, body }))
      // Paths may run in any order; within one, requests keep theirs.
      for (const platform of PLATFORMS) {
        const of = (all: typeof sent) => all.filter(({ path }) => path.startsWith(`/${platform}/`))
        expect(of(sent).map(key)).toEqual(of(expected).map(key))
        if (of(sent).length) both.add(platform)
      }
      expect(left.filter(({ status }) => status !== 200)).toEqual([])
      for (const { tally } of report.paths) expect(tally.rejected + tally.uncertain + tally.unsent).toBe(0)
      requests += sent.length
    }),
    { numRuns: 40 },
  )
  expect([...both].sort()).toEqual([...PLATFORMS])
  expect(requests).toBeGreaterThan(40)
}, 300_000)
