import type { Span } from '../../../runtime/conditions/tree.ts'
import { locale, say } from '../../words/words.ts'

const hours: Partial<Record<Span['unit'], number>> = { minute: 1 / 60, hour: 1, day: 24, week: 168 }
const months: Partial<Record<Span['unit'], number>> = { month: 1, quarter: 3, year: 12 }

/** The moment that lies a span away from `now`; months keep the day where the month has one. */
export function spanFrom(now: Date, { amount, unit }: Span, back: boolean): Date {
  const sign = back ? -1 : 1
  const inHours = hours[unit]
  if (inHours !== undefined) return new Date(now.getTime() + sign * amount * inHours * 3_600_000)
  const moved = new Date(now)
  moved.setUTCDate(1)
  moved.setUTCMonth(moved.getUTCMonth() + sign * Math.round(amount * months[unit]!))
  const lastDay = new Date(Date.UTC(moved.getUTCFullYear(), moved.getUTCMonth() + 1, 0)).getUTCDate()
  moved.setUTCDate(Math.min(now.getUTCDate(), lastDay))
  return moved
}

const words = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' })

/** What a relative date means right now: "from 14 Nov 2026, 12:04 to now". "Now" is the start of the run. */
export function spanWords(span: Span, op: 'in_last' | 'not_in_last' | 'in_next', now: Date): string {
  const edge = words.format(spanFrom(now, span, op !== 'in_next'))
  if (op === 'in_next') return say('from now to {edge}', { edge })
  return op === 'in_last' ? say('from {edge} to now', { edge }) : say('before {edge}', { edge })
}
