/** A run that stands still says what for: the platform's own pause, our rest, the pause before a repeat, others' turn. */
import { writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Doors, ended, openDoors } from './doors.ts'
import { goodOrders, ordersFlow } from './stand-ins/engine.ts'
import { csvOf } from './stand-ins/orders-file.ts'
import { STAYS_OPEN } from './stand-ins/stays-open.ts'

type Says = { status: number; headers?: Record<string, string>; body?: object }
let doors: Doors
let platform: Server
let says: (account: string) => Says
beforeEach(async () => {
  platform = createServer(STAYS_OPEN, async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const { status, headers = {}, body: answer } = says(/v25\.0\/(\d+)/.exec(request.url!)![1]!)
    response.writeHead(status, { 'content-type': 'application/json', 'facebook-api-version': 'v25.0', ...headers })
    response.end(JSON.stringify(answer ?? { events_received: JSON.parse(body).data.length }))
  })
  await new Promise<void>(resolve => platform.listen(0, '127.0.0.1', resolve))
  doors = await openDoors({ META_BASE_URL: `http://127.0.0.1:${(platform.address() as AddressInfo).port}` }, { fresh: true })
  writeFileSync(join(doors.folder, 'orders.csv'), csvOf(goodOrders(4)))
  for (const dataset of ['1', '2', '3'])
    await doors.ask('PUT', `/api/connections/a-${dataset}`, { kind: 'meta', settings: { dataset, token: 'T' } })
})
afterEach(async () => {
  await doors.close()
  platform.closeAllConnections()
  platform.close()
})
const started = async (account: string): Promise<string> => {
  const document = { ...ordersFlow('meta', `a-${account}`, { batch: 1 }), name: `to ${account}` }
  const { json } = await doors.ask('POST', '/api/flows', { document })
  await doors.ask('POST', `/api/flows/${json.id}/publish`, {})
  return (await doors.ask('POST', `/api/flows/${json.id}/runs`, {})).json.run
}
const asked = async (run: string) => (await doors.ask('GET', `/api/runs/${run}`)).json
const waits = async (run: string) => {
  for (;;) {
    const { state, paths } = await asked(run)
    if (paths[0]?.waiting || (state !== 'queued' && state !== 'running')) return paths[0]?.waiting
    await new Promise(resolve => setTimeout(resolve, 20))
  }
}
it('for the pause that the platform asked for, until when it said, and nothing of it once it has ended', async () => {
  let first = 0
  says = () => {
    first ||= Date.now()
    return { status: 429, headers: { 'retry-after': '120' }, body: { error: { code: 4, message: 'slow', type: 'x' } } }
  }
  const run = await started('1')
  const waiting = await waits(run)
  expect(waiting).toMatchObject({ for: 'platform', message: expect.stringContaining('asked for') })
  expect(Date.parse(waiting.until)).toBeGreaterThanOrEqual(first + 120_000)
  expect(Date.parse(waiting.until)).toBeLessThanOrEqual(Date.now() + 120_000)
  const heard = await started('1')
  expect(await waits(heard)).toMatchObject({ for: 'platform', until: expect.any(String) })
  for (const one of [run, heard]) {
    await doors.ask('POST', `/api/runs/${one}/stop`, {})
    expect((await ended(doors, one)).paths[0].waiting).toBeUndefined()
  }
})

it('for the pause before a repeat, where the platform names none', async () => {
  let fails = 0
  says = () => (fails-- > 0 ? { status: 503, body: {} } : { status: 200 })
  let waiting: unknown
  // How long a pause is, is left to chance, and one of less than a second is not told: one run after another, until one had a longer.
  while (waiting === undefined) {
    fails = 3
    const run = await started('1')
    waiting = await waits(run)
    expect(await ended(doors, run)).toMatchObject({ state: 'succeeded', paths: [{ tally: { delivered: 4 } }] })
  }
  expect(waiting).toMatchObject({ for: 'retry' })
})

it('a queued one for those that work, by name', async () => {
  let held: (() => void)[] = []
  const answers = new Promise<void>(resolve => {
    says = () => ({ status: 200 })
    platform.removeAllListeners('request')
    platform.on('request', async (request, response) => {
      let body = ''
      for await (const chunk of request) body += chunk
      held.push(() => {
        response.writeHead(200, { 'content-type': 'application/json', 'facebook-api-version': 'v25.0' })
        response.end(JSON.stringify({ events_received: JSON.parse(body).data.length }))
      })
      if (held.length === 2) resolve()
    })
  })
  const [one, two] = [await started('1'), await started('2')]
  await answers
  const three = await started('3')
  const { state, queue } = await asked(three)
  expect(state).toBe('queued')
  expect(queue).toMatchObject({ for: 'places', before: 0, message: expect.stringContaining('ends or waits') })
  expect(queue.behind.map(({ run }: { run: string }) => run)).toEqual([one, two])
  expect(queue.behind.map(({ flowName }: { flowName: string }) => flowName)).toEqual(['to 1', 'to 2'])
  const release = setInterval(() => {
    for (const go of held) go()
    held = []
  }, 20)
  const done = await ended(doors, three)
  clearInterval(release)
  expect(done).toMatchObject({ state: 'succeeded' })
  expect(done.queue).toBeUndefined()
})
