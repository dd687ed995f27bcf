/** Requests whose outcome nobody knows and that no run sends again by itself: what they are, and what a person decided. */
import type { Dialect } from '../../runtime/dialect.ts'
import type { Flow } from '../../runtime/flow.ts'
import { eventsIn, type HeldWhy, heldWhy, mayRelease } from '../../runtime/recover.ts'
import { destinationsOf, resolve } from '../../runtime/resolve.ts'
import type { UnknownPolicy } from '../../runtime/way.ts'
import { Declined, notFound } from '../problems.ts'
import { addAudit } from '../store/audit.ts'
import { openRequests, release, type StreamRequest, treatAsSent } from '../store/ledger.ts'
import type { Store } from '../store/open.ts'
import type { Actor } from '../store/tables.ts'
import { openEnds, type Workplace } from './workplace.ts'

export type HeldAct = 'send_again' | 'treat_as_sent'
/** One held request. `why: 'not_drawn'`: no step of the flow sends to this account any more. */
export interface HeldRequest {
  id: number
  events: number
  firstSent: number
  expires: number
  attempts: number
  why: HeldWhy | 'not_drawn'
  /** The next run sends it once more. */
  released: boolean
  /** A person may let it be sent once more. */
  sendable: boolean
}
export interface HeldPath {
  /** Ids joined by " > "; null when it is not drawn any more. */
  path: string | null
  destination: string | null
  requests: HeldRequest[]
}

/** Everything that waits for a person, path by path. `running` is a run that goes on: what it sent is still under way. */
export function heldOf(store: Store, id: string, document: Flow, place: Workplace, running: string | undefined): HeldPath[] {
  const drawn = streamsOf(document, id, place)
  const policy = document.delivery?.unknown
  const groups = Map.groupBy(
    openRequests(store, id).filter(request => request.run !== running),
    ({ stream }) => stream,
  )
  return [...groups].flatMap(([stream, open]) => {
    const end = drawn.get(stream)
    const requests = open.flatMap(request => shown(request, heldWhy(request, place.now(), policy), end !== undefined) ?? [])
    return requests.length ? [{ path: end?.path ?? null, destination: end?.destination ?? null, requests }] : []
  })
}

function shown(open: StreamRequest, held: HeldWhy | undefined, drawn: boolean): HeldRequest | undefined {
  const why = held ?? (drawn ? undefined : 'not_drawn')
  if (!why) return undefined
  return {
    id: open.id,
    events: eventsIn(open),
    firstSent: open.firstSent,
    expires: open.expires,
    attempts: open.attempts,
    why,
    released: open.released === true,
    sendable: drawn && why !== 'not_drawn' && mayRelease(why),
  }
}

export interface StreamEnd {
  path: string
  destination: string
  dialect: Dialect
}
/** Ledgers that the next run opens, with the first path of each. */
export function streamsOf(document: Flow, flow: string, place: Workplace): Map<string, StreamEnd> {
  const streams = new Map<string, StreamEnd>()
  for (const leaf of destinationsOf(document, place.kinds)) {
    const resolved = resolve(document, leaf, place.kinds)
    if (Array.isArray(resolved)) continue
    const stream = streamOf(() => openEnds(resolved, flow, place).stream)
    if (stream && !streams.has(stream))
      streams.set(stream, { path: resolved.path, destination: resolved.destination.id, dialect: resolved.dialect })
  }
  return streams
}
function streamOf(open: () => string): string | undefined {
  try {
    return open()
  } catch {
    // A connection that is gone or not complete: no run can send there now.
    return undefined
  }
}

/** The requests that a decision is about; all of them or none. */
export function chosen(held: readonly HeldPath[], ids: readonly number[], act: HeldAct): HeldRequest[] {
  const known = new Map(held.flatMap(({ requests }) => requests.map(request => [request.id, request])))
  const strange = ids.filter(id => !known.has(id))
  if (strange.length) throw notFound('Not all of these requests are held', `Nothing was changed. Not held: ${strange.join(', ')}.`)
  const requests = [...new Set(ids)].map(id => known.get(id)!)
  const closed = act === 'send_again' ? requests.filter(({ sendable }) => !sendable) : []
  if (closed.length)
    throw new Declined(
      409,
      'held.not_sendable',
      'Not all of these requests can be sent again',
      `Nothing was changed. Too old for the platform, unreadable, or for a destination that is not drawn: ${closed.map(({ id }) => id).join(', ')}.`,
    )
  return requests
}

/** Who decides what. `policy`: the flow's word on unknown outcomes, as the requests were listed by. */
export interface Decision {
  act: HeldAct
  actor: Actor
  policy: UnknownPolicy | undefined
}
/** Carries a decision out, a transaction for each request with its line in the audit. What was released before stays so. */
export function decide(store: Store, flow: string, requests: readonly HeldRequest[], { act, actor, policy }: Decision): void {
  const open = new Map(openRequests(store, flow).map(request => [request.id, request]))
  const write = act === 'send_again' ? release : treatAsSent
  for (const { id, events, released } of requests)
    if (act !== 'send_again' || !released)
      write(store, open.get(id)!, () => addAudit(store, { what: act, flow, request: id, events, actor }), { policy })
}
