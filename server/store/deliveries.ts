/**
 * Outcomes of events, by key, for one stream.
 *
 * Keys are hashes, so a thousand of them touch a thousand pages of `delivery`, and writing those was most of what a run
 * did. Outcomes are therefore first kept as they came (`settlement`: one row for many keys, and a map in memory), and
 * sorted into `delivery` later, one narrow range of keys at a time: from a million rows on, a quarter of the writing.
 * Both tables count: whatever is in `settlement` is newer than what `delivery` says of the same key.
 */

import type { EventKey, Known, Settled, Settlement } from '../../runtime/world.ts'
import { forgetCursors } from './cursors.ts'
import { statementsOf } from './delivery-sql.ts'
import { keyBytes, keysIn, printBytes } from './event-keys.ts'
import type { Store } from './open.ts'
import { type End, states, waitingIn } from './waiting.ts'
import { wordsOf } from './words.ts'

const numberOf: Readonly<Record<Settled, number>> = { delivered: 1, rejected: 2, uncertain: 3 }

export interface Deliveries {
  /** Adds what is known of these keys to `known`. */
  look(keys: readonly EventKey[], known: Map<EventKey, Known>): void
  /** Writes outcomes, inside the caller's transaction; what it gives is to be called once that is committed. */
  record(run: number, outcomes: readonly Settlement[], request?: number): () => void
  /** Sorts in a little of what waits. `false` when nothing is left. */
  step(): boolean
}

const open = new WeakMap<Store, Map<number, Deliveries>>()

/** Shared by all who ask for this stream: the map in memory must see every outcome. */
export function deliveriesOf(store: Store, stream: number): Deliveries {
  const streams = open.get(store) ?? new Map<number, Deliveries>()
  open.set(store, streams)
  const deliveries = streams.get(stream) ?? makeDeliveries(store, stream)
  streams.set(stream, deliveries)
  return deliveries
}

function makeDeliveries(store: Store, stream: number): Deliveries {
  const waiting = waitingIn(store, stream)
  const { known, keep } = statementsOf(store)
  const words = wordsOf(store)
  const knownOf = ({ state, run, print }: { state: number; run: number; print: string }): Known => ({
    state: states[state - 1]!,
    run: words.text(run),
    ...(print && { print }),
  })
  return {
    look(keys, into) {
      waiting.asked()
      const rest = waiting.look(keys, into)
      if (rest.length > 0) for (const row of known.all(JSON.stringify(rest), stream)) into.set(row.key, knownOf(row))
    },
    record(run, outcomes, request = 0) {
      const ends = endsOf(store, { run, request: request || null }, outcomes)
      const rows = ends.map(({ end, keys, prints }) =>
        Number(keep.run(stream, end.run, end.state, end.code, end.settled, end.request, keys, prints).lastInsertRowid),
      )
      const sorted = waiting.sortIn(outcomes.length)
      return () => {
        sorted()
        for (const [i, { end, keys, prints }] of ends.entries()) waiting.add(keys, end, prints, rows[i]!)
      }
    },
    step: waiting.step,
  }
}

/** Few different ends, many keys. Prints are of what was delivered: what else became of a row is not compared. */
function endsOf(
  store: Store,
  by: Pick<End, 'run' | 'request'>,
  outcomes: readonly Settlement[],
): { end: End; keys: Buffer; prints: Buffer | null }[] {
  const words = wordsOf(store)
  const settled = Math.floor(store.now() / 1000)
  const ends = new Map<string, Settlement[]>()
  for (const outcome of outcomes) {
    const name = `${outcome.state} ${outcome.code ?? ''}`
    const alike = ends.get(name)
    if (alike) alike.push(outcome)
    else ends.set(name, [outcome])
  }
  return [...ends.values()].map(alike => {
    const { state, code } = alike[0]!
    return {
      end: { state: numberOf[state], code: code === undefined ? null : words.id(code), settled, ...by },
      keys: keyBytes(alike.map(({ key }) => key)),
      prints: state === 'delivered' ? printBytes(alike.map(({ print }) => print)) : null,
    }
  })
}

const pause = () => new Promise(resolve => setImmediate(resolve))

/** What became of one key, as the disk has it. */
export function findDelivery(
  store: Store,
  stream: number,
  key: EventKey,
): { state: Settled; run: string; code: string | null; at: number; request: number | null } | undefined {
  const { one, waitingRows } = statementsOf(store)
  const row: End | undefined =
    waitingRows.all(stream).findLast(({ keys }) => keysIn(keys).includes(key)) ?? one.get(stream, keyBytes([key]))
  if (!row) return undefined
  const words = wordsOf(store)
  return {
    state: states[row.state - 1]!,
    run: words.text(row.run),
    code: row.code === null ? null : words.text(row.code),
    at: row.settled * 1000,
    request: row.request,
  }
}

/**
 * Counts the rejected events of a flow, of one run when it is named, and forgets them when `note` is there to write
 * down how many. Nothing else is touched: what was delivered stays known.
 */
export async function rejected(store: Store, flow: string, run: string | undefined, note?: (events: number) => void): Promise<number> {
  const words = wordsOf(store)
  const streams = words.beginning(`${flow}\n`)
  // Until all of it lies in one table; the rest happens at once, so that nothing comes in between.
  for (const stream of streams) while (deliveriesOf(store, stream).step()) await pause()
  return store.write(() => {
    const of = `from delivery where state = ${numberOf.rejected} and stream = ? and (? is null or run = ?)`
    const id = run === undefined ? null : (words.find(run) ?? -1)
    const ask = [id, id]
    const count = store.sql.prepare(`select count(*) ${of}`).pluck()
    const events = streams.reduce((sum, stream) => sum + Number(count.get(stream, ...ask)), 0)
    if (!note) return events
    const forget = store.sql.prepare(`delete ${of}`)
    for (const stream of streams) {
      forget.run(stream, ...ask)
      forgetCursors(store, stream)
    }
    note(events)
    return events
  })
}

const DAYS_MIN = 70
/**
 * Forgets outcomes older than `days`. Never fewer than 70: a platform takes events of up to 62 days, so a key that is
 * forgotten belongs to an event that can no longer be accepted, and forgetting cannot cause a double. Works in pages,
 * with room for others between them.
 */
export async function pruneLedger(store: Store, days = 90, page = 5_000): Promise<number> {
  if (!(days >= DAYS_MIN)) throw new Error(`The ledger must remember at least ${DAYS_MIN} days. You asked for ${days}.`)
  for (const stream of store.sql.prepare<[], number>('select distinct stream from settlement').pluck().all())
    while (store.sql.open && deliveriesOf(store, stream).step()) await pause()
  if (!store.sql.open) return 0
  const before = Math.floor(store.now() / 1000) - days * 86_400
  const end = store.sql.prepare<[number, Buffer, number], { stream: number; key: Buffer }>(
    'select stream, key from delivery where (stream, key) > (?, ?) order by stream, key limit 1 offset ?',
  )
  const drop = store.sql.prepare('delete from delivery where (stream, key) > (?, ?) and (stream, key) <= (?, ?) and settled < ?')
  const last = { stream: Number.MAX_SAFE_INTEGER, key: Buffer.alloc(0) }
  let from: { stream: number; key: Buffer } = { stream: 0, key: Buffer.alloc(0) }
  for (let gone = 0; ; ) {
    const to = end.get(from.stream, from.key, page - 1) ?? last
    gone += drop.run(from.stream, from.key, to.stream, to.key, before).changes
    if (to === last) return gone
    from = to
    await pause()
    if (!store.sql.open) return gone
  }
}
