/** Our reading of the platforms' rules, to try flows on without leaving this machine. */
import type { IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { bodyText } from '../../runtime/body.ts'
import type { Kinds } from '../../runtime/contract.ts'
import type { Answer, Body, Call, Simulator } from '../../runtime/dialect.ts'

const BODY_BYTES = 8 * 1024 * 1024

export interface Simulators {
  /** Where the simulator of a kind listens; `undefined` when the kind has none. */
  base(kindId: string): string | undefined
  /** The simulator itself, loaded on first use. */
  of(kindId: string): Promise<Simulator | undefined>
  /** What the simulator would answer to this call, without a socket. `base` is cut off the call's address. */
  answer(kindId: string, call: Call<Body>, base: string): Promise<Answer | undefined>
  /** Whether an address is one of ours. */
  owns(url: URL): boolean
  close(): Promise<void>
}

/** Hosts every destination's simulator on one loopback port, each under its kind's id. */
export async function openSimulators(kinds: Kinds, now: () => number = Date.now): Promise<Simulators> {
  const loaded = new Map<string, Promise<Simulator>>()
  const of = (kindId: string): Promise<Simulator | undefined> => {
    const kind = kinds.get(kindId)
    if (kind?.role !== 'destination' || !kind.simulator) return Promise.resolve(undefined)
    const found = loaded.get(kindId) ?? kind.simulator()
    loaded.set(kindId, found)
    return found
  }
  // By `import`, every name of that module would be read, and for some of them Node loads a client of HTTP.
  const { createServer } = process.getBuiltinModule('node:http')
  // Only this process asks, and it lets go of what rests. An end closed here, when the process was too busy to see it in time,
  // would be met by the next request: an answer that never came, from a platform that always answers.
  const server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
    serve(request, of, now()).then(
      answer => response.writeHead(answer.status, answer.headers).end(answer.body),
      () => response.destroy(),
    )
  })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve))
  server.unref()
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    of,
    base: kindId => {
      const kind = kinds.get(kindId)
      return kind?.role === 'destination' && kind.simulator ? `${origin}/${kindId}` : undefined
    },
    async answer(kindId, call, base) {
      const simulator = await of(kindId)
      return simulator?.answer(
        { method: call.method, path: call.url.slice(base.length), headers: lowerCased(call.headers), body: bodyText(call.body) },
        now(),
      )
    },
    owns: url => url.origin === origin,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function serve(request: IncomingMessage, of: (kindId: string) => Promise<Simulator | undefined>, now: number): Promise<Answer> {
  const [, kindId = '', path = '/'] = /^\/([^/?]+)(.*)$/.exec(request.url ?? '') ?? []
  const simulator = await of(kindId)
  if (!simulator) return { status: 404, headers: { 'content-type': 'text/plain' }, body: 'There is no simulator of this name.' }
  const body = await bodyOf(request)
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
  return simulator.answer({ method: request.method ?? 'GET', path: path || '/', headers, body }, now)
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > BODY_BYTES) throw new Error('Request too long for a simulator')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

const lowerCased = (headers: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
