/**
 * The other side of the proof: a platform that writes down every request and every event it really took, and
 * misbehaves as told. It shares no code with the product and believes nothing that the product says.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Behaviour, behaviours, json, type Manner } from './behaviours.ts'

export interface Request {
  n: number
  /** When it had arrived, epoch ms. */
  at: number
  account: string
  /** What the request's body was, to the byte. */
  body: string
  ids: string[]
  /** Ids that were taken. */
  taken: string[]
  manner: Manner
  /** Whether the client could learn from the answer what became of the events. */
  told: boolean
  /** When the answer had left; absent while none has. */
  answeredAt?: number
  /** Epoch ms until which the platform asked for no further request. */
  quietUntil?: number
  /** Set on arrival: nothing is taken, and the connection breaks. */
  cut?: true
  /** What the suite wants to remember of the moment of arrival. */
  note?: unknown
}

export interface Manners {
  /** How request n (from 1) is answered. */
  manner?(n: number): Manner
  /** Events refused by id: the whole request, or the one event, as that platform does. */
  poison?: ReadonlySet<string>
  /** The moments at which a suite may act. */
  arrived?(request: Request): void | Promise<void>
  tookIt?(request: Request): void | Promise<void>
  halfAnswered?(request: Request): void | Promise<void>
  answered?(request: Request): void
  delayMs?: number
  /** What the caller must present. */
  token?: string
}

export interface Platform {
  url: string
  requests: Request[]
  /** Connections that were cut before a whole request had arrived. */
  cutEarly: number
  /** Requests that broke the platform's own rules, in words. */
  complaints: string[]
  manners: Manners
  close(): Promise<void>
}

export async function openPlatform(manners: Manners = {}): Promise<Platform> {
  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy())
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const platform: Platform = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: [],
    cutEarly: 0,
    complaints: [],
    manners,
    close: () =>
      new Promise<void>(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }

  async function serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { manners } = platform
    const n = platform.requests.length + platform.cutEarly + 1
    const manner = manners.manner?.(n) ?? 'ok'
    const behaviour: Behaviour = behaviours[manner]
    if (behaviour.early) {
      platform.cutEarly++
      return void incoming.socket.destroy()
    }
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks).toString()
    const events = eventsIn(body)
    if (!events) platform.complaints.push(`request ${n} is not JSON with a list of events`)
    if (manners.token && !(incoming.headers.authorization ?? '').includes(manners.token))
      platform.complaints.push(`request ${n} does not carry the token`)
    const account = (incoming.url ?? '').split('?')[0]!
    const ids = (events ?? []).map(event => String(event.event_id))
    if (new Set(ids).size !== ids.length) platform.complaints.push(`request ${n} holds an event twice`)
    const entry: Request = { n, at: Date.now(), account, body, ids, taken: [], manner, told: behaviour.told }
    platform.requests.push(entry)
    await manners.arrived?.(entry)
    if (entry.cut) {
      entry.told = false
      return void incoming.socket.destroy()
    }
    if (manners.delayMs) await new Promise(resolve => setTimeout(resolve, manners.delayMs))

    const perEvent = account.includes('/ad_accounts/')
    const refused = ids.map(id => manners.poison?.has(id) ?? false)
    const whole = !perEvent && refused.includes(true)
    if (behaviour.takes && !whole) entry.taken = ids.filter((_, i) => !refused[i])
    await manners.tookIt?.(entry)
    response.once('finish', () => {
      entry.answeredAt = Date.now()
      // On a busy machine the client may have given up meanwhile.
      if (entry.answeredAt - entry.at > PATIENCE_MS) entry.told = false
      if (behaviour.quietS) entry.quietUntil = entry.answeredAt + behaviour.quietS * 1000
      manners.answered?.(entry)
    })
    response.once('close', () => {
      if (!response.writableFinished) entry.told = false
    })
    // A refusal is an answer that tells, unless the manner keeps the client from reading it.
    const good = whole
      ? REFUSAL
      : perEvent
        ? eachIn(refused)
        : { status: 200, body: { events_received: ids.length, messages: [], fbtrace_id: 'T' } }
    if (manners.halfAnswered && manner === 'ok') return halves(response, good, () => manners.halfAnswered!(entry))
    if (whole && manner === 'ok') return json(response, good.status, good.body)
    behaviour.answer({ response, good, events: ids.length, perEvent })
  }
  return platform
}

/** An answer that takes longer may come too late for a client whose patience a suite has shortened. */
const PATIENCE_MS = 1500
const REFUSAL = {
  status: 400,
  body: { error: { message: 'Invalid parameter', type: 'OAuthException', code: 100, error_subcode: 2804050, fbtrace_id: 'T' } },
}
const eachIn = (refused: readonly boolean[]) => ({
  status: 200,
  body: {
    num_events_received: refused.length,
    num_events_processed: refused.filter(no => !no).length,
    events: refused.map(no => ({ status: no ? 'failed' : 'processed', error_message: no ? 'refused' : '', warning_message: '' })),
  },
})

function eventsIn(body: string): Record<string, unknown>[] | undefined {
  try {
    const { data } = JSON.parse(body) as { data: unknown }
    return Array.isArray(data) ? data : undefined
  } catch {
    return undefined
  }
}

function halves(response: ServerResponse, { status, body }: { status: number; body: unknown }, between: () => void | Promise<void>): void {
  const text = JSON.stringify(body)
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': String(text.length) })
  response.write(text.slice(0, text.length >> 1), async () => {
    // The first half must have left before the moment comes.
    await new Promise(resolve => setTimeout(resolve, 2))
    await between()
    response.end(text.slice(text.length >> 1))
  })
}
