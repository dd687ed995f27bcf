/** What Meta's answer means for the events of one request. Never throws, and never reads a meaning out of a text. */
import { header, named, object, objectIn, quoted, redirected, retryAfterMs, unspoken } from '../../../runtime/answers.ts'
import type { Address, Answer, Refusal, Trace, Verdict } from '../../../runtime/dialect.ts'
import { type Class, classOf, subcodes } from './codes.ts'
import type { Connection } from './connection.ts'
import { usageWait } from './usage.ts'
import { versionRemarks } from './versions.ts'

const META = { prefix: 'meta', name: 'Meta' }

/** Accepted says nothing about matched: Meta tells nobody which events found a person. */
export function read(answer: Answer, sent: number, address?: Address<Connection>): Verdict {
  const { status } = answer
  if (status >= 300 && status < 400) return redirected(status, META)
  const body = objectIn(answer.body)
  const error = errorIn(body)
  if (error) return refused(answer, error, sent)
  if (status < 200 || status >= 300) return unspoken(answer, META)
  return taken(answer, body, sent, address?.connection.version)
}

/** The `fbtrace_id` that Meta's support asks for, and its number of the refusal. */
export function trace(answer: Answer): Trace {
  const body = objectIn(answer.body)
  const error = errorIn(body)
  const named = [object(body?.error)?.fbtrace_id, body?.fbtrace_id, header(answer, 'x-fb-trace-id')].find(id => typeof id === 'string')
  return {
    ...(named !== undefined && { id: String(named) }),
    ...(error && { code: numberOf(error) }),
  }
}

function taken(answer: Answer, body: ReturnType<typeof object>, sent: number, version: string | undefined): Verdict {
  const received = body?.events_received
  if (typeof received !== 'number')
    return { kind: 'retry', taken: 'unknown', code: 'meta.unreadable', message: `The answer (HTTP ${answer.status}) was not Meta’s.` }
  if (received !== sent)
    return { kind: 'retry', taken: 'unknown', code: 'meta.short_count', message: `Meta counted ${received} of ${sent} events.` }
  const messages = Array.isArray(body?.messages) ? body.messages.map(quoted).filter(text => text !== '') : []
  const warnings = [...messages, ...versionRemarks(answer, version)]
  const waitMs = usageWait(answer)
  return {
    kind: 'settled',
    results: Array.from({ length: sent }, () => null),
    ...(warnings.length > 0 && { warnings }),
    ...(waitMs !== undefined && { waitMs }),
  }
}

interface Fault {
  code: number
  subcode: number | undefined
  type: unknown
  transient: boolean
  text: string
  shown: string
}
function errorIn(body: ReturnType<typeof object>): Fault | undefined {
  const error = object(body?.error)
  if (typeof error?.code !== 'number') return undefined
  return {
    code: error.code,
    subcode: typeof error.error_subcode === 'number' ? error.error_subcode : undefined,
    type: error.type,
    transient: error.is_transient === true,
    text: typeof error.message === 'string' ? error.message : '',
    shown: quoted(error.error_user_msg) || quoted(error.error_user_title) || quoted(error.message),
  }
}

function refused(answer: Answer, fault: Fault, sent: number): Verdict {
  const { status } = answer
  const of = classOf(fault.code, fault.subcode, fault.type)
  const message = sentence(fault)
  const atTheDoor = of !== undefined && of !== 'content' && of !== 'again' && of !== 'wait'
  // Whatever its code: Meta says that it passes by itself. Token and dataset are looked at before anything is stored.
  if (fault.transient && of !== 'wait') return again(answer, message, atTheDoor)
  if (atTheDoor) return { kind: 'stop', fault: of, code: byClass[of], message }
  if (of === 'wait' || status === 429) return waiting(answer, message)
  if (of === 'again' || status >= 500 || status === 408 || status === 499 || status < 400) return again(answer, message)
  if (status === 413) return { kind: 'poisoned', code: 'meta.too_large', message }
  const field = fault.subcode === undefined ? undefined : subcodes[fault.subcode]?.field
  const refusal = { code: `meta.refused.${fault.subcode ?? fault.code}`, message, ...(field && { field }) }
  return of === undefined ? unlisted(status, refusal) : poisoned(fault, refusal, sent)
}

/** The longest that any header asks for: calling on while blocked lengthens the block. */
function waiting(answer: Answer, message: string): Verdict {
  const asked = [retryAfterMs(answer), usageWait(answer)].filter(ms => ms !== undefined)
  return { kind: 'retry', taken: 'no', ...(asked.length > 0 && { afterMs: Math.max(...asked) }), code: 'meta.rate', message }
}

/** It may have stored the events before it failed; not so when it says when to come back, or never got past the door. */
function again(answer: Answer, message: string, atTheDoor = false): Verdict {
  const afterMs = retryAfterMs(answer)
  const taken = atTheDoor || (answer.status === 503 && afterMs !== undefined) ? 'no' : 'unknown'
  return { kind: 'retry', taken, ...(afterMs !== undefined && { afterMs }), code: 'meta.trouble', message }
}

function poisoned(fault: Fault, refusal: Refusal, sent: number): Verdict {
  const suspects = named(fault.text, sent)
  return { kind: 'poisoned', ...(suspects.length > 0 && { suspects }), ...refusal }
}

/** Codes that nobody has written about: the status says whether the door or the content is at fault. */
function unlisted(status: number, refusal: Refusal): Verdict {
  const fault = { 401: 'token', 403: 'permission', 404: 'account' }[status] as 'token' | 'permission' | 'account' | undefined
  return fault ? { kind: 'stop', fault, code: byClass[fault], message: refusal.message } : { kind: 'poisoned', ...refusal }
}

const byClass: Readonly<Record<Exclude<Class, 'content' | 'again' | 'wait'>, string>> = {
  token: 'meta.token',
  permission: 'meta.permission',
  account: 'meta.account',
  version: 'meta.version',
}
/** What it found wrong, its own words, and what to do where that is known. */
function sentence({ code, subcode, shown }: Fault): string {
  const known = subcode === undefined ? undefined : subcodes[subcode]
  const title = `${known?.title ?? 'Meta refused the request'} (${numberOf({ code, subcode })}).`
  return [title, shown && `Meta says: “${shown}”`, known?.why].filter(Boolean).join(' ')
}
const numberOf = ({ code, subcode }: Pick<Fault, 'code' | 'subcode'>): string => (subcode === undefined ? `${code}` : `${code}/${subcode}`)
