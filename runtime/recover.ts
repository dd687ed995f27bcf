/** What an earlier process began and never settled: sent again with the same bytes where the platform removes a copy, else held. */
import { Books } from './books.ts'
import { refuseApart } from './clock-apart.ts'
import { newHunt, send, waiting } from './deliver.ts'
import { ready } from './exchange.ts'
import { textsOf } from './stored.ts'
import { type Item, isRetry, repeats, type UnknownPolicy, type Way } from './way.ts'
import type { EventKey, Open } from './world.ts'

/** Half of the 48 hours in which platforms remove a copy by its event id. */
export const RESEND_WITHIN_MS = 24 * 3_600_000

/** Why a request waits for a person. */
export type HeldWhy = 'unreadable' | 'left_window' | 'no_dedup' | 'too_old'

/** Why no run sends this request by itself; `undefined` when the next one does. */
export const heldWhy = (open: Open, now: number, policy?: UnknownPolicy): HeldWhy | undefined =>
  whyHeld(open, () => textsOf(open) !== undefined, now, policy)
/** What it is told from, beside the events: `readable` is asked only where there is a doubt. */
export interface Doubtful extends Pick<Open, 'resendSafe' | 'firstSent' | 'expires' | 'doubts'> {
  readable(): boolean
}
export const heldOutline = (outline: Doubtful, now: number, policy?: UnknownPolicy): HeldWhy | undefined =>
  whyHeld(outline, outline.readable, now, policy)
function whyHeld(known: Omit<Doubtful, 'readable'>, readable: () => boolean, now: number, policy?: UnknownPolicy): HeldWhy | undefined {
  // Never left, or surely refused each time: nothing to hold, its rows are simply new.
  if (known.doubts === 0) return undefined
  if (!readable()) return 'unreadable'
  const { resendSafe, firstSent, expires } = known
  if (expires <= now) return 'left_window'
  if (!repeats(resendSafe, policy)) return 'no_dedup'
  return now - firstSent > RESEND_WITHIN_MS ? 'too_old' : undefined
}
/** A person's word outweighs a possible copy; it does not open the platform's window, nor a body that cannot be read. */
export const mayRelease = (why: HeldWhy): boolean => why === 'no_dedup' || why === 'too_old'

export function mayResend(open: Open, now: number, policy?: UnknownPolicy): boolean {
  const why = heldWhy(open, now, policy)
  return why === undefined || (open.released === true && mayRelease(why))
}
/** How many events a request holds; its keys when the body cannot be read: never fewer than there are. */
export const eventsIn = (open: Open): number => textsOf(open)?.length ?? new Set(open.keys).size

/** What earlier runs left open and this one sent again: all keys, those of ids as well, and one for each event. */
export interface Recovered {
  readonly keys: Set<EventKey>
  readonly events: Set<EventKey>
}
export const nothingRecovered = (): Recovered => ({ keys: new Set(), events: new Set() })

/** Sends again what may be sent again, oldest first, before anything new, and adds it to what was recovered. */
export async function recover(way: Way, recovered: Recovered): Promise<void> {
  const { world, books, plan } = way
  const left = [...world.ledger.open()]
  // Let go of one by one: each holds the bytes of its request.
  for (let open = left.shift(); open; open = left.shift()) {
    if (world.stop.aborted) break
    if (open.doubts === 0) {
      world.ledger.withdraw(open.id)
      continue
    }
    const items = itemsOf(open)
    if (!mayResend(open, world.now(), way.rules.unknown) || !items) continue
    // These rows belong to the books of the run that read them; here only requests and doubts are counted.
    const aside = new Books(plan.resolved.path, plan.resolved.destination.id, [], plan.resolved.dialect)
    const later = await ready(way, isRetry(way, items))
    if (later !== undefined) throw waiting(way, later)
    if (world.stop.aborted) break
    refuseApart(way)
    world.ledger.again(open.id)
    try {
      await send({ ...way, books: aside }, items, open.id, newHunt(), { lost: open.doubts, resent: open.doubts - 1 })
    } finally {
      // Also when a part of it was settled and the rest failed.
      books.requests += aside.requests
      const again = aside.tally.delivered + aside.tally.rejected
      if (again) books.again(plan.resolved.destination.id, again)
      for (const key of open.keys) recovered.keys.add(key)
      for (const { key } of items) recovered.events.add(key)
    }
  }
}

const LOOK = 1_000
/**
 * Events that were settled here and whose rows this run did not come to: not there any more, not selected any more, or it
 * ended early. They are entered as read by an earlier run and settled by this one, or no run would ever tell them.
 */
export function enterUnread({ world, books, plan }: Way, { events }: Recovered): void {
  const left = [...events]
  for (let from = 0; from < left.length; from += LOOK)
    for (const { state, run } of world.ledger.look(left.slice(from, from + LOOK)).values()) {
      if (run !== world.run || state === 'uncertain') continue
      books.read(1)
      if (state === 'delivered') books.count('delivered', 1)
      else books.enter('rejected', { code: 'platform_refused', node: plan.resolved.destination.id })
    }
}

function itemsOf(open: Open): Item[] | undefined {
  const { keys, prints, resendSafe, expires } = open
  const texts = textsOf(open)
  if (!texts) return undefined
  const group = { id: 'again', events: texts.length, resendSafe }
  return texts.map((text, i) => ({
    key: keys[i]!,
    idKey: keys[texts.length + i] === keys[i] ? undefined : keys[texts.length + i],
    label: '',
    print: prints?.[i] ?? '',
    text,
    bytes: Buffer.byteLength(text),
    group,
    expires,
  }))
}
