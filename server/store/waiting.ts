/** Outcomes of one stream that are on disk as they came, and not sorted in yet; `deliveries.decision.md` says why they wait. */
import type { EventKey, Known, Settled } from '../../runtime/world.ts'
import { serverBounds } from '../bounds.ts'
import { type Putting, statementsOf } from './delivery-sql.ts'
import { keyBytes } from './event-keys.ts'
import { type KeyNumbers, KeyTable, numbersOf } from './key-table.ts'
import type { Store } from './open.ts'
import { wordsOf } from './words.ts'

/** Keys that wait in memory and in `settlement` before they are sorted in. */
const WAITING_MAX = serverBounds.outcomesWaiting.most
/** Keys sorted in at a time while nothing else is to do. */
const IDLE_STEP = 2048
const IDLE_MS = 250
const IDLE_PAUSE_MS = 10

/** An outcome that several keys share. */
export interface End {
  state: number
  code: number | null
  run: number
  /** Which request it was in; null for what was settled before that was noted. */
  request: number | null
  settled: number
}
/** Outcomes that are not sorted in yet. Fresh ones are gathered while a full, frozen set is sorted in, in the order of its keys. */
export interface Waiting {
  /** Somebody is looking keys up: a run goes on, and sorting in waits until it is over. */
  asked(): void
  /** Adds what is known of these keys to `known`; gives those that nothing is known of here. */
  look(keys: readonly EventKey[], known: Map<EventKey, Known>): readonly EventKey[]
  /** `keys` and `prints`: one after another, as the disk has them. */
  add(keys: Buffer, end: End, prints: Buffer | null, row: number): void
  /** Sorts in the next `count` keys, inside a transaction; the result is for when it is committed. */
  sortIn(count: number): () => void
  /** Sorts in a little, in a transaction of its own. `false` when nothing is left. */
  step(): boolean
}

/** By the number that stands for them on disk, less one. */
export const states = ['delivered', 'rejected', 'uncertain'] as const satisfies readonly Settled[]
/** An outcome as the ledger tells it, but for the print. */
interface Told {
  end: End
  known: Known
}

export function waitingIn(store: Store, stream: number): Waiting {
  const { waitingRows, put, drop } = statementsOf(store)
  const words = wordsOf(store)
  let fresh = new KeyTable<Told>()
  let lastRow = 0
  let usedAt = 0
  let frozen: { ends: KeyTable<Told>; order: Uint32Array; next: number; lastRow: number } | undefined
  let timer: NodeJS.Timeout | undefined

  const freeze = () => {
    if (frozen || fresh.size === 0) return
    frozen = { ends: fresh, order: fresh.inOrder(), next: 0, lastRow }
    fresh = new KeyTable()
  }
  const sortIn = (wanted: number) => {
    if (!frozen) return () => {}
    const { ends, order, lastRow } = frozen
    const part = order.subarray(frozen.next, frozen.next + wanted)
    const next = frozen.next + part.length
    if (part.length > 0) put.run(putting(stream, ends, part))
    const all = next === order.length
    if (all) drop.run(stream, lastRow)
    return () => {
      if (all) frozen = undefined
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
      if (performance.now() - usedAt < IDLE_MS) return whenIdle(IDLE_MS)
      // Nothing is lost when this fails: the rows wait on, and what hinders it is told by the next write of a run.
      whenIdle(attempt(step) === undefined ? IDLE_MS : IDLE_PAUSE_MS)
    }, ms).unref()
  }
  const add: Waiting['add'] = (keys, end, prints, row) => {
    fresh.add(numbersOf(keys), { end, known: { state: states[end.state - 1]!, run: words.text(end.run) } }, prints)
    lastRow = row
    usedAt = performance.now()
    if (fresh.size >= WAITING_MAX) freeze()
    whenIdle(IDLE_MS)
  }
  for (const { id, keys, prints, ...end } of waitingRows.all(stream)) add(keys, end, prints, id)
  const asked = () => {
    usedAt = performance.now()
  }
  const look: Waiting['look'] = (keys, known) => {
    if (fresh.size === 0 && !frozen) return keys
    const rest: EventKey[] = []
    const asked = numbersOf(keyBytes(keys))
    for (let at = 0; at < keys.length; at++) {
      const key = keys[at]!
      const told = toldOf(fresh, asked, at) ?? (frozen && toldOf(frozen.ends, asked, at))
      if (told) known.set(key, told)
      else rest.push(key)
    }
    return rest
  }
  return { asked, look, add, sortIn, step }
}

/** Few different ends, many keys: an end is told once, and each key says which is its own. */
function putting(stream: number, ends: KeyTable<Told>, part: Uint32Array): Putting {
  const places = new Map<Told, number>()
  const which = Array.from(part, entry => {
    const told = ends.what(entry)
    const place = places.get(told) ?? places.size
    places.set(told, place)
    return place
  })
  const told = [...places.keys()].map(({ end: { state, code, run, settled, request } }) => [state, code, run, settled, request])
  return { stream, ...ends.bytes(part), which: JSON.stringify(which), ends: JSON.stringify(told) }
}

function toldOf(ends: KeyTable<Told>, asked: KeyNumbers, at: number): Known | undefined {
  const entry = ends.find(asked, at)
  if (entry === undefined) return undefined
  const { known } = ends.what(entry)
  const print = ends.print(entry)
  return print === undefined ? known : { ...known, print }
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}
