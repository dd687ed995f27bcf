import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { kinds } from '../../nodes/kinds.ts'
import { openSimulators, type Simulators } from './simulators.ts'

let simulators: Simulators
beforeAll(async () => {
  simulators = await openSimulators(kinds)
})
afterAll(() => simulators?.close())

const simulated = [...kinds.values()].flatMap(kind =>
  kind.role === 'destination' && kind.simulator && kind.dialect ? [[kind.id, kind] as const] : [],
)

describe.each(simulated)('%s', (id, { dialect, connection, exampleConnection }) => {
  it('is answered on this machine as the destination itself reads it', async () => {
    const base = simulators.base(id)!
    expect(simulators.owns(new URL(base))).toBe(true)
    const call = dialect!.verify!.call({ connection: connection!.parse(exampleConnection), base }, Date.now())
    const answer = await fetch(call.url, { method: call.method, headers: call.headers, ...(call.method === 'POST' && { body: call.body }) })
    const read = dialect!.verify!.read({ status: answer.status, headers: Object.fromEntries(answer.headers), body: await answer.text() })
    expect(read).toMatchObject({ ok: true })
  })
  it('refuses what is no request of it, and stays there', async () => {
    for (const path of ['', '/', '/nope', '/%00', '/../..', `/${'x'.repeat(5000)}`]) {
      for (const body of ['', '{}', '[]', 'null', '\u0000', '{"data":"x"}', `{"data":${'['.repeat(2000)}`]) {
        const { status } = await fetch(simulators.base(id)! + path, { method: 'POST', body })
        expect(status).toBeGreaterThanOrEqual(400)
      }
    }
  })
})

it('lets whoever asks end a connection that rests', async () => {
  const { origin } = new URL(simulators.base(simulated[0]![0])!)
  const answer = await fetch(origin)
  expect([answer.headers.get('connection'), answer.headers.get('keep-alive')]).toEqual(['keep-alive', null])
})

it('has nothing for a kind without simulator, and is bound to this machine', async () => {
  expect(simulators.base('sample')).toBeUndefined()
  expect(simulators.base('none')).toBeUndefined()
  const { origin, hostname } = new URL(simulators.base(simulated[0]![0])!)
  expect(hostname).toBe('127.0.0.1')
  expect((await fetch(`${origin}/sample/x`)).status).toBe(404)
  expect((await fetch(origin)).status).toBe(404)
  expect(simulators.owns(new URL('http://127.0.0.1:1/'))).toBe(false)
})
