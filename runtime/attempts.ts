/** What is remembered of one sending: when it was, and what its answer was taken to mean. Nothing of its content. */
import type { Answer, Trace, Verdict } from './dialect.ts'
import type { Sent } from './world.ts'

/**
 * What an answer said of the request as a whole. `settled`: one result per event. `rejected`: refused, content at fault.
 * `stop`: refused, the connection is at fault. `not_taken`: surely not processed. `unknown`: may have been taken.
 */
export type AttemptClass = 'settled' | 'rejected' | 'stop' | 'not_taken' | 'unknown'

/** One POST that is over. Times are epoch ms. */
export interface Attempt {
  events: number
  started: number
  ended: number
  /** How long it was held back before, ms: a retry's pause. */
  waitedMs: number
  class: AttemptClass
  /** Events that the answer refused one by one. */
  rejected: number
  /** HTTP status; absent when no answer could be read. */
  status?: number
  /** Our code for what happened; absent when every event was taken. */
  code?: string
  /** The platform's own number for the refusal, with its subcode: `100/2804050`. */
  platformCode?: string
  /** The platform's name for this exchange, for its support. */
  trace?: string
}

/** The record of one sending from its two ends. `verdict` is what the dialect read in it. */
export function attemptOf(
  sent: Sent,
  verdict: Verdict,
  { events, started, ended, waitedMs }: Pick<Attempt, 'events' | 'started' | 'ended' | 'waitedMs'>,
  trace?: (answer: Answer) => Trace,
): Attempt {
  const refused = verdict.kind === 'settled' ? verdict.results.filter(result => result !== null) : []
  const code = verdict.kind === 'settled' ? refused[0]?.code : verdict.code
  const named = 'answer' in sent ? trace?.(sent.answer) : undefined
  const id = opaque(named?.id)
  const platformCode = opaque(named?.code)
  return {
    events,
    started,
    ended,
    waitedMs: Math.round(waitedMs),
    class: classOf(verdict),
    rejected: refused.length,
    ...('answer' in sent && { status: sent.answer.status }),
    ...(code !== undefined && { code }),
    ...(platformCode !== undefined && { platformCode }),
    ...(id !== undefined && { trace: id }),
  }
}

function classOf(verdict: Verdict): AttemptClass {
  if (verdict.kind === 'poisoned') return verdict.taken ?? 'rejected'
  if (verdict.kind === 'retry') return verdict.taken === 'no' ? 'not_taken' : 'unknown'
  return verdict.kind
}

/** A platform's names are opaque words; whatever else stands in their place (a sentence, an address) is not kept. */
const opaque = (text: string | undefined): string | undefined => (text !== undefined && /^[\w.:/+=-]{1,128}$/.test(text) ? text : undefined)
