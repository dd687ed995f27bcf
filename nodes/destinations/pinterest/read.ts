/** What Pinterest's answer means for the events of one request. Never throws, and never reads a meaning out of a text. */
import { clampWait, header, named, object, objectIn, quoted, redirected, retryAfterMs, unspoken } from '../../../runtime/answers.ts'
import type { Answer, Refusal, Trace, Verdict } from '../../../runtime/dialect.ts'
import { targets } from './fields.ts'

const PINTEREST = { prefix: 'pin', name: 'Pinterest' }
type Json = Readonly<Record<string, unknown>>

/** Events are settled one by one inside a success; everything else concerns the whole request. */
export function read(answer: Answer, sent: number): Verdict {
  const { status } = answer
  if (status >= 300 && status < 400) return redirected(status, PINTEREST)
  const body = objectIn(answer.body)
  if (status >= 200 && status < 300) return taken(answer, body, sent)
  if (status === 429) return waiting('pin.rate', 'Pinterest asked to slow down (HTTP 429).', resetMs(answer) ?? retryAfterMs(answer))
  if (typeof body?.code !== 'number') return unspoken(answer, PINTEREST)
  return refused(answer, { code: body.code, body, sent })
}

/** The request id of Pinterest's own headers, and its number of the refusal. A success is long and names nothing. */
export function trace(answer: Answer): Trace {
  const id = header(answer, 'x-pinterest-rid')
  const code = answer.status >= 300 ? objectIn(answer.body)?.code : undefined
  return { ...(id !== undefined && { id }), ...(typeof code === 'number' && { code: String(code) }) }
}

function taken(answer: Answer, body: Json | undefined, sent: number): Verdict {
  if (!Array.isArray(body?.events))
    return { kind: 'retry', taken: 'unknown', code: 'pin.unreadable', message: `The answer (HTTP ${answer.status}) was not Pinterest’s.` }
  return (
    settled(answer, body, sent) ?? {
      kind: 'retry',
      taken: 'unknown',
      code: 'pin.short_count',
      message: `Pinterest’s answer speaks of ${body.events.length} events; ${sent} were sent.`,
    }
  )
}

/** One result per event, in the order sent; nothing when the counts do not add up or a result cannot be read. */
function settled(answer: Answer, body: Json, sent: number): Verdict | undefined {
  const events = Array.isArray(body.events) ? body.events.map(object) : []
  if (events.length !== sent || !counts(body.num_events_received, sent)) return undefined
  if (!events.every(event => event?.status === 'processed' || event?.status === 'failed')) return undefined
  if (!counts(body.num_events_processed, events.filter(event => event?.status === 'processed').length)) return undefined
  const warnings = events.map(event => quoted(event?.warning_message)).filter(text => text !== '')
  const waitMs = usedUp(answer) ? (resetMs(answer) ?? NO_RESET_MS) : undefined
  return {
    kind: 'settled',
    results: events.map(event => (event?.status === 'failed' ? failure(event.error_message) : null)),
    ...(warnings.length > 0 && { warnings }),
    ...(waitMs !== undefined && { waitMs }),
  }
}

const counts = (told: unknown, real: number): boolean => told === undefined || told === null || told === real

/**
 * The one field that a text names, as Pinterest spells it: by its whole path, by its name in quotes, or by a name that is no
 * other word. It decides nothing about the event: it only leads whoever repairs it to the field.
 */
function fieldIn(text: string): string | undefined {
  const said = text.toLowerCase()
  const found = targets.filter(({ key }) => {
    const name = key.slice(key.lastIndexOf('.') + 1)
    const alone = name.includes('_') || name === 'currency'
    const spelt = [...(key === name ? [] : [key]), ...[`'${name}'`, `"${name}"`, `\`${name}\``], ...(alone ? [name] : [])]
    return spelt.some(one => whole(said, one))
  })
  return found.length === 1 ? found[0]!.concept : undefined
}
const whole = (text: string, part: string): boolean => {
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1))
    if (!/[a-z0-9_]/.test(text[at - 1] ?? '') && !/[a-z0-9_]/.test(text[at + part.length] ?? '')) return true
  return false
}

function failure(text: unknown): Refusal {
  const said = quoted(text)
  const field = fieldIn(said)
  return { code: 'pin.event_failed', message: said ? `Pinterest says: “${said}”` : 'Pinterest gave no reason.', ...(field && { field }) }
}

interface Fault {
  code: number
  body: Json
  sent: number
}
/** Code 2 means a bad token at 401 and an unknown account at 404, so where the status speaks, it speaks first. */
const byStatus: Readonly<Record<number, Door>> = {
  401: ['token', 'pin.token'],
  403: ['permission', 'pin.permission'],
  404: ['account', 'pin.account'],
}
const byCode: Readonly<Record<number, Door>> = {
  2: ['token', 'pin.token'],
  3: ['token', 'pin.token'],
  29: ['permission', 'pin.permission'],
}
type Door = readonly ['token' | 'permission' | 'account', string]
const RATE = 8
const RAMPED_DOWN = 4197

function refused(answer: Answer, fault: Fault): Verdict {
  const { status } = answer
  const says = quoted(fault.body.message)
  const message = `HTTP ${status}, code ${fault.code}.${says && ` Pinterest says: “${says}”`}`
  const door = byStatus[status] ?? (status >= 400 && status < 500 ? byCode[fault.code] : undefined)
  if (door) return { kind: 'stop', fault: door[0], code: door[1], message }
  if (fault.code === RATE) return waiting('pin.rate', message, resetMs(answer) ?? retryAfterMs(answer))
  if (fault.code === RAMPED_DOWN || (status === 503 && retryAfterMs(answer) !== undefined))
    return waiting('pin.busy', message, retryAfterMs(answer))
  if (status < 400 || status >= 500 || status === 408 || status === 499)
    return { kind: 'retry', taken: 'unknown', code: 'pin.server_error', message }
  if (status === 413) return { kind: 'poisoned', code: 'pin.too_large', message }
  if (status === 422) return partly(answer, fault, message)
  const suspects = named(typeof fault.body.message === 'string' ? fault.body.message : '', fault.sent)
  const field = fieldIn(says)
  return { kind: 'poisoned', ...(suspects.length > 0 && { suspects }), code: 'pin.refused', message, ...(field && { field }) }
}

const waiting = (code: string, message: string, afterMs: number | undefined): Verdict => ({
  kind: 'retry',
  taken: 'no',
  ...(afterMs !== undefined && { afterMs }),
  code,
  message,
})

/**
 * "Not all events were processed." Which ones stands in `details`, whose shape nobody has published. Where results for all
 * of them can be read, they settle. Where they cannot, the same request would get the same answer for ever, so it is never
 * sent again as it is: content is at fault (a 4xx with Pinterest's own JSON), and the events are searched by halves until
 * those at fault stand alone. Unless Pinterest says that it processed none, some may have been taken in passing: then the
 * halves go only where Pinterest removes a copy, each possible double counted, and offline events are held for a person.
 */
function partly(answer: Answer, { body, sent }: Fault, message: string): Verdict {
  const details = object(body.details)
  for (const told of [details, object(details?.response), body]) {
    const known = told && settled(answer, told, sent)
    if (known) return known
  }
  if (sent === 1) return { kind: 'settled', results: [{ code: 'pin.event_failed', message }] }
  const none = [details, object(details?.response), body].some(told => told?.num_events_processed === 0)
  return { kind: 'poisoned', ...(none ? {} : { taken: 'unknown' }), code: 'pin.partly', message }
}

/** The windows that Pinterest tells of are a minute long; a wait of more than an hour would be a misreading. */
const NO_RESET_MS = 60_000
const LONGEST_MS = 3_600_000

/** No call is left: the number alone, or the first of several, as the limit's own header is written. */
const usedUp = (answer: Answer): boolean => /^\s*0+\s*(?:[,;]|$)/.test(header(answer, 'x-ratelimit-remaining') ?? '')

/** Seconds until calls are free again. */
function resetMs(answer: Answer): number | undefined {
  const seconds = /^\s*(\d+(?:\.\d+)?)\s*(?:[,;]|$)/.exec(header(answer, 'x-ratelimit-reset') ?? '')?.[1]
  return seconds === undefined ? undefined : clampWait(Math.min(Number(seconds) * 1000, LONGEST_MS))
}
