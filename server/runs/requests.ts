/** Requests of a run as people see them: every sending with its answer in words, and what is kept of bodies. */
import type { Kinds } from '../../runtime/contract.ts'
import type { Target } from '../../runtime/dialect.ts'
import { genericReasons } from '../../runtime/reasons.ts'
import { type Shown, shownEvents } from '../../runtime/shown.ts'
import { textsOf } from '../../runtime/stored.ts'
import type { Attempt, RequestDetail, RequestInfo, RequestList } from '../api/requests.ts'
import { notFound } from '../problems.ts'
import { attemptsOfRequest, attemptsOfRun, type StoredAttempt } from '../store/attempts.ts'
import { decisionsOn } from '../store/audit.ts'
import { getVersion } from '../store/flows.ts'
import { openRequest, stillOpen } from '../store/ledger.ts'
import type { Store } from '../store/open.ts'
import type { StoredRun } from '../store/runs.ts'
import { sampled, samplesOf } from '../store/samples.ts'
import { type StreamEnd, streamsOf } from './held.ts'
import type { Workplace } from './workplace.ts'

/** A page of the requests of a run, in the order in which they were begun. */
export function requestsOf(
  store: Store,
  run: StoredRun,
  place: Workplace,
  { after, limit }: { after?: number | undefined; limit: number },
): RequestList {
  const attempts = attemptsOfRun(store, run.id, { after, limit: limit + 1 })
  const groups = [...Map.groupBy(attempts, ({ request }) => request).values()]
  const page = groups.slice(0, limit)
  const last = page.at(-1)?.[0]?.request
  return { requests: infosOf(store, aroundRun(store, run, place), page), next: groups.length > limit && last !== undefined ? last : null }
}

/** One request with what is kept of it. Throws `not_found` for one that the run had no part in. */
export function requestDetail(store: Store, run: StoredRun, place: Workplace, id: number): RequestDetail {
  const attempts = attemptsOfRequest(store, id)
  if (!attempts.some(attempt => attempt.run === run.id)) throw notFound('There is no such request of this run')
  const around = aroundRun(store, run, place)
  const [info] = infosOf(store, around, [attempts])
  const samples = samplesOf(store, id)
  return {
    ...info!,
    sent: openSent(store, around, id, attempts[0]!) ?? sampleSent(samples),
    answers: [...samples].flatMap(([no, { answer }]) => (answer ? [{ no, ...answer }] : [])),
  }
}

/** What is needed to tell of a flow's requests. */
export interface Around {
  flow: string
  /** The run that goes on, if one does. */
  running: string | undefined
  /** Ledgers with where they lead. */
  ends: ReadonlyMap<string, StreamEnd>
  kinds: Kinds
}
const aroundRun = (store: Store, run: StoredRun, place: Workplace): Around => ({
  flow: run.flow,
  running: run.state === 'running' ? run.id : undefined,
  ends: endsOf(store, run, place),
  kinds: place.kinds,
})

/** All that is known of these requests, whatever run they belong to. */
export function infosOf(store: Store, around: Around, groups: readonly (readonly StoredAttempt[])[]): RequestInfo[] {
  const ids = groups.map(([first]) => first!.request)
  const kept = ids.length ? sampled(store, Math.min(...ids), Math.max(...ids)) : new Set<number>()
  const decided = decisionsOn(store, around.flow)
  return groups.map(attempts => {
    const { request, stream } = attempts[0]!
    const open = stillOpen(store, request)
    const running = around.running !== undefined && attempts.at(-1)!.run === around.running
    return {
      ...infoOf(attempts, { open, running, end: around.ends.get(stream), kinds: around.kinds }),
      shown: open || kept.has(request),
      decisions: (decided.get(request) ?? []).map(({ at, what, actor }) => ({ at: iso(at), what, actor })),
    }
  })
}

function infoOf(
  attempts: readonly StoredAttempt[],
  { open, running, end, kinds }: { open: boolean; running: boolean; end: StreamEnd | undefined; kinds: Kinds },
): Omit<RequestInfo, 'shown' | 'decisions'> {
  const last = attempts.at(-1)!
  return {
    request: last.request,
    parent: attempts[0]!.parent,
    path: end?.path ?? null,
    destination: end?.destination ?? null,
    events: last.events,
    outcome: outcomeOf(last, running),
    open,
    message: last.code === null ? null : meaning(kinds, last.code),
    attempts: attempts.map(attemptPayload),
  }
}

function outcomeOf({ class: kind, events, rejected }: StoredAttempt, running: boolean): RequestInfo['outcome'] {
  if (kind === null) return running ? 'underway' : 'unknown'
  if (kind === 'settled') return !rejected ? 'accepted' : rejected < events ? 'partly' : 'rejected'
  if (kind === 'rejected') return events > 1 ? 'refused' : 'rejected'
  return kind
}

export const attemptPayload = (attempt: StoredAttempt): Attempt => ({
  no: attempt.no,
  run: attempt.run,
  startedAt: iso(attempt.started),
  endedAt: attempt.ended === null ? null : iso(attempt.ended),
  waitedMs: attempt.waited ?? 0,
  class: attempt.class,
  status: attempt.status,
  code: attempt.code,
  platformCode: attempt.platformCode,
  trace: attempt.trace,
  rejected: attempt.rejected ?? 0,
})
const iso = (ms: number) => new Date(ms).toISOString()

/** What a code means, in whichever kind's words there are. */
export function meaning(kinds: Kinds, code: string): string | null {
  const own = [...kinds.values()].flatMap(kind => (kind.role === 'destination' ? (kind.dialect?.reasons[code] ?? []) : []))[0]
  const reason = own ?? genericReasons[code]
  return reason ? `${reason.title}. ${reason.why}` : null
}

/** The ledgers of what this run ran, with where they lead. */
function endsOf(store: Store, run: StoredRun, place: Workplace): Map<string, StreamEnd> {
  try {
    return streamsOf(run.document ?? getVersion(store, run.flow, run.version ?? 0).document, run.flow, place)
  } catch {
    // The flow is gone: its requests are not.
    return new Map()
  }
}

/** While it is open the very bytes are there. */
function openSent(store: Store, { ends, kinds }: Around, id: number, { stream }: StoredAttempt): RequestDetail['sent'] | undefined {
  const open = openRequest(store, id, stream)
  const texts = open && textsOf(open)
  return texts && { events: shownEvents(texts, targetsOf(ends.get(stream), stream, kinds)), of: texts.length }
}
function targetsOf(end: StreamEnd | undefined, stream: string, kinds: Kinds): readonly Target[] {
  const kind = kinds.get(stream.split('\n')[2] ?? '')
  // Without a list of fields nothing is known to be fit to show, and all of it is masked.
  return end?.dialect.targets ?? (kind?.role === 'destination' ? kind.dialect?.targets : undefined) ?? []
}
function sampleSent(samples: ReadonlyMap<number, Shown>): RequestDetail['sent'] {
  const last = [...samples.values()].at(-1)
  return last ? { events: last.events, of: last.of } : null
}
