/** The source as it really is: rows that come, change and come late, with the times of a clock that is not ours. */
import type { Row } from '../../runtime/contract.ts'
import { OVERLAP_MS } from '../../runtime/cursor.ts'
import { offsetAt } from '../../runtime/normalise/zone.ts'
import type { Clock } from './clock.ts'
import type { Dice } from './dice.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
/** What the product leaves to transactions that end late, written down once more: it is a promise, not an import. */
const SETTLE_MS = 5000
export const ZONE = 'Europe/Paris'

/** When a row last changed, in the three forms that a column of times has. */
const TIMES = ['changed', 'wall', 'day'] as const
type Time = (typeof TIMES)[number]
/** A number of a sequence, drawn when the row was written and not when it could first be read; and that time in seconds. */
const NUMBERS = ['grows', 'epoch'] as const
type Numbered = (typeof NUMBERS)[number]
export type Form = Time | Numbered
const isNumbered = (form: Form | undefined): form is Numbered => NUMBERS.some(one => one === form)
/** Beyond what a double holds exactly, as sequences may be; and far from any time. */
const FIRST = 9_007_199_254_740_993n

/** What a run sees that begins to read now, and the source's clock at that moment. */
export interface Snapshot {
  rows: readonly Row[]
  clock: number
}
export interface Shop {
  /** As they are now; a row that changes becomes another object. */
  rows: Row[]
  /** The column that flows read by; absent: all of them read everything. */
  cursor: Form | undefined
  snapshot(): Snapshot
  /** So many rows become visible now. */
  arrive(count: number): void
  /** A few rows change, read or not. */
  change(): void
  /** Another machine answers for the source, and its clock is another. */
  failOver(): void
  /** Rows that only a look at everything is sure to find: they became visible too far behind what runs may have seen. */
  late(): Set<string>
  /** Beyond this no run may move a cursor, in ms of its form: the newest that one may have noted by the present clock. */
  bound(): number
  /** The same of a cursor over numbers: the highest that any run may have noted. */
  highest(): bigint
}

const written = (ms: number, form: Time): string => {
  if (form === 'changed') return new Date(ms).toISOString()
  const wall = new Date(ms + offsetAt(ms, ZONE)).toISOString().slice(0, -1)
  return form === 'wall' ? wall : wall.slice(0, 10)
}

/** `more`: dice of its own for what was added later, so that a seed goes on telling what it told. */
export function shopOf(clock: Clock, dice: Dice, poison: Set<string>, more: Dice): Shop {
  const timed = dice.chance(0.4) ? dice.pick(TIMES) : undefined
  const cursor: Form | undefined = timed && more.chance(0.4) ? more.pick(NUMBERS) : timed
  const physical = cursor && dice.chance(0.6) ? 0 : 0.2
  const skewOf = () => dice.pick([0, 0, 0, 2000, -2000, MINUTE, -MINUTE, HOUR, -HOUR, 26 * HOUR])
  const ms = new WeakMap<Row, number>()
  const behind = new WeakSet<Row>()
  /** The highest number that a run may have noted, and when it looked; rising. */
  const noted: { at: number; value: bigint }[] = []
  let skew = skewOf()
  let made = 0
  /** The newest time that any run may have noted so far. */
  let seen = Number.NEGATIVE_INFINITY
  /** The latest that a run took for the source's time, minus what it leaves alone. */
  let furthest = Number.NEGATIVE_INFINITY
  const now = () => clock.now() + skew
  const highest = () => {
    const at = now()
    return cursor === 'wall' || cursor === 'day' ? at - SETTLE_MS + offsetAt(at, ZONE) : at - SETTLE_MS
  }
  const text = () => new Date(highest()).toISOString()
  const newest = () => (cursor === 'day' ? text().slice(0, 10) : cursor === 'wall' ? text().slice(0, -1) : text())

  /** The row as it becomes visible with this time of its last change; none: the column is empty. */
  const visible = (row: Row, changed: number | undefined): Row => {
    const times = Object.fromEntries(TIMES.map(form => [form, changed === undefined ? null : written(changed, form)]))
    const numbers = Object.fromEntries(NUMBERS.map(form => [form, changed === undefined ? null : String(numberOf(changed, form))]))
    const whole = { ...row, ...times, ...numbers }
    if (changed === undefined) return whole
    ms.set(whole, changed)
    if (isNumbered(cursor) ? numberOf(changed, cursor) < before(clock.now() - OVERLAP_MS + MINUTE) : changed < seen - OVERLAP_MS)
      behind.add(whole)
    return whole
  }
  /** A sequence knows no clock: what was written later has the higher number, whatever time it carries. */
  const numberOf = (changed: number, form: Numbered): bigint =>
    form === 'epoch' ? BigInt(Math.floor(changed / 1000)) : FIRST + BigInt(Math.min(changed - skew, clock.now()))
  /** What runs that looked by then may start from, when they are 15 minutes old. */
  const before = (at: number): bigint => noted.findLast(one => one.at <= at)?.value ?? 0n
  const note = (form: Numbered) => {
    const past = BigInt(Math.floor(now() / 1000))
    let value = noted.at(-1)?.value ?? 0n
    for (const row of shop.rows) {
      const number = typeof row[form] === 'string' ? BigInt(row[form]) : 0n
      if (number > value && (form === 'grows' || number <= past)) value = number
    }
    noted.push({ at: clock.now(), value })
  }
  const aTime = (): number | undefined => {
    if (dice.chance(0.02)) return undefined
    const last = shop.rows.at(-1)
    if (last && dice.chance(0.2)) return ms.get(last)
    if (dice.chance(0.02)) return now() + dice.int(3 * HOUR, 30 * HOUR)
    if (dice.chance(0.06)) return now() - dice.int(20 * MINUTE, 60 * HOUR)
    return now() - (dice.chance(0.2) ? dice.int(0, 14 * MINUTE) : dice.int(0, 30_000))
  }
  const shop: Shop = {
    rows: [],
    cursor,
    snapshot() {
      if (isNumbered(cursor)) note(cursor)
      const most = newest()
      furthest = Math.max(furthest, Date.parse(cursor === 'wall' ? `${most}Z` : most))
      for (const row of shop.rows) {
        const cell = cursor && row[cursor]
        if (!isNumbered(cursor) && typeof cell === 'string' && cell <= most) seen = Math.max(seen, ms.get(row)!)
      }
      return { rows: shop.rows.slice(), clock: now() }
    },
    arrive(count) {
      for (let i = 0; i < count; i++) {
        const id = `r${made++}`
        if (dice.chance(0.02)) poison.add(id)
        const late = dice.chance(0.05) ? dice.int(0, 6 * 24) * HOUR : dice.int(0, 600_000)
        const row = {
          id,
          at: new Date(clock.now() - late).toISOString(),
          place: dice.chance(physical) ? 'physical_store' : 'website',
          v: dice.int(1, 999),
        }
        const changed = aTime()
        shop.rows.push(visible(row, changed))
        if (dice.chance(0.02)) shop.rows.push(visible({ ...row, v: 0 }, changed))
      }
    },
    change() {
      for (let i = 0; i < 3 && shop.rows.length; i++) {
        const at = dice.int(0, shop.rows.length - 1)
        const row = shop.rows[at]!
        shop.rows[at] = visible({ ...row, v: dice.int(1000, 1999) }, dice.chance(0.8) ? now() : aTime())
      }
    },
    failOver() {
      skew = skewOf()
      furthest = Number.NEGATIVE_INFINITY
    },
    late() {
      const found = new Set(shop.rows.filter(row => !behind.has(row)).map(row => row.id))
      return new Set(shop.rows.map(row => String(row.id)).filter(id => !found.has(id)))
    },
    bound: () => furthest,
    highest: () => noted.at(-1)?.value ?? 0n,
  }
  return shop
}
