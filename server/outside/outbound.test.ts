import { readFileSync } from 'node:fs'
import { createServer as createTls } from 'node:https'
import { createServer, type Server, type Socket } from 'node:net'
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import type { Call } from '../../runtime/dialect.ts'
import type { Sent } from '../../runtime/world.ts'
import { serverBounds } from '../bounds.ts'
import { type OutboundOptions, outbound } from './outbound.ts'
import { reasonOf } from './unreachable.ts'

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

/** A TCP server that does exactly this with every connection, after the whole request has arrived. */
async function platform(behave: (socket: Socket, request: string) => void): Promise<{ url: string; requests: string[] }> {
  const requests: string[] = []
  const sockets = new Set<Socket>()
  const server: Server = createServer(socket => {
    sockets.add(socket)
    socket.on('error', () => {})
    let text = ''
    socket.on('data', chunk => {
      text += chunk
      if (!text.endsWith('THE-END')) return
      requests.push(text)
      behave(socket, text)
      text = ''
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => {
    server.close()
    for (const socket of sockets) socket.destroy()
  })
  return { url: `http://127.0.0.1:${(server.address() as { port: number }).port}`, requests }
}

const callTo = (url: string, path = '/v1/events'): Call => ({
  method: 'POST',
  url: url + path,
  headers: { 'content-type': 'application/json', authorization: 'Bearer canary-token' },
  body: 'canary-body THE-END',
})
async function send(call: Call, options: Partial<OutboundOptions> = {}, kill = new AbortController().signal): Promise<Sent> {
  const way = outbound({ mayReach: () => true, connectMs: 500, exchangeMs: 400, ...options })
  try {
    return await way.send(call, kill)
  } finally {
    await way.close()
  }
}
const closedPort = async () => {
  const { url } = await platform(() => {})
  closing.splice(0).forEach(close => {
    close()
  })
  return url
}
const reply = (text: string) => (socket: Socket) => void socket.end(text)

describe('an answer arrives', () => {
  it('with its status, its headers in lower case and its body', async () => {
    const { url, requests } = await platform(
      reply('HTTP/1.1 200 OK\r\nX-Trace: A1\r\nX-Two: a\r\nX-Two: b\r\nContent-Length: 4\r\n\r\n{é}'),
    )
    const sent = await send(callTo(url))
    expect(sent).toMatchObject({ answer: { status: 200, headers: { 'x-trace': 'A1', 'x-two': 'a, b' }, body: '{é}' } })
    expect(requests[0]).toContain('POST /v1/events HTTP/1.1')
    expect(requests[0]).toContain('canary-body THE-END')
  })

  it('and a redirect is an answer, not a place to go', async () => {
    const elsewhere = await platform(reply('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'))
    const { url } = await platform(reply(`HTTP/1.1 307 Moved\r\nLocation: ${elsewhere.url}/\r\nContent-Length: 0\r\n\r\n`))
    expect(await send(callTo(url))).toMatchObject({ answer: { status: 307 } })
    expect(elsewhere.requests).toEqual([])
  })
})

describe('no byte left, so nothing can have been taken', () => {
  it.each<[string, () => Promise<Sent> | Sent, string]>([
    ['the port is closed', async () => send(callTo(await closedPort())), 'refused'],
    ['the name does not exist', () => send(callTo('http://nowhere.invalid')), 'dns'],
    ['the other side does not speak TLS', async () => send(callTo((await platform(s => s.destroy())).url.replace('http:', 'https:'))), ''],
    ['the address is not allowed', () => send(callTo('http://127.0.0.1:9'), { mayReach: () => false }), 'egress_refused'],
    ['the address is no address', () => send(callTo('::nonsense')), 'egress_refused'],
    ['the address is not HTTP', () => send(callTo('file:///etc/passwd')), 'egress_refused'],
    ['a header cannot be sent', () => send({ ...callTo('http://127.0.0.1:9'), headers: { 'x-bad': 'a\r\nb' } }), 'request_refused'],
    ['the run was stopped before', () => send(callTo('http://127.0.0.1:9'), {}, AbortSignal.abort()), 'stopped'],
  ])('%s', async (_, attempt, code) => {
    const sent = await attempt()
    expect(sent).toMatchObject({ unanswered: { taken: 'no' } })
    if (code) expect(sent).toMatchObject({ unanswered: { code } })
  })
})

describe('a certificate that does not hold is not knocked at again', () => {
  it('of a server that vouches for itself', async () => {
    // Made with openssl for this test alone; it opens nothing.
    const pem = readFileSync(new URL('./self-signed.test.pem', import.meta.url))
    const seen: string[] = []
    const server = createTls({ key: pem, cert: pem }, request => void seen.push(request.url ?? '')).listen(0, '127.0.0.1')
    closing.push(() => server.close())
    await new Promise(resolve => server.once('listening', resolve))
    const sent = await send(callTo(`https://localhost:${(server.address() as { port: number }).port}`))
    expect(sent).toMatchObject({ unanswered: { taken: 'no', code: 'certificate_untrusted', final: true } })
    expect(seen).toEqual([])
  })

  // What Node calls them: its documentation of "X509 certificate error codes", and of ERR_TLS_CERT_ALTNAME_INVALID.
  it.each([
    ['err_tls_cert_altname_invalid', 'certificate_name', true],
    ['hostname_mismatch', 'certificate_name', true],
    ['cert_has_expired', 'certificate_expired', true],
    ['cert_not_yet_valid', 'certificate_early', true],
    ['depth_zero_self_signed_cert', 'certificate_untrusted', true],
    ['self_signed_cert_in_chain', 'certificate_untrusted', true],
    ['unable_to_get_issuer_cert_locally', 'certificate_untrusted', true],
    ['unable_to_verify_leaf_signature', 'certificate_untrusted', true],
    ['cert_revoked', 'certificate_untrusted', true],
    ['eproto', 'tls', undefined],
    ['err_ssl_wrong_version_number', 'tls', undefined],
    ['econnrefused', 'refused', undefined],
  ])('%s is %s', (code, ours, final) => {
    expect(reasonOf(code)).toMatchObject({ code: ours })
    expect(reasonOf(code).final).toBe(final)
  })
})

describe('an answer is read as HTTP allows it to come', () => {
  const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n{"taken":1}'
  const go = 'HTTP/1.1 100 Continue\r\n\r\n'
  const packed = (encoding: string, bytes: Buffer) =>
    Buffer.concat([Buffer.from(`HTTP/1.1 200 OK\r\nContent-Encoding: ${encoding}\r\nContent-Length: ${bytes.length}\r\n\r\n`), bytes])
  const text = '{"taken":1}'
  const pieces = (socket: Socket, ...rest: string[]) => {
    const [first, ...more] = rest
    if (first !== undefined) socket.write(first, () => setImmediate(pieces, socket, ...more))
  }
  it.each<[string, (socket: Socket) => void]>([
    ['after a "100 Continue" that nobody asked for', socket => void socket.write(go + ok)],
    ['after one that comes alone', socket => pieces(socket, go, ok)],
    [
      'after one in pieces, with a header',
      socket => pieces(socket, 'HTT', 'P/1.1 100 Cont', 'inue\r\nX: y\r', '\n\r\nHTTP/1', ok.slice(6)),
    ],
    ['after several, and early hints', socket => pieces(socket, `${go}${go}HTTP/1.1 103 Early Hints\r\n\r\n`, ok)],
    ['byte by byte', socket => pieces(socket, ...go, ...ok)],
    ['packed by gzip', socket => void socket.write(packed('gzip', gzipSync(text)))],
    ['packed by deflate', socket => void socket.write(packed('deflate', deflateSync(text)))],
    ['packed by deflate, without its frame', socket => void socket.write(packed('deflate', deflateRawSync(text)))],
    ['packed by brotli', socket => void socket.write(packed('br', brotliCompressSync(text)))],
    ['packed twice', socket => void socket.write(packed('deflate, GZIP', gzipSync(deflateSync(text))))],
    ['said to be as it is', socket => void socket.write(packed('identity', Buffer.from(text)))],
  ])('%s', async (_, behave) => {
    const { url, requests } = await platform(behave)
    expect(await send(callTo(url), { exchangeMs: 30_000 })).toMatchObject({ answer: { status: 200, body: text } })
    expect(requests).toHaveLength(1)
  })

  it('also the next one on the same connection, whose body begins as an interim answer does', async () => {
    const odd = `${go}{}`
    const { url, requests } = await platform(socket => pieces(socket, go, `HTTP/1.1 200 OK\r\nContent-Length: ${odd.length}\r\n\r\n`, odd))
    const out = outbound({ mayReach: () => true })
    for (let n = 0; n < 3; n++) expect(await out.send(callTo(url), new AbortController().signal)).toMatchObject({ answer: { body: odd } })
    await out.close()
    expect(requests).toHaveLength(3)
  })

  it('but not what unpacks into too much, and what does not unpack as it came', async () => {
    const bomb = await platform(socket => void socket.write(packed('gzip', gzipSync('x'.repeat(serverBounds.answerBytes.most + 1)))))
    expect(await send(callTo(bomb.url), { exchangeMs: 30_000 })).toMatchObject({
      unanswered: { taken: 'unknown', code: 'answer_too_long' },
    })
    const broken = await platform(socket => void socket.write(packed('gzip', Buffer.from('not gzip'))))
    expect(await send(callTo(broken.url), { exchangeMs: 30_000 })).toMatchObject({ answer: { status: 200, body: 'not gzip' } })
  })
})

it('an answer of 1 GiB is read to its bound, and no further', async () => {
  let written = 0
  const { url } = await platform(socket => {
    const piece = Buffer.alloc(1 << 20, 'x')
    socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${2 ** 30}\r\n\r\n`)
    const go = () => {
      while (written < 2 ** 30 && !socket.destroyed) {
        written += piece.length
        if (!socket.write(piece)) return void socket.once('drain', go)
      }
    }
    go()
  })
  const before = process.memoryUsage().rss
  expect(await send(callTo(url), { exchangeMs: 60_000 })).toMatchObject({ unanswered: { taken: 'unknown', code: 'answer_too_long' } })
  expect(written).toBeLessThan(64 << 20)
  expect(process.memoryUsage().rss - before).toBeLessThan(128 << 20)
})

describe('the request left, so its outcome is unknown', () => {
  it.each<[string, (socket: Socket) => void, string]>([
    ['the connection is reset', socket => void socket.resetAndDestroy(), 'econnreset'],
    ['the connection is closed without a word', socket => void socket.end(), ''],
    ['nothing ever comes', () => {}, 'timeout'],
    ['the answer stalls in its headers', socket => void socket.write('HTTP/1.1 200 OK\r\nContent-'), 'timeout'],
    ['the answer stalls in its body', socket => void socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"a"'), 'timeout'],
    ['the answer breaks off', socket => void socket.end('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"a"'), ''],
    ['the answer is garbage', socket => void socket.end('\x00\x01 not http at all\r\n\r\n'), ''],
    [
      'the answer is too long',
      socket =>
        void socket.end(
          `HTTP/1.1 200 OK\r\nContent-Length: ${serverBounds.answerBytes.most + 1}\r\n\r\n${'x'.repeat(serverBounds.answerBytes.most + 1)}`,
        ),
      'answer_too_long',
    ],
  ])('%s', async (_, behave, code) => {
    const { url, requests } = await platform(behave)
    const sent = await send(callTo(url))
    expect(sent).toMatchObject({ unanswered: { taken: 'unknown' } })
    if (code) expect(sent).toMatchObject({ unanswered: { code } })
    expect(requests).toHaveLength(1)
  })

  it('a kill cuts it', async () => {
    const kill = new AbortController()
    const { url } = await platform(() => kill.abort())
    expect(await send(callTo(url), { exchangeMs: 60_000 }, kill.signal)).toMatchObject({
      unanswered: { taken: 'unknown', code: 'stopped' },
    })
  })

  it('and is never tried again by itself', async () => {
    const { url, requests } = await platform(socket => void socket.resetAndDestroy())
    await send(callTo(url))
    await new Promise(resolve => setTimeout(resolve, 100))
    expect(requests).toHaveLength(1)
  })
})

it('says nothing of the request or the address in what it reports', async () => {
  const said: string[] = []
  for (const behave of [(s: Socket) => void s.resetAndDestroy(), (s: Socket) => void s.end('canary-answer'), () => {}]) {
    const { url } = await platform(behave)
    said.push(JSON.stringify(await send(callTo(url, '/v1/canary-path'), { seen: (...facts) => said.push(JSON.stringify(facts)) })))
  }
  said.push(JSON.stringify(await send(callTo('http://canary-user:canary-pass@nowhere.invalid/canary-path'))))
  expect(said.join('\n')).not.toContain('canary')
})
