/**
 * One batch on its way: intent on disk, request, answer, verdict, outcome on disk.
 *
 *   begun ──► settled                      every event has its result
 *         ├─► begun again (same bytes)     surely not taken, or unknown and a copy is removed by the platform
 *         ├─► open (uncertain)             unknown, and no second attempt is safe or left: held, unless a person releases it
 *         ├─► withdrawn                    surely not taken and given up: the rows are new for the next run
 *         └─► split                        content at fault: suspects alone, else halves; a part leaves when its turn comes.
 *                                          Perhaps taken in part: only where a copy is removed, else open as above
 */

import { BREAKER, trying } from './account.ts'
import { bounds } from './bounds.ts'
import { refuseApart } from './clock-apart.ts'
import { Stop } from './contract.ts'
import type { Verdict } from './dialect.ts'
import { exchange, ready } from './exchange.ts'
import { textIn } from './finished-page.ts'
import { printOf } from './identity.ts'
import { type Follower, outgoing, record } from './intent.ts'
import { type Doubt, type Item, isRetry, mayRepeat, NO_DOUBT, onDisk, storeFailed, systemic, type Way } from './way.ts'
import type { Settlement } from './world.ts'

const UNKNOWN_STREAK_MAX = 5

/** Extra calls that looking for bad events may cost a batch, and when many refusals mean that the mapping is at fault. */
const HUNT_CALLS_MAX = bounds.huntCalls.most
const SYSTEMIC_SINGLES = 20

/** Sends a batch, in one request, or in small ones while it is being tried whether the account works again. */
export async function deliver(way: Way, batch: readonly Item[], follower?: Follower): Promise<void> {
  const { world, books, plan } = way
  const node = plan.resolved.destination.id
  let rest = batch
  try {
    while (rest.length > 0) {
      // Before the intent is on disk, and never after the last request.
      const later = await ready(way, isRetry(way, rest))
      for (const item of rest) if (item.expires <= world.now()) books.enter('expired', { code: 'expired_waiting', node, key: item.label })
      rest = rest.filter(item => item.expires > world.now())
      if (world.stop.aborted || rest.length === 0) return
      if (later !== undefined) throw waiting(way, later)
      refuseSystemic(way)
      refuseApart(way)
      const part = trying(world.account.get()) ? rest.slice(0, BREAKER.probe) : rest
      const id = begin(way, part)
      rest = rest.slice(part.length)
      await send(way, part, id, newHunt(), NO_DOUBT, rest.length === 0 ? follower : undefined)
    }
  } catch (cause) {
    unsent(way, rest, 'run_failed')
    rest = []
    throw cause
  } finally {
    unsent(way, rest, 'stopped')
  }
}

function begin({ world }: Way, items: readonly Item[]): number {
  try {
    return world.ledger.begin(outgoing(items))
  } catch (cause) {
    // Nothing left: without the intent on disk nothing may.
    throw storeFailed(cause)
  }
}

/** The platform wants to be left alone for longer than a run may wait. */
export const waiting = ({ plan }: Way, until: number): Stop =>
  new Stop(
    'account.waiting',
    'The platform takes no requests for now',
    'It asked for a pause, or did not answer for a while. Nothing is lost: the events wait where they are.',
    { node: plan.resolved.destination.id, needs: 'time', until },
  )

/** When most events are refused for one reason, the mapping is at fault: the rest is not spoiled as well. */
function refuseSystemic(way: Way): void {
  const code = systemic(way)
  if (code !== undefined) throw tooMany(way.plan.resolved.destination.id, way.books.sentence(code))
}
const tooMany = (node: string, why: string) =>
  new Stop('too_many_refusals', 'The platform refuses most events for the same reason', why, { node, needs: 'person' })

export interface Hunt {
  calls: number
  singles: number
  failed: Map<string, number>
}

export const newHunt = (): Hunt => ({ calls: HUNT_CALLS_MAX, singles: 0, failed: new Map() })

/** Sends until there is a verdict to act on. `id` is the request on disk; `before`: these events may have been taken before. */
export async function send(
  way: Way,
  items: readonly Item[],
  id: number,
  hunt: Hunt,
  before = NO_DOUBT,
  follower?: Follower,
): Promise<void> {
  const { verdict, doubt, again, smaller } = await exchange(way, items, id, before)
  const { world, books } = way
  const node = way.plan.resolved.destination.id
  if (verdict.kind === 'settled') {
    way.streak.unknown = 0
    settle(way, items, id, verdict, doubt, follower)
    if (items.length === 1) hunt.singles++
  } else if (verdict.kind === 'poisoned' && (verdict.taken === undefined || mayRepeat(way, items)))
    await isolate(way, items, id, verdict, hunt, doubt)
  else if (
    verdict.kind === 'retry' &&
    doubt.lost === 0 &&
    (smaller || (again !== undefined && items.some(item => item.expires <= world.now())))
  ) {
    // Surely not taken: fewer of them are tried, or those that are too old by now leave with that reason.
    onDisk(way, items, () => world.ledger.withdraw(id))
    await deliver(way, items)
  } else {
    giveUp(way, items, id, doubt)
    way.streak.unknown++
    if (
      verdict.kind !== 'stop' &&
      (world.stop.aborted || (doubt.lost > 0 && !mayRepeat(way, items) && way.streak.unknown < UNKNOWN_STREAK_MAX))
    )
      return
    const known = books.sentence(verdict.code)
    // What may be tried again needs time; anything else, a person's repair.
    const how = { node, needs: again === undefined ? 'person' : 'time', until: again } as const
    throw known === verdict.code ? new Stop(verdict.code, verdict.message, '', how) : new Stop(verdict.code, known, verdict.message, how)
  }
}

function settle(
  way: Way,
  items: readonly Item[],
  id: number,
  { results, warnings }: Extract<Verdict, { kind: 'settled' }>,
  { resent }: Doubt,
  follower?: Follower,
): void {
  const { world, books, plan } = way
  const node = plan.resolved.destination.id
  const outcomes = items.flatMap((item, i): Settlement[] => {
    const no = results[i]
    if (no) return [{ key: item.key, state: 'rejected', code: no.code, print: printOf(textIn(item.text), world.printKey) }]
    return [
      { key: item.key, state: 'delivered', print: item.print },
      ...(item.idKey ? [{ key: item.idKey, state: 'delivered' as const }] : []),
    ]
  })
  // Before anything may follow: whether most are refused is asked of this answer as well.
  way.answers.events += items.length
  for (const no of results) if (no) way.answers.refused.set(no.code, (way.answers.refused.get(no.code) ?? 0) + 1)
  const beside = outcomes.length - items.length
  onDisk(way, items, () => record(way, { request: id, outcomes, beside }, follower))
  let delivered = 0
  for (const [i, item] of items.entries()) {
    const no = results[i]
    if (no) books.enter('rejected', { code: no.code, node, field: no.field, key: item.label, message: no.message })
    else delivered++
  }
  books.count('delivered', delivered)
  if (resent > 0) books.again(node, items.length)
  for (const warning of warnings ?? []) books.note({ outcome: 'warning', code: warning, node, message: warning })
}

/** No further attempt. What surely was not taken is new for the next run; what may have been taken stays open on disk. */
function giveUp(way: Way, items: readonly Item[], id: number, { lost, resent }: Doubt): void {
  const { world, books, plan } = way
  const node = plan.resolved.destination.id
  // Not what is held: a run holds many such requests and sends none of them again. After any other it ends.
  if (lost === 0 || mayRepeat(way, items)) for (const { key } of items) world.givenUp?.add(key)
  if (lost > 0) {
    for (const item of items) books.enter('uncertain', { code: 'outcome_unknown', node, key: item.label })
    if (resent > 0) books.again(node, items.length)
  } else {
    onDisk(way, items, () => world.ledger.withdraw(id))
    unsent(way, items, world.stop.aborted ? 'stopped' : 'run_failed')
  }
}
function unsent({ books, plan, world }: Way, items: readonly Item[], code: string): void {
  const node = plan.resolved.destination.id
  for (const item of items) books.unsent({ code, node, key: item.label }, item.expires, world.now())
}

/** A refused batch: suspects named by the platform go first, else it is halved until the bad events stand alone. */
async function isolate(
  way: Way,
  items: readonly Item[],
  id: number,
  refusal: Extract<Verdict, { kind: 'poisoned' }>,
  hunt: Hunt,
  doubt: Doubt,
): Promise<void> {
  const { world } = way
  if (items.length === 1) {
    settle(
      way,
      items,
      id,
      { kind: 'settled', results: [{ code: refusal.code, message: refusal.message, ...(refusal.field && { field: refusal.field }) }] },
      doubt,
    )
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
    throw tooMany(way.plan.resolved.destination.id, refusal.message)
  }
  const ids = onDisk(way, items, () => world.ledger.split(id, parts.map(outgoing), refusal.taken === undefined))
  let failure: unknown
  for (const [i, part] of parts.entries()) {
    // The part before may have taken what was left for this one.
    if (failure === undefined && hunt.calls < 1) failure = tooMany(way.plan.resolved.destination.id, refusal.message)
    const later = failure === undefined ? await ready(way) : undefined
    if (later !== undefined) failure = waiting(way, later)
    if (failure !== undefined || world.stop.aborted) {
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
