/** The only place that sends HTTP. It never throws and never says what was in a request or in an answer. */

import type { Dispatcher } from 'undici'
import Agent from 'undici/lib/dispatcher/agent.js'
import type { Body, Call } from '../../runtime/dialect.ts'
import type { Sent } from '../../runtime/world.ts'
import { serverBounds } from '../bounds.ts'
import { type ChosenAddresses, lookupAllowed, mayTry, PUBLIC_ONLY } from './chosen-address.ts'
import { passingOver } from './interim.ts'
import { unpacked } from './unpacked.ts'
import { REFUSED, type Reason, reasonOf } from './unreachable.ts'

const CONNECT_MS = 5_000
const EXCHANGE_MS = 30_000
const ANSWER_BYTES = serverBounds.answerBytes.most

export interface Outbound {
  /**
   * Sends once, follows nothing, and says whether the request can have been taken when no answer came. `chosen`: the
   * address that a person chose for this connection, which is reached only if it is public.
   */
  send(call: Call<Body>, kill: AbortSignal, chosen?: string): Promise<Sent>
  close(): Promise<void>
}
export interface OutboundOptions {
  /** Origins (`https://host`) and `host:port` pairs that may be reached; everything else is refused before connecting. */
  mayReach(url: URL): boolean
  /** What a chosen address must be; absent: public, over TLS. */
  chosenAddresses?: ChosenAddresses
  connectMs?: number
  exchangeMs?: number
  answerBytes?: number
  /** Told of each exchange's end, for counting: host, HTTP status or code, milliseconds. */
  seen?(host: string, result: string, ms: number): void
}

/** Opens the way out, with the time and size limits that hold for every request. */
export function outbound(options: OutboundOptions): Outbound {
  const { connectMs = CONNECT_MS, exchangeMs = EXCHANGE_MS, answerBytes = ANSWER_BYTES, chosenAddresses = PUBLIC_ONLY } = options
  const shared = {
    pipelining: 1,
    connections: 16,
    headersTimeout: exchangeMs,
    bodyTimeout: exchangeMs,
    maxResponseSize: -1,
  }
  const listed = new Agent({ ...shared, connect: passingOver({ allowH2: false, timeout: connectMs }) })
  const lookup = lookupAllowed(chosenAddresses)
  const open = new Agent({ ...shared, connect: passingOver({ allowH2: false, timeout: connectMs, lookup }) })
  const agentFor = (url: URL, chosen: string | undefined): Agent | undefined =>
    options.mayReach(url) ? listed : mayTry(url, chosen, chosenAddresses) ? open : undefined
  return {
    async send(call, kill, chosen) {
      const url = URL.canParse(call.url) ? new URL(call.url) : undefined
      const agent = url && /^https?:$/.test(url.protocol) ? agentFor(url, chosen) : undefined
      if (!url || !agent) return notTaken(REFUSED)
      const began = performance.now()
      const sent = await exchange(agent, url, call, kill, { exchangeMs, answerBytes })
      options.seen?.(url.host, 'answer' in sent ? String(sent.answer.status) : sent.unanswered.code, performance.now() - began)
      return sent
    },
    close: async () => void (await Promise.all([listed.destroy(), open.destroy()])),
  }
}

const notTaken = (reason: Reason): Sent => ({ unanswered: { taken: 'no', ...reason } })
const unknown = (code: string, message: string): Sent => ({ unanswered: { taken: 'unknown', code, message } })

/** Until undici hands the request to a connected socket (`onRequestStart`), no byte of it has left. */
function exchange(
  agent: Agent,
  url: URL,
  call: Call<Body>,
  kill: AbortSignal,
  limits: { exchangeMs: number; answerBytes: number },
): Promise<Sent> {
  return new Promise(resolve => {
    let left = false
    let over = false
    let controller: Dispatcher.DispatchController | undefined
    const answer: { status: number; headers: Record<string, string>; chunks: Buffer[]; bytes: number } = {
      status: 0,
      headers: {},
      chunks: [],
      bytes: 0,
    }

    const finish = (sent: Sent) => {
      if (over) return
      over = true
      clearTimeout(timer)
      kill.removeEventListener('abort', killed)
      resolve(sent)
    }
    const cut = (code: string, message: string) => {
      finish(left ? unknown(code, message) : notTaken({ code, message }))
      controller?.abort(new Error(code))
    }
    const tooLong = () => cut('answer_too_long', 'The answer is longer than anything the platform sends.')
    const killed = () => cut('stopped', 'The run was stopped while the request was under way.')
    const timer = setTimeout(() => cut('timeout', 'No complete answer came in time.'), limits.exchangeMs)

    if (kill.aborted) return finish(notTaken({ code: 'stopped', message: 'The run was stopped before the request left.' }))
    kill.addEventListener('abort', killed, { once: true })

    const handler: Dispatcher.DispatchHandler = {
      onRequestStart(begun) {
        controller = begun
        if (over) begun.abort(new Error('stopped'))
        else left = true
      },
      onResponseStart(_, status, headers) {
        if (status < 200) return
        answer.status = status
        answer.headers = lowerCased(headers)
      },
      onResponseData(_, chunk) {
        answer.bytes += chunk.length
        if (answer.bytes > limits.answerBytes) tooLong()
        else answer.chunks.push(chunk)
      },
      onResponseEnd() {
        const { status, headers, chunks } = answer
        const body = unpacked(Buffer.concat(chunks), headers['content-encoding'] ?? '', limits.answerBytes)
        if (body === 'too_long') tooLong()
        else finish({ answer: { status, headers, body: new TextDecoder().decode(body) } })
      },
      onResponseError: (_, error) =>
        finish(left ? unknown(codeOf(error), 'The connection broke before the answer was complete.') : unreachable(error)),
    }
    try {
      const body = call.method === 'GET' ? null : call.body
      agent.dispatch(
        { origin: url.origin, path: url.pathname + url.search, method: call.method, headers: { ...call.headers }, body },
        handler,
      )
    } catch (error) {
      finish(unreachable(error))
    }
  })
}

function lowerCased(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), Array.isArray(value) ? value.join(', ') : (value ?? '')]),
  )
}

/** System and library codes are fixed words; messages are not repeated, they can hold addresses. */
function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | undefined)?.code
  return typeof code === 'string' && /^[A-Z0-9_]{2,60}$/.test(code) ? code.toLowerCase() : 'connection_broken'
}

const unreachable = (error: unknown): Sent => notTaken(reasonOf(codeOf(innermost(error))))

/** A name with several addresses fails as a bundle; the first one says why. */
const innermost = (error: unknown): unknown => (error instanceof AggregateError && error.errors.length ? error.errors[0] : error)
