import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ApiError, api, asApiError } from './api.ts'

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
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/thing`
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
    expect(await refused(api(url))).toMatchObject({ status: 502, code: 'app.unknown', title: 'Something went wrong on our side', fix: [] })
  })

  it('says that the server did not answer', async () => {
    answer = response => response.destroy()
    expect(await refused(api(url))).toMatchObject({ status: 0, code: 'app.offline' })
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
