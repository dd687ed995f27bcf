/** A platform that refuses a whole request for one event: wherever that event stands, it is found in few calls, and every other event is taken once. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import fc from 'fast-check'
import { afterEach, expect, it } from 'vitest'
import { type Engine, engine, goodOrders, only, ordersFlow } from './stand-ins/engine.ts'
import { STAYS_OPEN } from './stand-ins/stays-open.ts'

const ROWS = 1000
const CALLS_MOST = 25
let server: Server | undefined
let tributary: Engine | undefined
async function closed(): Promise<void> {
  await tributary?.close()
  server?.closeAllConnections()
  await new Promise(resolve => (server ? server.close(resolve) : resolve(undefined)))
  tributary = server = undefined
}
afterEach(closed)

/** How each platform takes a request, and how it refuses one: Meta may name a position, Pinterest names none. */
const languages = {
  meta: {
    took: (sent: number) => ({ events_received: sent, messages: [], fbtrace_id: 'A' }),
    refused: (at: number, names: boolean) => ({
      error: {
        type: 'OAuthException',
        code: 100,
        ...(names
          ? { message: `Unexpected key "x" on param "$['data'][${at}]"` }
          : { message: 'Invalid parameter', error_subcode: 2804050 }),
      },
    }),
    connection: { kind: 'meta', settings: { dataset: '123', token: 'EAA-canary' }, simulated: false },
  },
  pinterest: {
    took: (sent: number) => ({
      num_events_received: sent,
      num_events_processed: sent,
      events: Array.from({ length: sent }, () => ({ status: 'processed', error_message: null, warning_message: null })),
    }),
    refused: () => ({ code: 4196, message: 'Invalid request: a value is not valid' }),
    connection: { kind: 'pinterest', settings: { ad_account: '549', token: 'pina_canary' }, simulated: false },
  },
} as const

async function sendWith(kind: keyof typeof languages, bad: ReadonlySet<number>, names: boolean) {
  const { took, refused, connection } = languages[kind]
  const taken = new Map<string, number>()
  let calls = 0
  server = createServer(STAYS_OPEN, (request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      calls++
      const ids: string[] = JSON.parse(Buffer.concat(chunks).toString()).data.map((event: { event_id: string }) => event.event_id)
      const at = ids.findIndex(id => bad.has(Number(id.slice(1))))
      response.writeHead(at < 0 ? 200 : 400, { 'content-type': 'application/json' })
      response.end(JSON.stringify(at < 0 ? took(ids.length) : refused(at, names)))
      if (at < 0) for (const id of ids) taken.set(id, (taken.get(id) ?? 0) + 1)
    })
  })
  await new Promise<void>(open => server!.listen(0, '127.0.0.1', open))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  tributary = await engine({ META_BASE_URL: url, PINTEREST_BASE_URL: url }, { to: connection })
  const ordered_at = new Date(Date.now() - 600_000).toISOString()
  tributary.orders(goodOrders(ROWS, () => ({ ordered_at })))
  const path = only(await tributary.run(ordersFlow(kind, 'to', { batch: ROWS }, { action_source: { value: 'website' } })))
  await closed()
  return { path, taken, calls }
}

it.each(Object.keys(languages) as (keyof typeof languages)[])(
  '%s: one bad event anywhere among a thousand costs few calls and no good event',
  { timeout: 120_000 },
  async kind => {
    const first = goodOrders(1)[0] as Record<string, unknown>
    const from = Number(String(first.order_id).slice(1))
    await fc.assert(
      fc.asyncProperty(fc.nat(ROWS - 1), fc.boolean(), async (at, names) => {
        const { path, taken, calls } = await sendWith(kind, new Set([from + at]), names)
        expect(path.tally).toMatchObject({ read: ROWS, delivered: ROWS - 1, rejected: 1, uncertain: 0, unsent: 0 })
        expect(path.reasons.find(reason => reason.outcome === 'rejected')?.samples).toEqual([`A${from + at}`])
        expect([taken.size, Math.max(...taken.values())]).toEqual([ROWS - 1, 1])
        expect(calls).toBeLessThanOrEqual(CALLS_MOST)
      }),
      { numRuns: 1 },
    )
  },
)
