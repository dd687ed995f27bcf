/** Points and stretches of time as conditions compare them: to the nanosecond, with or without a zone, or by the day. */
import type { Value } from '../contract.ts'
import { startOfDay as firstInstant, offsetAt } from '../normalise/zone.ts'
import type { Span } from './tree.ts'

/** Milliseconds since 1970 and the nanoseconds within that millisecond. Of a time without zone: as if it were UTC. */
export interface Stamp {
  ms: number
  nanos: number
}
/** A time as written: `zoned` names an instant, `day` is a date alone. */
export interface Moment extends Stamp {
  zoned: boolean
  day: boolean
}

export const DAY_MS = 86_400_000
const WRITTEN = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d?):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)? ?(Z|z|UTC|[+-]\d\d(?::?\d\d)?)?)?$/

/** Reads an ISO 8601 date or time, years 1 to 9999; `undefined` for anything else, 30 February included. */
export function moment(cell: Value | undefined): Moment | undefined {
  if (typeof cell !== 'string') return undefined
  const found = WRITTEN.exec(cell)
  if (!found) return undefined
  const [, year, month, day, hour, minute, second, fraction, zone] = found
  const midnight = dayOf(Number(year), Number(month), Number(day))
  if (midnight === undefined) return undefined
  if (hour === undefined) return { ms: midnight, nanos: 0, zoned: false, day: true }
  const [h, m, s] = [Number(hour), Number(minute), Number(second ?? 0)]
  if (h > 23 || m > 59 || s > 59) return undefined
  const sub = fraction ? Number(fraction.padEnd(9, '0')) : 0
  const ms = midnight + h * 3_600_000 + m * 60_000 + s * 1000 + Math.floor(sub / 1e6)
  return { ms: ms - (zone ? offsetMs(zone) : 0), nanos: sub % 1e6, zoned: zone !== undefined, day: false }
}
function dayOf(year: number, month: number, day: number): number | undefined {
  if (year < 1 || month < 1 || month > 12 || day < 1) return undefined
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  return date.getUTCDate() === day ? date.getTime() : undefined
}
function offsetMs(zone: string): number {
  if (!/^[+-]/.test(zone)) return 0
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3).replace(':', '') || 0)
  return (zone.startsWith('-') ? -1 : 1) * minutes * 60_000
}

/** From the first to the last point that belong to it, both included. */
export interface Range {
  from: Stamp
  to: Stamp
}
/** One stretch of time as instants, as wall-clock times of the zone, and as whole days of the zone. */
export interface Stretch {
  instant: Range
  wall: Range
  day: Range
}

export const orderStamps = (a: Stamp, b: Stamp): number => a.ms - b.ms || a.nanos - b.nanos

/** Which of the three readings of a stretch a cell is compared with. */
export const reading = (stretch: Stretch, cell: Moment): Range => (cell.zoned ? stretch.instant : cell.day ? stretch.day : stretch.wall)

/** A value as written in a condition: a date is its whole day in the zone, a time is that very point. */
export function stretchOf(written: Moment, timezone: string): Stretch {
  if (written.day) return wallStretch(written.ms, written.ms + DAY_MS, timezone)
  const point = { ms: written.ms, nanos: written.nanos }
  const instant = written.zoned ? point : { ...point, ms: firstInstant(written.ms, timezone) }
  const wall = written.zoned ? { ...point, ms: wallOf(written.ms, timezone) } : point
  return withDays({ from: instant, to: instant }, { from: wall, to: wall })
}
/** The whole day that a written time falls on. */
export function dayStretch(written: Moment, timezone: string): Stretch {
  const start = floorDay(written.zoned ? wallOf(written.ms, timezone) : written.ms)
  return wallStretch(start, start + DAY_MS, timezone)
}

/** Back from now: the last seven days are 7 × 24 hours, up to and including now. */
export function lastStretch(span: Span, now: number, timezone: string): Stretch {
  return instantStretch({ ms: shift(now, span, -1), nanos: 0 }, { ms: now, nanos: 0 }, timezone)
}
/** On from now, which itself no longer counts. */
export function nextStretch(span: Span, now: number, timezone: string): Stretch {
  return instantStretch({ ms: now, nanos: 1 }, { ms: shift(now, span, 1), nanos: 0 }, timezone)
}
/** The day, week (from Monday), month, quarter or year that now falls in, by the calendar of the zone. */
export function thisStretch(unit: Span['unit'], now: number, timezone: string): Stretch {
  const wall = wallOf(now, timezone)
  if (unit === 'minute' || unit === 'hour') {
    const size = unit === 'minute' ? 60_000 : 3_600_000
    const start = Math.floor(wall / size) * size
    const from = now - (wall - start)
    return instantStretch({ ms: from, nanos: 0 }, before({ ms: from + size, nanos: 0 }), timezone)
  }
  const date = new Date(wall)
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()]
  const today = floorDay(wall)
  const monday = today - ((date.getUTCDay() + 6) % 7) * DAY_MS
  const quarter = month - (month % 3)
  const bounds: Record<'day' | 'week' | 'month' | 'quarter' | 'year', [number, number]> = {
    day: [today, today + DAY_MS],
    week: [monday, monday + 7 * DAY_MS],
    month: [Date.UTC(year, month), Date.UTC(year, month + 1)],
    quarter: [Date.UTC(year, quarter), Date.UTC(year, quarter + 3)],
    year: [Date.UTC(year, 0), Date.UTC(year + 1, 0)],
  }
  return wallStretch(...bounds[unit], timezone)
}

const FIXED: Partial<Record<Span['unit'], number>> = { minute: 60_000, hour: 3_600_000, day: DAY_MS, week: 7 * DAY_MS }
const MONTHS: Partial<Record<Span['unit'], number>> = { month: 1, quarter: 3, year: 12 }
/** Months are counted by the UTC calendar and end with the month: a month before 31 March is 28 or 29 February. */
export function shift(ms: number, { amount, unit }: Span, sign: 1 | -1): number {
  const fixed = FIXED[unit]
  if (fixed !== undefined) return ms + sign * Math.round(amount * fixed)
  const date = new Date(ms)
  const day = date.getUTCDate()
  date.setUTCDate(1)
  date.setUTCMonth(date.getUTCMonth() + sign * Math.round(amount) * MONTHS[unit]!)
  const days = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()
  return date.setUTCDate(Math.min(day, days))
}

function wallStretch(start: number, end: number, timezone: string): Stretch {
  const instant = { from: { ms: firstInstant(start, timezone), nanos: 0 }, to: before({ ms: firstInstant(end, timezone), nanos: 0 }) }
  return withDays(instant, { from: { ms: start, nanos: 0 }, to: before({ ms: end, nanos: 0 }) })
}
function instantStretch(from: Stamp, to: Stamp, timezone: string): Stretch {
  const wall = (s: Stamp): Stamp => ({ ...s, ms: wallOf(s.ms, timezone) })
  return withDays({ from, to }, { from: wall(from), to: wall(to) })
}
const withDays = (instant: Range, wall: Range): Stretch => ({
  instant,
  wall,
  day: { from: { ms: floorDay(wall.from.ms), nanos: 0 }, to: { ms: floorDay(wall.to.ms), nanos: 0 } },
})
const before = ({ ms, nanos }: Stamp): Stamp => (nanos > 0 ? { ms, nanos: nanos - 1 } : { ms: ms - 1, nanos: 999_999 })
const floorDay = (ms: number): number => Math.floor(ms / DAY_MS) * DAY_MS

/** What a clock on the wall of that zone shows at an instant. */
const wallOf = (ms: number, timezone: string): number => ms + offsetAt(ms, timezone)
