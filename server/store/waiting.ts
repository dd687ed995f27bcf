/** Outcomes of one stream that are on disk as they came, and not sorted in yet; `deliveries.decision.md` says why they wait. */
import type { EventKey } from '../../runtime/world.ts'
import { serverBounds } from '../bounds.ts'
import { statementsOf } from './delivery-sql.ts'
import { keyBytes, keysIn } from './event-keys.ts'
import type { Store } from './open.ts'

/** Keys that wait in memory and in `settlement` before they are sorted in. */
const WAITING_MAX = serverBounds.outcomesWaiting.most
/** Ranges of keys; the first two hex digits tell which. */
const RANGES = 256
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
/** Of one key. Prints stay in the bytes of their request: a text for each key would cost as much memory as all the rest. */
export interface Waits {
  end: End
  prints: Buffer | null
  at: number
}
const printOf = ({ prints, at }: Waits): Buffer | null => {
  const print = prints?.subarray(at * 8, at * 8 + 8)
  return print?.some(byte => byte !== 0) ? print : null
}
const NO_PRINT = '0'.repeat(16)
/** As text, as `Known` has it. */
export function printText({ prints, at }: Waits): string | undefined {
  const print = prints?.toString('hex', at * 8, at * 8 + 8)
  return print === NO_PRINT ? undefined : print
}

/** Outcomes that are not sorted in yet. Fresh ones are gathered while a full, frozen set is sorted in, range by range. */
export interface Waiting {
  /** Somebody is looking keys up: a run goes on, and sorting in waits until it is over. */
  asked(): void
  find(key: EventKey): Waits | undefined
  add(keys: readonly EventKey[], end: End, prints: Buffer | null, row: number): void
  /** Sorts in the next ranges, `count` keys or a few more, inside a transaction; the result is for when it is committed. */
  sortIn(count: number): () => void
  /** Sorts in a little, in a transaction of its own. `false` when nothing is left. */
  step(): boolean
}

export function waitingIn(store: Store, stream: number): Waiting {
  const { waitingRows, put, drop } = statementsOf(store)
  let fresh = new Map<EventKey, Waits>()
  let lastRow = 0
  let usedAt = 0
  let frozen: { ends: ReadonlyMap<EventKey, Waits>; ranges: EventKey[][]; next: number; lastRow: number } | undefined
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
        const waits = ends.get(key)!
        const { state, code, run, settled, request } = waits.end
        put.run(stream, bytes.subarray(i * 16, i * 16 + 16), state, code, run, settled, request, printOf(waits))
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
      if (performance.now() - usedAt < IDLE_MS) return whenIdle(IDLE_MS)
      // Nothing is lost when this fails: the rows wait on, and what hinders it is told by the next write of a run.
      whenIdle(attempt(step) === undefined ? IDLE_MS : IDLE_PAUSE_MS)
    }, ms).unref()
  }
  const add: Waiting['add'] = (keys, end, prints, row) => {
    const none: Waits = { end, prints: null, at: 0 }
    for (const [at, key] of keys.entries()) fresh.set(key, prints ? { end, prints, at } : none)
    lastRow = row
    usedAt = performance.now()
    if (fresh.size >= WAITING_MAX) freeze()
    whenIdle(IDLE_MS)
  }
  for (const { id, keys, prints, ...end } of waitingRows.all(stream)) add(keysIn(keys), end, prints, id)
  const asked = () => {
    usedAt = performance.now()
  }
  return { asked, find: key => fresh.get(key) ?? frozen?.ends.get(key), add, sortIn, step }
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}

function inRanges(keys: Iterable<EventKey>): EventKey[][] {
  const ranges: EventKey[][] = Array.from({ length: RANGES }, () => [])
  for (const key of keys) ranges[Number.parseInt(key.slice(0, 2), 16)]!.push(key)
  return ranges
}
