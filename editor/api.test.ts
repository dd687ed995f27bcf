import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ApiError, api, apiText, asApiError } from './api.ts'

let origin: string
let url: string
let asked: { method: string; headers: IncomingMessage['headers']; body: string }
let answer: (response: ServerResponse) => void
const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', chunk => chunks.push(chunk))
  request.on('end', () => {
    asked = { method: request.method!, headers: request.headers, body: Buffer.concat(chunks).toString() }
    answer(response)
  })
})
beforeAll(async () => {
  await new Promise<void>(open => server.listen(0, '127.0.0.1', open))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  url = `${origin}/thing`
})
afterAll(() => server.close())
beforeEach(() => {
  answer = response => response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}')
})
const refused = (ask: Promise<unknown>): Promise<ApiError> =>
  ask.then(
    () => expect.fail('was not refused'),
    (error: ApiError) => error,
  )

describe('asking the server', () => {
  it('sends JSON, the revision, and its name on every write but on no read', async () => {
    expect(await api(url, { method: 'PUT', body: { a: 1 }, revision: 7 })).toEqual({ ok: true })
    expect(asked).toMatchObject({
      method: 'PUT',
      body: '{"a":1}',
      headers: { 'if-match': '7', 'x-tributary': '1', 'content-type': 'application/json' },
    })
    await api(url)
    expect(asked.headers['x-tributary']).toBeUndefined()
    expect(asked.headers['content-type']).toBeUndefined()
  })

  it('takes an empty answer', async () => {
    answer = response => response.writeHead(204).end()
    expect(await api(url, { method: 'DELETE' })).toBeUndefined()
  })

  it('throws the four parts that the server gave', async () => {
    const body = {
      code: 'flow.problems',
      title: 'Fix 1 problem before publishing',
      who: 'map',
      why: 'Currency has no column.',
      fix: [{ label: 'Use EUR', action: 'x' }],
      link: null,
      raw: { a: 1 },
    }
    answer = response => response.writeHead(409, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    const error = await refused(api(url))
    expect(error).toBeInstanceOf(ApiError)
    expect({ ...error }).toMatchObject({ status: 409, ...body })
  })

  it.each([
    ['a page of a proxy', '<html>Bad gateway</html>'],
    ['nothing', ''],
    ['JSON of somebody else', '{"message":"no"}'],
    ['null', 'null'],
  ])('never shows %s as if it were ours', async (_, text) => {
    answer = response => response.writeHead(502).end(text)
    const { title, why, who, fix, status, code } = await refused(api(url))
    expect({ status, code, title }).toEqual({ status: 502, code: 'app.not_ready', title: 'The server cannot be reached just now' })
    expect(fix).toEqual([{ label: 'Try again', action: 'retry' }])
    if (text) expect(`${title} ${why} ${who ?? ''}`).not.toContain(text)
  })

  it.each([
    [401, 'app.signed_out', ['reload']],
    [403, 'app.not_allowed', ['reload']],
    [404, 'app.not_found', ['/']],
    [410, 'app.not_found', ['/']],
    [409, 'app.changed_meanwhile', ['reload']],
    [412, 'app.changed_meanwhile', ['reload']],
    [413, 'app.too_large', []],
    [429, 'app.busy', ['retry']],
    [500, 'app.unknown', ['retry']],
    [502, 'app.not_ready', ['retry']],
    [503, 'app.not_ready', ['retry']],
    [504, 'app.not_ready', ['retry']],
    [418, 'app.unknown', ['reload']],
  ])('says of %i what happened, to what, why, and what to do', async (status, code, actions) => {
    answer = response => response.writeHead(status, { 'content-type': 'text/html' }).end('<h1>Nginx</h1>')
    const error = await refused(api(`${origin}/api/flows/f1/versions`))
    expect(error).toMatchObject({ status, code, who: 'The versions of this flow' })
    expect(error.fix.map(f => f.action)).toEqual(actions)
    expect(error.title.length).toBeLessThanOrEqual(60)
    expect(error.title).not.toMatch(/[.!]$|invalid|failed|please/i)
    expect(error.why).toMatch(/[a-z]\.$/)
    expect(`${error.title} ${error.why}`).not.toContain('Nginx')
    expect(error.raw).toEqual({ status, text: '<h1>Nginx</h1>' })
  })

  it('says how long a busy server asks to wait', async () => {
    answer = response => response.writeHead(429, { 'retry-after': '40' }).end()
    expect((await refused(api(url))).why).toContain('40 seconds')
    answer = response => response.writeHead(429, { 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT' }).end()
    expect((await refused(api(url))).why).toContain('a moment')
  })

  it.each([
    [401, '/api/flows', ['reload']],
    [503, '/api/flows/f1/publish', ['retry']],
    [404, '/api/runs/r1', ['/']],
    [404, '/api/flows/f1/explain?key=1', []],
    [409, '/api/flows/f1/publish', []],
  ])('adds a way on to the words of our server where %i ends what the page is about: %s', async (status, path, actions) => {
    const body = { code: 'x', title: 'Our words', why: 'Our reason.' }
    answer = response => response.writeHead(status).end(JSON.stringify({ error: body }))
    const error = await refused(api(origin + path))
    expect(error).toMatchObject({ ...body, who: null })
    expect(error.fix.map(f => f.action)).toEqual(actions)
  })

  it.each([
    ['the sign-in page of a network', 'text/html', '<html>Welcome to the hotel</html>'],
    ['an answer cut short', 'application/json', '{"a":'],
    ['nothing', 'application/json', ''],
  ])('takes %s for no answer of ours although it says 200', async (_, type, text) => {
    answer = response => response.writeHead(200, { 'content-type': type }).end(text)
    const error = await refused(api(`${origin}/api/connections`))
    expect(error).toMatchObject({ status: 200, code: 'app.foreign_answer', who: 'Your connections' })
    expect(error.fix).toEqual([{ label: 'Reload this page', action: 'reload' }])
    if (text) expect(`${error.title} ${error.why}`).not.toContain(text)
  })

  it('downloads no page of somebody between', async () => {
    answer = response => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>')
    expect(await refused(apiText(url))).toMatchObject({ code: 'app.foreign_answer' })
    answer = response => response.writeHead(200, { 'content-type': 'text/csv' }).end('a,b')
    expect(await apiText(url)).toBe('a,b')
  })

  it.each([
    ['before', (response: ServerResponse) => response.destroy()],
    [
      'in the middle of',
      (response: ServerResponse) => response.writeHead(200, { 'content-length': 99 }).write('{"a"', () => response.destroy()),
    ],
  ])('says that the server did not answer when the line breaks %s the answer', async (_, breakOff) => {
    answer = breakOff
    expect(await refused(api(url))).toMatchObject({ status: 0, code: 'app.offline', fix: [{ label: 'Try again', action: 'retry' }] })
  })

  it('lets a withdrawn question end as such, not as an error of the server', async () => {
    const stop = new AbortController()
    stop.abort()
    expect((await refused(api(url, { signal: stop.signal }))).name).toBe('AbortError')
  })

  it('makes anything thrown presentable', () => {
    expect(asApiError(new TypeError('x is not a function'))).toMatchObject({ code: 'app.unknown', raw: 'x is not a function' })
    const known = asApiError('text')
    expect(asApiError(known)).toBe(known)
  })
})
