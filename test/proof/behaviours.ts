/** Ways in which a platform answers, as the real ones, their gateways and the networks in between do. */
import type { ServerResponse } from 'node:http'

/** One request, as a behaviour sees it. */
export interface Exchange {
  response: ServerResponse
  /** The platform's own answer to these events, when all is well. */
  good: { status: number; body: Record<string, unknown> }
  events: number
  /** True for the platform that answers for each event. */
  perEvent: boolean
}
export interface Behaviour {
  /** Whether the events are taken before anything goes wrong. */
  takes: boolean
  /** Whether a client can learn from the answer what became of the events. */
  told: boolean
  /** Seconds for which no further request may come. */
  quietS?: number
  /** Cuts the connection before the request has arrived. */
  early?: true
  answer(exchange: Exchange): void
}

export const json = (response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void =>
  void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
const html = (response: ServerResponse, status: number, headers: Record<string, string> = {}): void =>
  void response
    .writeHead(status, { 'content-type': 'text/html', ...headers })
    .end('<html><body>A page of something in between</body></html>')
const cut = ({ response }: Exchange): void => void response.socket?.destroy()
const good = ({ response, good }: Exchange): void => json(response, good.status, good.body)

/** Takes the events and leaves the client without an answer that says so. */
const takenUntold = (answer: Behaviour['answer']): Behaviour => ({ takes: true, told: false, answer })
/** Takes nothing. The client may still not be able to know. */
const notTaken = (answer: Behaviour['answer'], more: Partial<Behaviour> = {}): Behaviour => ({ takes: false, told: true, answer, ...more })
const slowDown = (value: () => string, quietS: number): Behaviour =>
  notTaken(
    ({ response, perEvent }) =>
      json(
        response,
        429,
        perEvent ? { code: 8, message: 'slow down' } : { error: { message: 'slow down', type: 'OAuthException', code: 4 } },
        { 'retry-after': value() },
      ),
    { quietS },
  )
const counted = (events: number, perEvent: boolean, wrong: number): Record<string, unknown> =>
  perEvent
    ? {
        num_events_received: events,
        num_events_processed: events,
        events: Array.from({ length: Math.max(0, wrong) }, () => ({ status: 'processed', error_message: '', warning_message: '' })),
      }
    : { events_received: wrong, messages: [], fbtrace_id: 'T' }
const halfOf = (body: unknown): string => {
  const text = JSON.stringify(body)
  return text.slice(0, text.length >> 1)
}

export const behaviours = {
  ok: { takes: true, told: true, answer: good },
  'taken, then 500': takenUntold(({ response }) => html(response, 500)),
  'taken, then 502': takenUntold(({ response }) => html(response, 502)),
  'taken, then 504 without a body': takenUntold(({ response }) => void response.writeHead(504).end()),
  'taken, then 408': takenUntold(({ response }) => html(response, 408)),
  'taken, then 503 that names no time': takenUntold(({ response }) => html(response, 503)),
  'taken, then cut': takenUntold(cut),
  'taken, then no answer': takenUntold(() => {}),
  'taken, then an answer that stalls': takenUntold(({ response, good }) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': String(JSON.stringify(good.body).length) })
    response.write(halfOf(good.body))
  }),
  'taken, then an answer cut in half': takenUntold(exchange => {
    const { response, good } = exchange
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': String(JSON.stringify(good.body).length) })
    response.write(halfOf(good.body), () => cut(exchange))
  }),
  'taken, then half a JSON text': takenUntold(
    ({ response, good }) => void response.writeHead(200, { 'content-type': 'application/json' }).end(halfOf(good.body)),
  ),
  'taken, then a page with 200': takenUntold(({ response }) => html(response, 200)),
  'taken, then 200 and nothing': takenUntold(({ response }) => void response.writeHead(200).end()),
  'taken, then 204': takenUntold(({ response }) => void response.writeHead(204).end()),
  'taken, then 200 and another JSON': takenUntold(({ response }) => json(response, 200, { status: 'ok' })),
  'taken, then 2 MB of answer': takenUntold(({ response, good }) => json(response, 200, { ...good.body, padding: 'x'.repeat(2 << 20) })),
  'taken, then 1 GiB of answer': takenUntold(({ response }) => gibibyte(response)),
  'taken, then one byte at a time, too long': takenUntold(({ response, good }) => trickle(response, JSON.stringify(good.body), 400)),
  'taken, one byte at a time, in time': {
    takes: true,
    told: true,
    answer: ({ response, good }: Exchange) => trickle(response, JSON.stringify(good.body), 1),
  },
  'taken, count one too small': takenUntold(({ response, events, perEvent }) => json(response, 200, counted(events, perEvent, events - 1))),
  'taken, count one too large': takenUntold(({ response, events, perEvent }) => json(response, 200, counted(events, perEvent, events + 1))),
  'taken, count zero': takenUntold(({ response, events, perEvent }) => json(response, 200, counted(events, perEvent, 0))),
  'not taken, 500': notTaken(({ response }) => html(response, 500), { told: false }),
  'not taken, a page with 200': notTaken(({ response }) => html(response, 200), { told: false }),
  'not taken, cut': notTaken(cut, { told: false }),
  'not taken, cut while it arrives': notTaken(() => {}, { early: true }),
  'not taken, no answer': notTaken(() => {}, { told: false }),
  '429 with seconds': slowDown(() => '2', 2),
  '429 with 12 seconds': slowDown(() => '12', 12),
  '429 with a date': slowDown(() => new Date(Math.ceil(Date.now() / 1000) * 1000 + 2000).toUTCString(), 2),
  '429 with garbage': slowDown(() => 'soon', 0),
  '429 with 10^9': slowDown(() => '1000000000', 3600),
  '503 with seconds': notTaken(({ response }) => html(response, 503, { 'retry-after': '2' }), { quietS: 2 }),
  '413': notTaken(({ response }) => html(response, 413)),
  '400 page of a gateway': notTaken(({ response }) => html(response, 400)),
  '403 page of a firewall': notTaken(({ response }) => html(response, 403)),
  '302 to another host': notTaken(({ response }) => void response.writeHead(302, { location: 'http://127.0.0.1:9/stolen' }).end()),
  '307 to another host': notTaken(({ response }) => void response.writeHead(307, { location: 'http://127.0.0.1:9/stolen' }).end()),
  'token no longer valid': notTaken(({ response, perEvent }) =>
    json(
      response,
      401,
      perEvent
        ? { code: 2, message: 'Authentication failed.' }
        : { error: { message: 'expired', type: 'OAuthException', code: 190, error_subcode: 463 } },
    ),
  ),
} satisfies Record<string, Behaviour>
export type Manner = keyof typeof behaviours

function trickle(response: ServerResponse, text: string, everyMs: number): void {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': String(text.length) })
  let at = 0
  const timer = setInterval(() => {
    if (at < text.length && !response.destroyed) response.write(text[at++])
    else {
      clearInterval(timer)
      response.end()
    }
  }, everyMs)
  timer.unref()
}

/** As fast as it is read, for as long as somebody reads. */
function gibibyte(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': String(2 ** 30) })
  const piece = Buffer.alloc(1 << 20, 'x')
  let left = 2 ** 30
  const go = () => {
    while (left > 0 && !response.destroyed) {
      left -= piece.length
      if (!response.write(piece)) return void response.once('drain', go)
    }
    if (!response.destroyed) response.end()
  }
  go()
}
