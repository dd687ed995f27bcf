import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { commandLine, files, folder, line, platform, start, TOKEN, tributary } from './command-line.ts'

commandLine()

/** Several commands in a row, each a process of its own. */
const LONG = 120_000

it('gives the data folder to one process at a time: 3', async () => {
  const server = start(['serve'], { PORT: '0' })
  const address = await line(server.child, /Tributary is at (http:\S+)/)
  const meta = await platform()
  expect((await tributary(['run', ...files()], meta.variables)).code).toBe(3)
  expect((await tributary(['check', ...files()], meta.variables)).code).toBe(0)
  meta.close()
  const ready = await fetch(`${address}/readyz`)
  expect(ready.status).toBe(200)
  // Longer than a proxy keeps its end open, or it would answer 502 now and then.
  expect(Number(/timeout=(\d+)/.exec(ready.headers.get('keep-alive') ?? '')?.[1])).toBeGreaterThan(60)
  server.child.kill('SIGTERM')
  expect((await server.ended).code).toBe(0)
  expect(statSync(join(folder, 'data', 'key')).mode & 0o777).toBe(0o600)
})

it('runs the sample flow once, and a second start is up without it', async () => {
  const first = start(['serve', '--sample'], { PORT: '0' })
  await line(first.child, /200 rows in\. (.+)/)
  first.child.kill('SIGTERM')
  expect((await first.ended).out).toContain('accepted')
  const second = start(['serve', '--sample'], { PORT: '0' })
  const address = await line(second.child, /Tributary is at (http:\S+)/)
  const [flow] = (await (await fetch(`${address}/api/flows`)).json()) as any[]
  const runs = (await (await fetch(`${address}/api/flows/${flow.id}/runs`)).json()) as any[]
  // Its schedule may have been due meanwhile.
  expect(runs.filter(run => run.trigger !== 'schedule')).toHaveLength(1)
  second.child.kill('SIGINT')
  expect((await second.ended).out).not.toContain('rows in')
})

it('finds connections of the data folder when no file names them', async () => {
  const server = start(['serve'], { PORT: '0' })
  const address = await line(server.child, /Tributary is at (http:\S+)/)
  const templates = (await (await fetch(`${address}/api/templates`)).json()) as any[]
  server.child.kill('SIGTERM')
  await server.ended
  writeFileSync(join(folder, 'template.json'), JSON.stringify(templates[0].document))
  const { code, json } = await tributary(['run', 'template.json', '--json'])
  expect(code).toBe(2)
  expect(json.paths).toHaveLength(2)
  for (const { tally } of json.paths) expect(tally.delivered).toBeGreaterThan(100)
})

it('asks for the owner’s token when others can reach it, whatever the spelling of the address', async () => {
  const token = 'owner-token-0123456789'
  const server = start(['serve'], { HOST: '0.0.0.0', PORT: '0', TRIBUTARY_OWNER_TOKEN: token })
  const address = (await line(server.child, /Tributary is at (http:\S+)/)).replace('0.0.0.0', '127.0.0.1')
  const status = async (path: string, headers = {}) => (await fetch(address + path, { headers })).status
  for (const path of [
    '/',
    '/flows/sample',
    '/api/flows',
    '/api/connections',
    '/metrics',
    '/api/stream',
    '/api/docs',
    '/api/openapi.json',
    '/api/none',
  ]) {
    expect([path, await status(path)]).toEqual([path, 401])
    expect([path, await status(path, { authorization: 'Bearer owner-token-012345678X' })]).toEqual([path, 401])
  }
  for (const path of [
    '/API/flows',
    '/api//flows',
    '/api/flows/',
    '/api/flows.css',
    '/api/%66lows',
    '/%61pi/flows',
    '/x/../api/flows',
    '/api/flows;x',
    '//api/flows',
    '/metrics/',
  ]) {
    const answer = await fetch(address + path)
    expect([path, (await answer.text()).includes('"revision"')]).toEqual([path, false])
  }
  expect(await status('/healthz')).toBe(200)
  const asBrowser = { authorization: `Basic ${Buffer.from(`anybody:${token}`).toString('base64')}`, accept: 'text/html' }
  for (let guess = 0; guess < 70; guess++) await status('/api/flows', { authorization: `Bearer guess-${guess}` })
  expect(await status('/api/flows', { authorization: 'Bearer one-guess-more' })).toBe(429)
  expect(await status('/api/flows', { authorization: `Bearer ${token}` })).toBe(200)
  expect(await status('/api/flows', asBrowser)).toBe(200)
  expect(await status('/', asBrowser)).toBe(200)
  expect((await fetch(address)).headers.get('www-authenticate')).toContain('Basic realm=')
  server.child.kill('SIGTERM')
  expect((await server.ended).err).not.toContain(token)
})

describe('looking after the data folder', () => {
  /** Five orders sent, a backup, and four more sent after it. */
  async function restored(variables: Record<string, string>) {
    await tributary(['run', ...files()], variables)
    const made = await tributary(['backup', 'kept', '--json'])
    expect(made.code).toBe(0)
    await tributary(['run', ...files({ rows: 9 })], variables)
    return await tributary(['restore', made.json.file, '--json'])
  }

  it(
    'after a restore nothing is sent before somebody chooses; then nothing doubles',
    async () => {
      const meta = await platform()
      expect((await restored(meta.variables)).json).toMatchObject({ paused: 0, held: 1 })
      const sent = meta.bodies.length
      const refused = await tributary(['run', ...files({ rows: 9 }), '--json'], meta.variables)
      expect([refused.code, refused.json.paths[0].error.code]).toEqual([1, 'store.put_back'])
      const told = await tributary(['after-restore', '--json'])
      expect(told.json.streams).toMatchObject([{ destination: 'meta', account: '1234567890', why: 'went_back', events: 4, choice: null }])
      expect((await tributary(['after-restore', '--treat-as-sent', '--until', 'yesterday'])).code).toBe(5)
      expect((await tributary(['after-restore', '--treat-as-sent'])).code).toBe(0)
      const again = await tributary(['run', ...files({ rows: 9 }), '--json'], meta.variables)
      expect(again.json.paths[0].tally).toMatchObject({ duplicate: 9, delivered: 0 })
      expect(again.json.paths[0].reasons).toContainEqual(expect.objectContaining({ code: 'treated_as_sent', rows: 4 }))
      expect(meta.bodies.length).toBe(sent)
      // The choice has been carried out: what comes later is new, also when it happened before.
      expect((await tributary(['after-restore', '--json'])).json.streams).toEqual([])
      const late = await tributary(['run', ...files({ rows: 11 }), '--json'], meta.variables)
      meta.close()
      expect(late.json.paths[0].tally).toMatchObject({ duplicate: 9, delivered: 2 })
      expect(readdirSync(join(folder, 'data')).some(name => name.includes('.before-'))).toBe(true)
    },
    LONG,
  )

  it(
    'after a restore what was forgotten is sent again, when that is chosen',
    async () => {
      const meta = await platform()
      await restored(meta.variables)
      expect((await tributary(['after-restore', '--send-again'])).out).toContain('Chosen for 1 stream.')
      const again = await tributary(['run', ...files({ rows: 9 }), '--json'], meta.variables)
      meta.close()
      expect(again.json.paths[0].tally).toMatchObject({ duplicate: 5, delivered: 4 })
    },
    LONG,
  )

  it(
    'a database that is damaged can be replaced, and one of another key cannot',
    async () => {
      const meta = await platform()
      await tributary(['run', ...files()], meta.variables)
      const made = await tributary(['backup', 'kept', '--json'])
      const key = readFileSync(join(folder, 'data', 'key'), 'utf8')
      writeFileSync(join(folder, 'data', 'tributary.db'), 'no database any more'.repeat(1000))
      writeFileSync(join(folder, 'data', 'key'), `${Buffer.from(Array.from({ length: 32 }, (_, i) => i * 7)).toString('base64')}\n`)
      const other = await tributary(['restore', made.json.file])
      expect([other.code, other.err]).toEqual([5, expect.stringContaining('sealed with another key')])
      writeFileSync(join(folder, 'data', 'key'), key)
      expect((await tributary(['restore', made.json.file])).code).toBe(0)
      const again = await tributary(['run', ...files(), '--json'], meta.variables)
      meta.close()
      expect(again.json.paths[0].tally).toMatchObject({ duplicate: 5, delivered: 0 })
    },
    LONG,
  )

  it('what is no backup changes nothing', async () => {
    const meta = await platform()
    await tributary(['run', ...files()], meta.variables)
    writeFileSync(join(folder, 'not.db'), 'nonsense')
    const before = readFileSync(join(folder, 'data', 'tributary.db'))
    for (const file of ['not.db', 'none.db']) expect((await tributary(['restore', file])).code).toBe(5)
    expect(readFileSync(join(folder, 'data', 'tributary.db')).equals(before)).toBe(true)
    meta.close()
  })

  it('a new key opens what the old one sealed, and the old one nothing more', async () => {
    const server = start(['serve'], { PORT: '0' })
    const address = await line(server.child, /Tributary is at (http:\S+)/)
    expect((await tributary(['rotate-key'])).code).toBe(3)
    await fetch(`${address}/api/connections/mine`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ kind: 'meta', settings: { dataset: '1234567890', token: TOKEN } }),
    })
    server.child.kill('SIGTERM')
    await server.ended
    const key = () => readFileSync(join(folder, 'data', 'key'), 'utf8').trim()
    const before = key()
    const { code, out } = await tributary(['rotate-key'])
    expect([code, out.includes(before), out.includes(key())]).toEqual([0, false, false])
    expect(key()).not.toBe(before)
    // An address where nobody answers: the doctor asks a platform for the time.
    const told = await tributary(['doctor', '--json'], { META_BASE_URL: 'http://127.0.0.1:9' })
    expect(told.json.findings).toContainEqual(expect.objectContaining({ name: 'Connection mine', ok: true }))
    expect((await tributary(['doctor'], { TRIBUTARY_KEY: before })).code).toBe(1)
  })

  it('the doctor finds a key that others can read', async () => {
    const meta = await platform()
    await tributary(['run', ...files()], meta.variables)
    meta.close()
    expect((await tributary(['doctor', '--json'])).json.ok).toBe(true)
    chmodSync(join(folder, 'data', 'key'), 0o644)
    expect(await tributary(['doctor', '--json'])).toMatchObject({ code: 1, json: { ok: false } })
  })
})
