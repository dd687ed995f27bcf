/** Trying a connection names the part that is at fault, in words; a test event leaves no trace in the ledger. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { type Doors, ended, openDoors } from './doors.ts'
import { notDue } from './stand-ins/not-due.ts'

let doors: Doors | undefined
let platform: Server | undefined
afterEach(async () => {
  await doors?.close()
  platform?.close()
  platform?.closeAllConnections()
  doors = platform = undefined
})
const META = { kind: 'meta', settings: { dataset: '123', token: 'EAAcanary1234567890abcd' } }
const PINTEREST = { kind: 'pinterest', settings: { ad_account: '549', token: 'pina_canary1234567890' } }

async function tried(connection: object, status: number, body: unknown, headers: Record<string, string> = {}) {
  platform = createServer((request, response) => {
    request
      .resume()
      .on('end', () => response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body)))
  })
  await new Promise<void>(resolve => platform!.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(platform.address() as AddressInfo).port}`
  doors = await openDoors({ META_BASE_URL: url, PINTEREST_BASE_URL: url }, { fresh: true })
  const { json, text } = await doors.ask('POST', '/api/connections/new/test', connection)
  expect(text + doors.log()).not.toContain('canary')
  return json as { ok: boolean; steps: { name: string; ok: boolean; message?: string }[] }
}
const error = (code: number, more: object = {}) => ({ error: { message: 'Session has expired', code, ...more } })

describe('what is at fault is named', () => {
  it.each<[string, object, number, unknown, string, string]>([
    ['a dead token at Meta', META, 401, error(190, { error_subcode: 463 }), 'token', 'Make a new one in Events Manager'],
    ['another’s dataset', META, 400, error(100, { error_subcode: 33 }), 'dataset', 'Compare the dataset ID'],
    ['no right to write', META, 403, error(200), 'permission to send', 'Business settings'],
    ['an ended version', META, 400, error(2635), 'API version', 'Choose a newer one'],
    ['too many calls', META, 400, error(4), 'Rate limit', 'test again'],
    ['an answer that proves nothing', META, 400, error(100, { error_subcode: 2804050 }), 'Answer', 'neither'],
    ['somebody else’s answer', META, 200, { hello: 1 }, 'Answer', 'neither'],
    ['a dead token at Pinterest', PINTEREST, 401, { code: 2, message: 'Authentication failed.' }, 'token', 'Ads Manager'],
    ['another’s ad account', PINTEREST, 404, { code: 2, message: 'AdAccount not found' }, 'ad account', 'tag ID'],
    ['no rights there', PINTEREST, 403, { code: 29, message: 'x' }, 'permission to send', 'Admin'],
    ['too many calls at Pinterest', PINTEREST, 429, { code: 8, message: 'x' }, 'Rate limit', 'test again'],
  ])('%s', async (_, connection, status, body, part, words) => {
    const { ok, steps } = await tried(connection, status, body)
    expect(ok).toBe(false)
    expect(steps.filter(step => !step.ok).map(step => step.name)).toEqual([part])
    expect(steps.at(-1)!.message).toContain(words)
  })
  it('the network, when nobody answers', async () => {
    doors = await openDoors({ META_BASE_URL: 'http://127.0.0.1:9' }, { fresh: true })
    const { json } = await doors.ask('POST', '/api/connections/new/test', META)
    expect(json.steps.filter((step: { ok: boolean }) => !step.ok)).toEqual([
      { name: 'Reach Meta', ok: false, message: expect.stringContaining('Nobody answers') },
    ])
  })
  it('and nothing, where the write probe is refused for its age alone', async () => {
    const { ok, steps } = await tried(META, 400, error(100, { error_subcode: 2804003 }), { 'facebook-api-version': 'v25.0' })
    expect(ok).toBe(true)
    expect(steps.map(step => step.name)).toEqual(['Settings', 'Reach Meta', 'token', 'dataset', 'permission to send'])
  })
})

it('a token that works and ends soon is said, with its day', async () => {
  const DAY_S = 86_400
  const endingIn = async (days: number) => {
    const ends = Math.floor(Date.now() / 1000) + days * DAY_S
    const part = JSON.stringify({ data: { is_valid: true, expires_at: ends, data_access_expires_at: 0 } })
    platform = createServer((request, response) => {
      const events = request.url!.endsWith('/events')
      request.resume().on('end', () => {
        response.writeHead(events ? 400 : 200, { 'content-type': 'application/json' })
        response.end(JSON.stringify(events ? error(100, { error_subcode: 2804003 }) : [{ code: 200, body: part }]))
      })
    })
    await new Promise<void>(resolve => platform!.listen(0, '127.0.0.1', resolve))
    doors = await openDoors({ META_BASE_URL: `http://127.0.0.1:${(platform.address() as AddressInfo).port}` }, { fresh: true })
    const { json } = await doors.ask('POST', '/api/connections/new/test', META)
    await doors.close()
    platform.close()
    expect(json.ok).toBe(true)
    return json.steps.at(-1)
  }
  expect(await endingIn(10)).toMatchObject({ warning: true, message: expect.stringMatching(/^The token ends on \d+ \w+ 20\d\d\. Make/) })
  const later = await endingIn(50)
  expect(later.message).toMatch(/^The token ends on \d+ \w+ 20\d\d\.$/)
  expect(later).not.toHaveProperty('warning')
})

it('a test event is not remembered: the run after it sends every row', async () => {
  doors = await openDoors()
  const { json: drawn } = await doors.ask('POST', '/api/flows', { template: 'purchases-to-both' })
  const { json: flow } = await doors.ask('POST', '/api/flows', { document: notDue(drawn.document) })
  const at = `/api/flows/${flow.id}`
  for (const ask of [
    { node: 'meta', to: 'platform', code: 'TEST1' },
    { node: 'pinterest', to: 'platform' },
  ])
    expect(await doors.ask('POST', `${at}/test`, ask)).toMatchObject({ status: 200, json: { accepted: true } })
  expect((await doors.ask('POST', `${at}/publish`, {})).status).toBe(200)
  const begun = await doors.ask('POST', `${at}/runs`, {})
  expect(begun.status).toBeLessThan(300)
  const run = await ended(doors, begun.json.run)
  expect(run.paths).toHaveLength(2)
  for (const { tally } of run.paths) {
    expect(tally.delivered).toBeGreaterThan(0)
    expect(tally.duplicate).toBe(0)
  }
})
