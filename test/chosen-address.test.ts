/** A connection that names its own address, through the wiring of the server: private ones only where the operator lists them. */
import { createServer, type Server } from 'node:http'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { kinds } from '../nodes/kinds.ts'
import { testConnection } from '../server/connections/trial.ts'
import { outbound } from '../server/outside/outbound.ts'
import { placeOf, reachable } from '../server/runs/place.ts'

let server: Server
let port: number
let connections = 0
const told: { url: string | undefined; signed: boolean; body: string }[] = []
beforeAll(async () => {
  server = createServer(async (request, response) => {
    const body = (await request.toArray()).join('')
    told.push({ url: request.url, signed: request.headers['tributary-signature'] !== undefined, body })
    response.writeHead(204).end()
  }).on('connection', () => connections++)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as { port: number }).port
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

async function tried(url: string, egressAllow: readonly string[]) {
  const env = { overrides: new Map<string, string>(), egressAllow }
  const out = outbound({ mayReach: reachable(kinds, env, () => false) })
  const nothing = (): never => {
    throw new Error('Not needed to try a connection')
  }
  const place = placeOf({
    kinds,
    env,
    send: out.send,
    simulators: nothing,
    simulatorBase: () => undefined,
    connection: nothing,
    ledger: nothing,
    account: nothing,
    keep: nothing,
    now: Date.now,
    folder: '.',
    anywhere: false,
  })
  try {
    return await testConnection('x', { kind: 'webhook', settings: { url, secret: 'a secret of some length' }, simulated: false }, place)
  } finally {
    await out.close()
  }
}

it.each(['127.0.0.1', 'localhost', '[::ffff:127.0.0.1]', '169.254.169.254', '10.0.0.1'])(
  '%s is not tried, and nobody hears of it',
  async host => {
    for (const scheme of ['http', 'https']) {
      const { ok, steps } = await tried(`${scheme}://${host}:${port}/in`, [])
      expect([ok, steps.at(-1)]).toEqual([
        false,
        { name: 'Reach Webhook', ok: false, message: 'This address may not be reached from here.' },
      ])
    }
    expect(connections).toBe(0)
  },
)

it('a private address that the operator lists is reached, signed, at its whole path', async () => {
  const { ok, steps } = await tried(`http://127.0.0.1:${port}/in?a=b`, [`127.0.0.1:${port}`])
  expect([ok, steps.map(step => step.name)]).toEqual([true, ['Settings', 'Reach Webhook', 'address']])
  expect(told).toEqual([{ url: '/in?a=b', signed: true, body: '{"test":true,"events":[]}' }])
})
