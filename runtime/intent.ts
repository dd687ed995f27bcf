/** What goes to disk before a request leaves, and with the outcome of the one before it (`intent.decision.md`). */
import { readyAt, trying } from './account.ts'
import { storedOf } from './stored.ts'
import { type Item, isRetry, systemic, type Way } from './way.ts'
import type { Ended, Outgoing } from './world.ts'

export const outgoing = (items: readonly Item[]): Outgoing => ({
  // In pairs: an event without an id to watch has its own key in that place, so that each id is found again.
  keys: [...items.map(i => i.key), ...(items.some(i => i.idKey) ? items.map(i => i.idKey ?? i.key) : [])],
  events: items.length,
  prints: items.map(i => i.print),
  body: storedOf(items.map(i => i.text)),
  resendSafe: items.every(i => i.group.resendSafe),
  expires: Math.min(...items.map(i => i.expires)),
})

/** The batch that waits for room while another one is answered. */
export interface Follower {
  readonly waiting: readonly Item[] | undefined
  /** Its intent is on disk as request `id`: it leaves next. */
  follows(id: number): void
}

/** Writes what became of a request, and with it the intent of the one that leaves at this very moment, if there is one. */
export function record(way: Way, ended: Ended, follower: Follower | undefined): void {
  const { ledger } = way.world
  const next = follower?.waiting
  const id = next && mayLeaveNow(way, next) ? begun(way, next, ended) : undefined
  if (id === undefined) ledger.settle(ended.request, ended.outcomes, ended.beside)
  else follower!.follows(id)
}

/** What failed for both may work for the outcome alone, which is smaller; the intent then fails, or not, when its turn comes. */
function begun({ world }: Way, next: readonly Item[], ended: Ended): number | undefined {
  try {
    return world.ledger.begin(outgoing(next), ended)
  } catch {
    return undefined
  }
}

/** Nothing has to be waited for, left out or decided before. */
function mayLeaveNow(way: Way, items: readonly Item[]): boolean {
  const { world } = way
  const account = world.account.get()
  const now = world.now()
  if (world.stop.aborted || trying(account) || readyAt(account) > now || systemic(way) || way.streak.apart) return false
  return !isRetry(way, items) && items.every(item => item.expires > now)
}
