/** A local platform that keeps what it took and misbehaves on demand, so that a test can compare its tally with ours. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { STAYS_OPEN } from '../stand-ins/stays-open.ts'

export interface Taken {
  name: string
  id: string
  request: number
}
/**
 * What to do with the nth request (from 1). `drop`: cut the socket. `accept-*`: take the events first. `some-422`: take the
 * good ones, and say of a request with bad ones only that not all were processed.
 */
export type Behaviour =
  | 'ok'
  | 'accept-500'
  | 'accept-reset'
  | 'accept-garbage'
  | 'accept-short'
  | '500'
  | '503'
  | '429'
  | 'reset'
  | 'token'
  | 'redirect'
  | 'html-400'
  | 'some-422'

export interface Platform {
  url: string
  /** Every event that was really taken, in order; one event taken twice stands here twice. */
  taken: Taken[]
  /** Bodies of all requests, as they arrived. */
  bodies: string[]
  requests: number
  /** Every request in the order of arrival: how many events, and the status it was answered with (null: the socket was cut). */
  log: { events: number; status: number | null }[]
  /** How many times each event id was taken. */
  counts(): Map<string, number>
  close(): Promise<void>
}
export interface Manners {
  behave?(n: number): Behaviour
  /** Events that are refused, by id: the whole request or the one event, as the platform does. */
  refuses?(event: Record<string, any>): boolean
  /** What is said of an event that is refused by itself. */
  why?: string
  delayMs?: number
  /** The time that its answers tell, epoch ms. */
  date?(): number
  /** Called when a request has arrived in full, before anything is taken. */
  arrived?(n: number): void | Promise<void>
}

export async function recordingPlatform(manners: Manners = {}): Promise<Platform> {
  const platform = { url: '', taken: [] as Taken[], bodies: [] as string[], requests: 0, log: [] as Platform['log'] }
  const server = createServer(STAYS_OPEN, (request, response) => {
    // Tests have clocks of their own: it says no time that could be compared with theirs.
    response.sendDate = false
    answer(request, response).catch(() => response.destroy())
  })

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = ''
    for await (const chunk of request) body += chunk
    const n = ++platform.requests
    const entry: Platform['log'][number] = { events: (JSON.parse(body) as { data: unknown[] }).data.length, status: null }
    platform.log.push(entry)
    response.on('finish', () => {
      entry.status = response.statusCode
    })
    platform.bodies.push(body)
    await manners.arrived?.(n)
    if (manners.delayMs) await new Promise(resolve => setTimeout(resolve, manners.delayMs))
    const events = (JSON.parse(body) as { data: Record<string, any>[] }).data
    const perEvent = /ad_accounts/.test(request.url ?? '')
    const behaviour = manners.behave?.(n) ?? 'ok'
    if (manners.date) response.setHeader('date', new Date(manners.date()).toUTCString())
    const json = (status: number, value: unknown, headers: Record<string, string> = {}) =>
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value))
    const refused = events.map(event => manners.refuses?.(event) ?? false)
    const takes = behaviour === 'ok' || behaviour === 'some-422' || behaviour.startsWith('accept')
    if (takes && (perEvent || !refused.includes(true)))
      events.forEach((event, i) => void (refused[i] || platform.taken.push({ name: event.event_name, id: event.event_id, request: n })))

    if (behaviour === 'reset' || behaviour === 'accept-reset') return void request.socket.destroy()
    if (behaviour === '500' || behaviour === 'accept-500')
      return void response.writeHead(500, { 'content-type': 'text/html' }).end('<html>Internal error</html>')
    if (behaviour === 'accept-garbage') return void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>fine</html>')
    if (behaviour === 'accept-short')
      return void json(
        200,
        perEvent
          ? { num_events_received: events.length, num_events_processed: 0, events: [] }
          : { events_received: events.length - 1, fbtrace_id: 'x' },
      )
    if (behaviour === '503')
      return void json(
        503,
        perEvent
          ? { code: 4197, message: 'ramped down' }
          : { error: { message: 'down', type: 'OAuthException', code: 2, is_transient: true } },
        { 'retry-after': '1' },
      )
    if (behaviour === '429')
      return void json(
        429,
        perEvent ? { code: 8, message: 'slow down' } : { error: { message: 'slow down', type: 'OAuthException', code: 4 } },
        { 'retry-after': '1', 'x-ratelimit-reset': '1' },
      )
    if (behaviour === 'token')
      return void json(
        401,
        perEvent
          ? { code: 2, message: 'Authentication failed.' }
          : { error: { message: 'expired', type: 'OAuthException', code: 190, error_subcode: 463 } },
      )
    if (behaviour === 'redirect') return void response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end()
    if (behaviour === 'some-422' && refused.includes(true))
      return void json(422, { code: 1, message: 'Not all events were processed.', details: { hint: 'look closer' } })
    if (behaviour === 'html-400') return void response.writeHead(400, { 'content-type': 'text/html' }).end('<html>gateway</html>')
    if (perEvent) {
      const results = events.map((_, i) =>
        refused[i]
          ? { status: 'failed', error_message: manners.why ?? 'refused', warning_message: '' }
          : { status: 'processed', error_message: '', warning_message: '' },
      )
      return void json(200, {
        num_events_received: events.length,
        num_events_processed: results.filter(r => r.status === 'processed').length,
        events: results,
      })
    }
    if (refused.includes(true))
      return void json(400, {
        error: { message: 'Invalid parameter', type: 'OAuthException', code: 100, error_subcode: 2804050, fbtrace_id: 'x' },
      })
    json(200, { events_received: events.length, messages: [], fbtrace_id: 'x' }, { 'facebook-api-version': 'v25.0' })
  }

  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  platform.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return Object.assign(platform, {
    counts: () => platform.taken.reduce((map, { id }) => map.set(id, (map.get(id) ?? 0) + 1), new Map<string, number>()),
    close: () =>
      new Promise<void>(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  })
}
