/**
 * One batch on its way: intent on disk, request, answer, verdict, outcome on disk.
 *
 *   begun ──► settled                      every event has its result
 *         ├─► begun again (same bytes)     surely not taken, or unknown and a copy is removed by the platform
 *         ├─► open (uncertain)             unknown, and no second attempt is safe or left: held, unless a person releases it
 *         ├─► withdrawn                    surely not taken and given up: the rows are new for the next run
 *         └─► split                        content at fault: suspects alone, else halves; a part leaves when its turn comes
 */

import { attemptOf } from './attempts.ts'
import { ATTEMPTS_MAX, backoff } from './backoff.ts'
import type { Books } from './books.ts'
import { Stop } from './contract.ts'
import type { Refusal, Verdict } from './dialect.ts'
import type { Plan } from './plan.ts'
import { shownOf } from './shown.ts'
import type { EventKey, Outgoing, Settlement, World } from './world.ts'

/** An event ready to leave. */
export interface Item {
  key: EventKey
  /** The event id as a key, when the id may not be unique by itself. */
  idKey: EventKey | undefined
  /** The row's key as people see it. */
  label: string
  text: string
  bytes: number
  group: { id: string; events: number; resendSafe: boolean }
  /** Epoch ms after which the platform refuses it. */
  expires: number
}
export interface Way {
  plan: Plan
  address: { connection: unknown; base: string }
  world: World
  books: Books
  /**
   * `unknown`: requests in a row whose outcome stayed unknown; a platform that only swallows must not swallow everything.
   * `quietUntil`: until when the platform asked for no further request.
   */
  streak: { unknown: number; quietUntil?: number }
  /** Whether to send again where the outcome is unknown; absent: where the platform removes a copy. */
  unknown?: UnknownPolicy | undefined
}
/** What a person would rather have where the outcome of a request is unknown: every event, or no event twice. */
export type UnknownPolicy = 'prefer_complete' | 'prefer_no_doubles'
/** Whether a request of unknown outcome is sent again by itself. */
export const repeats = (resendSafe: boolean, policy: UnknownPolicy | undefined): boolean =>
  policy === undefined ? resendSafe : policy === 'prefer_complete'

/** `lost`: attempts whose outcome was never learnt, by whomever; `resent`: sendings after the first of them. */
export interface Doubt {
  lost: number
  resent: number
}
export const NO_DOUBT: Doubt = { lost: 0, resent: 0 }
const UNKNOWN_STREAK_MAX = 5

/** Extra calls that looking for bad events may cost a batch, and when many refusals mean that the mapping is at fault. */
const HUNT_CALLS_MAX = 200
const SYSTEMIC_SINGLES = 20

export const outgoing = (items: readonly Item[]): Outgoing => ({
  // In pairs: an event without an id to watch has its own key in that place, so that each id is found again.
  keys: [...items.map(i => i.key), ...(items.some(i => i.idKey) ? items.map(i => i.idKey ?? i.key) : [])],
  events: items.length,
  body: JSON.stringify(items.map(i => i.text)),
  resendSafe: items.every(i => i.group.resendSafe),
  expires: Math.min(...items.map(i => i.expires)),
})

export async function deliver(way: Way, batch: readonly Item[]): Promise<void> {
  const { world, books, plan } = way
  const node = plan.resolved.destination.id
  // Before the intent is on disk, and never after the last request.
  const quietMs = (way.streak.quietUntil ?? 0) - world.now()
  if (quietMs > 0) await world.wait(quietMs)
  const fit = batch.filter(item => item.expires > world.now())
  for (const item of batch) if (item.expires <= world.now()) books.enter('expired', { code: 'expired_waiting', node, key: item.label })
  if (world.stop.aborted) return unsent(way, fit, 'stopped')
  if (fit.length === 0) return
  let id: number
  try {
    id = world.ledger.begin(outgoing(fit))
  } catch (cause) {
    // Nothing left: without the intent on disk nothing may.
    unsent(way, fit, 'run_failed')
    throw storeFailed(cause)
  }
  await send(way, fit, id, newHunt())
}

const storeFailed = (cause: unknown) =>
  cause instanceof Stop
    ? cause
    : new Stop(
        'store.failed',
        'The ledger could not be written',
        'The disk may be full, read-only or damaged. Nothing more is sent until it can be written.',
        { cause },
      )
/** Writes to the ledger after a request left. If that fails the request stays open on disk: its outcome is unknown. */
function onDisk<T>({ books, plan }: Way, items: readonly Item[], write: () => T): T {
  try {
    return write()
  } catch (cause) {
    for (const item of items) books.enter('uncertain', { code: 'outcome_unknown', node: plan.resolved.destination.id, key: item.label })
    throw storeFailed(cause)
  }
}

export interface Hunt {
  calls: number
  singles: number
  failed: Map<string, number>
}

export const newHunt = (): Hunt => ({ calls: HUNT_CALLS_MAX, singles: 0, failed: new Map() })

/** Sends until there is a verdict to act on. `id` is the request on disk; `before`: these events may have been taken before. */
export async function send(way: Way, items: readonly Item[], id: number, hunt: Hunt, before = NO_DOUBT): Promise<void> {
  const { verdict, doubt } = await exchange(way, items, id, before)
  const { world, books } = way
  const node = way.plan.resolved.destination.id
  if (verdict.kind === 'settled') {
    way.streak.unknown = 0
    settle(way, items, id, verdict, doubt)
    if (items.length === 1) hunt.singles++
    if (verdict.waitMs) way.streak.quietUntil = world.now() + verdict.waitMs
  } else if (verdict.kind === 'poisoned') await isolate(way, items, id, verdict, hunt, doubt)
  else if (verdict.kind === 'retry' && doubt.lost === 0 && items.some(item => item.expires <= world.now())) {
    // Surely not taken, and some of them too old by now: those leave with that reason, the others go on.
    onDisk(way, items, () => world.ledger.withdraw(id))
    await deliver(way, items)
  } else {
    giveUp(way, items, id, doubt)
    way.streak.unknown++
    if (
      verdict.kind === 'retry' &&
      (world.stop.aborted || (doubt.lost > 0 && !mayRepeat(way, items) && way.streak.unknown < UNKNOWN_STREAK_MAX))
    )
      return
    const known = books.sentence(verdict.code)
    throw known === verdict.code
      ? new Stop(verdict.code, verdict.message, '', { node })
      : new Stop(verdict.code, known, verdict.message, { node })
  }
}

const mayRepeat = ({ unknown }: Way, items: readonly Item[]) =>
  repeats(
    items.every(item => item.group.resendSafe),
    unknown,
  )

/** Attempts with the same bytes, until one is answered, or none may follow. */
async function exchange(way: Way, items: readonly Item[], id: number, before: Doubt): Promise<{ verdict: Verdict; doubt: Doubt }> {
  const { plan, address, world, books } = way
  const texts = items.map(i => i.text)
  const expires = Math.min(...items.map(i => i.expires))
  const { dialect } = plan.resolved
  const call = dialect.call(texts, address)
  let { lost, resent } = before
  let waitedMs = 0
  for (let attempt = 1; ; attempt++) {
    books.requests++
    if (lost > 0) resent++
    const started = world.now()
    const sent = await world.send(dialect.sign?.(call, address, world.now()) ?? call)
    const verdict: Verdict = 'answer' in sent ? dialect.read(sent.answer, texts.length, address) : { kind: 'retry', ...sent.unanswered }
    world.ledger.answered(
      id,
      attemptOf(sent, verdict, { events: texts.length, started, ended: world.now(), waitedMs }, dialect.trace),
      () => shownOf(sent, verdict, call, texts, dialect.targets),
    )
    const sure = verdict.kind !== 'retry' || verdict.taken === 'no'
    if (!sure) lost++
    if (!sure && 'answer' in sent) doubtful(way, verdict, items.length)
    const ended = { verdict, doubt: { lost, resent } }
    if (verdict.kind !== 'retry' || attempt >= ATTEMPTS_MAX || (!sure && !mayRepeat(way, items))) return ended
    if ('unanswered' in sent && sent.unanswered.final) return ended
    const pausedAt = world.now()
    await world.wait(backoff(attempt, world.random(), verdict.afterMs))
    waitedMs = world.now() - pausedAt
    if (world.stop.aborted || expires <= world.now()) return ended
    onDisk(way, items, () => world.ledger.again(id, sure))
  }
}

/** Said although a later attempt may settle it: an answer that does not add up is the platform's, or a proxy's, to explain. */
function doubtful({ books, plan }: Way, { code, message }: Refusal, rows: number): void {
  const known = books.sentence(code)
  books.note({
    outcome: 'warning',
    code,
    node: plan.resolved.destination.id,
    rows,
    message: known === code ? message : `${known} ${message}`,
  })
}

function settle(
  way: Way,
  items: readonly Item[],
  id: number,
  { results, warnings }: Extract<Verdict, { kind: 'settled' }>,
  { lost, resent }: Doubt,
): void {
  const { world, books, plan } = way
  const node = plan.resolved.destination.id
  const outcomes = items.flatMap((item, i): Settlement[] => {
    const no = results[i]
    if (no) return [{ key: item.key, state: 'rejected', code: no.code }]
    return [{ key: item.key, state: 'delivered' }, ...(item.idKey ? [{ key: item.idKey, state: 'delivered' as const }] : [])]
  })
  onDisk(way, items, () => world.ledger.settle(id, outcomes))
  let delivered = 0
  for (const [i, item] of items.entries()) {
    const no = results[i]
    if (no) books.enter('rejected', { code: no.code, node, key: item.label, message: no.message })
    else delivered++
  }
  books.count('delivered', delivered)
  books.again(node, items.length, { resent, doubles: lost })
  for (const warning of warnings ?? []) books.note({ outcome: 'warning', code: warning, node, message: warning })
}

/** No further attempt. What surely was not taken is new for the next run; what may have been taken stays open on disk. */
function giveUp(way: Way, items: readonly Item[], id: number, { lost, resent }: Doubt): void {
  const { world, books, plan } = way
  const node = plan.resolved.destination.id
  if (lost > 0) {
    for (const item of items) books.enter('uncertain', { code: 'outcome_unknown', node, key: item.label })
    books.again(node, items.length, { resent, doubles: lost - 1 })
  } else {
    onDisk(way, items, () => world.ledger.withdraw(id))
    unsent(way, items, world.stop.aborted ? 'stopped' : 'run_failed')
  }
}
function unsent({ books, plan }: Way, items: readonly Item[], code: string): void {
  for (const item of items) books.enter('unsent', { code, node: plan.resolved.destination.id, key: item.label })
}

/** A refused batch: suspects named by the platform go first, else it is halved until the bad events stand alone. */
async function isolate(
  way: Way,
  items: readonly Item[],
  id: number,
  refusal: Refusal & { suspects?: readonly number[] },
  hunt: Hunt,
  doubt: Doubt,
): Promise<void> {
  const { world } = way
  if (items.length === 1) {
    settle(way, items, id, { kind: 'settled', results: [{ code: refusal.code, message: refusal.message }] }, doubt)
    hunt.singles++
    hunt.failed.set(refusal.code, (hunt.failed.get(refusal.code) ?? 0) + 1)
    return
  }
  const suspects = new Set(refusal.suspects?.filter(i => i >= 0 && i < items.length))
  const parts =
    suspects.size > 0 && suspects.size < items.length
      ? [items.filter((_, i) => !suspects.has(i)), items.filter((_, i) => suspects.has(i))]
      : [items.slice(0, items.length >> 1), items.slice(items.length >> 1)]
  const systemic = (hunt.failed.get(refusal.code) ?? 0) >= SYSTEMIC_SINGLES && hunt.failed.get(refusal.code)! * 2 >= hunt.singles
  if (systemic || hunt.calls < parts.length || world.stop.aborted) {
    giveUp(way, items, id, doubt)
    if (world.stop.aborted) return
    throw new Stop('too_many_refusals', 'The platform refuses most events for the same reason', refusal.message, {
      node: way.plan.resolved.destination.id,
    })
  }
  const ids = onDisk(way, items, () => world.ledger.split(id, parts.map(outgoing)))
  let failure: unknown
  for (const [i, part] of parts.entries()) {
    if (failure !== undefined) {
      // The part was begun on disk but never left: give it back, so that the next run sends it.
      try {
        giveUp(way, part, ids[i]!, doubt)
      } catch {
        // Entered as unknown; the first failure is the one to tell.
      }
      continue
    }
    hunt.calls--
    try {
      onDisk(way, part, () => world.ledger.again(ids[i]!))
      await send(way, part, ids[i]!, hunt, doubt)
    } catch (error) {
      failure = error
    }
  }
  if (failure !== undefined) throw failure
}
