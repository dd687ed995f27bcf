import type { Span } from '../../../runtime/conditions/tree.ts'
import { zoneWords } from '../../schedule/cron-form.ts'
import { locale, say } from '../../words/words.ts'

export type Relative = { op: 'in_last' | 'not_in_last' | 'in_next'; span: Span } | { op: 'this'; unit: Span['unit'] }

const hours: Partial<Record<Span['unit'], number>> = { minute: 1 / 60, hour: 1, day: 24, week: 168 }
const months: Partial<Record<Span['unit'], number>> = { month: 1, quarter: 3, year: 12 }

/** The moment that lies a span away from `now`; months keep the day where the month has one. */
function spanFrom(now: number, { amount, unit }: Span, back: boolean): Date {
  const sign = back ? -1 : 1
  const inHours = hours[unit]
  if (inHours !== undefined) return new Date(now + sign * amount * inHours * 3_600_000)
  const moved = new Date(now)
  moved.setUTCDate(1)
  moved.setUTCMonth(moved.getUTCMonth() + sign * Math.round(amount * months[unit]!))
  const lastDay = new Date(Date.UTC(moved.getUTCFullYear(), moved.getUTCMonth() + 1, 0)).getUTCDate()
  moved.setUTCDate(Math.min(new Date(now).getUTCDate(), lastDay))
  return moved
}

/** What a clock on the wall of that zone shows, as if it were UTC. */
function wallOf(now: number, timezone: string): Date {
  const form = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', hourCycle: 'h23' } as const
  const parts = new Intl.DateTimeFormat('en', { ...form, timeZone: timezone }).formatToParts(now)
  const [year, month, day, hour, minute] = (['year', 'month', 'day', 'hour', 'minute'] as const).map(type =>
    Number(parts.find(part => part.type === type)?.value),
  ) as [number, number, number, number, number]
  return new Date(Date.UTC(year, month - 1, day, hour, minute))
}

/** First and last minute of the calendar's minute, hour, day, week (from Monday), month, quarter or year, on the wall. */
function thisUnit(unit: Span['unit'], wall: Date): [Date, Date] {
  const [year, month, day] = [wall.getUTCFullYear(), wall.getUTCMonth(), wall.getUTCDate()]
  const monday = day - ((wall.getUTCDay() + 6) % 7)
  const quarter = month - (month % 3)
  const minute = Math.floor(wall.getTime() / 60_000) * 60_000
  const hour = Math.floor(wall.getTime() / 3_600_000) * 3_600_000
  const bounds: Record<Span['unit'], [number, number]> = {
    minute: [minute, minute + 60_000],
    hour: [hour, hour + 3_600_000],
    day: [Date.UTC(year, month, day), Date.UTC(year, month, day + 1)],
    week: [Date.UTC(year, month, monday), Date.UTC(year, month, monday + 7)],
    month: [Date.UTC(year, month), Date.UTC(year, month + 1)],
    quarter: [Date.UTC(year, quarter), Date.UTC(year, quarter + 3)],
    year: [Date.UTC(year, 0), Date.UTC(year + 1, 0)],
  }
  const [from, until] = bounds[unit]
  return [new Date(from), new Date(until - 60_000)]
}

const written = (at: Date, timeZone: string): string =>
  new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', timeZone }).format(
    at,
  )

/**
 * What a relative date means right now, by the clock that decides it: "from 14 Nov 2026, 12:04 to now, Berlin time". "Now" is the
 * start of the run.
 */
export function spanWords(relative: Relative, now: number, timezone: string): string {
  const zone = zoneWords(timezone)
  if (relative.op === 'this') {
    const [from, until] = thisUnit(relative.unit, wallOf(now, timezone)).map(at => written(at, 'UTC'))
    return say('from {from} to {until}, {zone}', { from, until, zone })
  }
  const edge = written(spanFrom(now, relative.span, relative.op !== 'in_next'), timezone)
  if (relative.op === 'in_next') return say('from now to {edge}, {zone}', { edge, zone })
  return relative.op === 'in_last' ? say('from {edge} to now, {zone}', { edge, zone }) : say('before {edge}, {zone}', { edge, zone })
}
