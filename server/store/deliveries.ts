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
import { keyBytes, keysIn } from './event-keys.ts'
import type { Store } from './open.ts'
import { wordsOf } from './words.ts'

const states = ['delivered', 'rejected', 'uncertain'] as const satisfies readonly Settled[]
const numberOf: Readonly<Record<Settled, number>> = { delivered: 1, rejected: 2, uncertain: 3 }

/** Keys that wait in memory and in `settlement` before they are sorted in. */
const WAITING_MAX = 65_536
/** Ranges of keys; the first two hex digits tell which. */
const RANGES = 256
/** Keys sorted in at a time while nothing else is to do. */
const IDLE_STEP = 2048
const IDLE_MS = 250
const IDLE_PAUSE_MS = 10

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
  const knownOf = ({ state, run }: { state: number; run: number }): Known => ({ state: states[state - 1]!, run: words.text(run) })
  return {
    look(keys, into) {
      const rest: EventKey[] = []
      for (const key of keys) {
        const end = waiting.find(key)
        if (end) into.set(key, knownOf(end))
        else rest.push(key)
      }
      if (rest.length > 0) for (const row of known.all(JSON.stringify(rest), stream)) into.set(row.key, knownOf(row))
    },
    record(run, outcomes, request = 0) {
      const ends = endsOf(store, { run, request: request || null }, outcomes)
      const rows = ends.map(({ end, keys }) =>
        Number(keep.run(stream, end.run, end.state, end.code, end.settled, end.request, keyBytes(keys)).lastInsertRowid),
      )
      const sorted = waiting.sortIn(outcomes.length)
      return () => {
        sorted()
        for (const [i, { end, keys }] of ends.entries()) waiting.add(keys, end, rows[i]!)
      }
    },
    step: waiting.step,
  }
}

/** Few different ends, many keys. */
function endsOf(store: Store, by: Pick<End, 'run' | 'request'>, outcomes: readonly Settlement[]): { end: End; keys: EventKey[] }[] {
  const words = wordsOf(store)
  const settled = Math.floor(store.now() / 1000)
  const ends = new Map<string, { end: End; keys: EventKey[] }>()
  for (const { key, state, code } of outcomes) {
    const name = `${state} ${code ?? ''}`
    const known = ends.get(name)
    if (known) known.keys.push(key)
    else ends.set(name, { end: { state: numberOf[state], code: code === undefined ? null : words.id(code), settled, ...by }, keys: [key] })
  }
  return [...ends.values()]
}

/** An outcome that several keys share. */
interface End {
  state: number
  code: number | null
  run: number
  /** Which request it was in; null for what was settled before that was noted. */
  request: number | null
  settled: number
}
/** Outcomes that are not sorted in yet. Fresh ones are gathered while a full, frozen set is sorted in, range by range. */
interface Waiting {
  find(key: EventKey): End | undefined
  add(keys: readonly EventKey[], end: End, row: number): void
  /** Sorts in the next ranges, `count` keys or a few more, inside a transaction; the result is for when it is committed. */
  sortIn(count: number): () => void
  /** Sorts in a little, in a transaction of its own. `false` when nothing is left. */
  step(): boolean
}

function waitingIn(store: Store, stream: number): Waiting {
  const { waitingRows, put, drop } = statementsOf(store)
  let fresh = new Map<EventKey, End>()
  let lastRow = 0
  let addedAt = 0
  let frozen: { ends: ReadonlyMap<EventKey, End>; ranges: EventKey[][]; next: number; lastRow: number } | undefined
  let timer: NodeJS.Timeout | undefined

  const freeze = () => {
    if (frozen || fresh.size === 0) return
    frozen = { ends: fresh, ranges: inRanges(fresh.keys()), next: 0, lastRow }
    fresh = new Map()
  }
  const sortIn = (wanted: number) => {
    if (!frozen) return () => {}
    const { ends, ranges, lastRow } = frozen
    let next = frozen.next
    for (let done = 0; next < RANGES && done < wanted; next++) {
      const range = ranges[next]!.sort()
      const bytes = keyBytes(range)
      for (const [i, key] of range.entries()) {
        const { state, code, run, settled, request } = ends.get(key)!
        put.run(stream, bytes.subarray(i * 16, i * 16 + 16), state, code, run, settled, request)
      }
      done += range.length
    }
    if (next === RANGES) drop.run(stream, lastRow)
    return () => {
      if (next === RANGES) frozen = undefined
      else frozen!.next = next
    }
  }
  const step = () => {
    freeze()
    store.write(() => sortIn(IDLE_STEP))()
    return frozen !== undefined || fresh.size > 0
  }
  /** Between runs all of it is sorted in, so that memory and start-up do not grow with the number of streams. */
  const whenIdle = (ms: number) => {
    if (timer || store.readonly || (fresh.size === 0 && !frozen)) return
    timer = setTimeout(() => {
      timer = undefined
      if (!store.sql.open) return
      if (performance.now() - addedAt < IDLE_MS) return whenIdle(IDLE_MS)
      // Nothing is lost when this fails: the rows wait on, and what hinders it is told by the next write of a run.
      whenIdle(attempt(step) === undefined ? IDLE_MS : IDLE_PAUSE_MS)
    }, ms).unref()
  }
  const add = (keys: readonly EventKey[], end: End, row: number) => {
    for (const key of keys) fresh.set(key, end)
    lastRow = row
    addedAt = performance.now()
    if (fresh.size >= WAITING_MAX) freeze()
    whenIdle(IDLE_MS)
  }
  for (const { id, keys, ...end } of waitingRows.all(stream)) add(keysIn(keys), end, id)
  return { find: key => fresh.get(key) ?? frozen?.ends.get(key), add, sortIn, step }
}

const pause = () => new Promise(resolve => setImmediate(resolve))

function attempt<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}

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

function inRanges(keys: Iterable<EventKey>): EventKey[][] {
  const ranges: EventKey[][] = Array.from({ length: RANGES }, () => [])
  for (const key of keys) ranges[Number.parseInt(key.slice(0, 2), 16)]!.push(key)
  return ranges
}

type Statements = ReturnType<typeof prepare>
const prepared = new WeakMap<Store, Statements>()
function statementsOf(store: Store): Statements {
  const statements = prepared.get(store) ?? prepare(store)
  prepared.set(store, statements)
  return statements
}
function prepare({ sql }: Store) {
  return {
    // The list drives the join: a look-up per key in the primary key, and nothing is scanned.
    known: sql.prepare<[string, number], { key: string; state: number; run: number }>(
      'select k.value as key, d.state, d.run from json_each(?) k cross join delivery d where d.stream = ? and d.key = unhex(k.value)',
    ),
    one: sql.prepare<[number, Buffer], End>('select state, code, run, settled, request from delivery where stream = ? and key = ?'),
    keep: sql.prepare('insert into settlement (stream, run, state, code, settled, request, keys) values (?, ?, ?, ?, ?, ?, ?)'),
    waitingRows: sql.prepare<[number], End & { id: number; keys: Buffer }>(
      'select id, run, state, code, settled, request, keys from settlement where stream = ? order by id',
    ),
    put: sql.prepare(
      `insert into delivery (stream, key, state, code, run, settled, request) values (?, ?, ?, ?, ?, ?, ?)
       on conflict do update set state = excluded.state, code = excluded.code, run = excluded.run, settled = excluded.settled,
         request = excluded.request`,
    ),
    drop: sql.prepare('delete from settlement where stream = ? and id <= ?'),
  }
}
