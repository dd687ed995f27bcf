/** Dates of numbers with the year last (02/11/2026): which number is the day is for a person to say, and never guessed. */
import type { Value } from '../contract.ts'
import { toAscii } from './text.ts'

export const dateOrders = ['day_first', 'month_first'] as const
export type DateOrder = (typeof dateOrders)[number]

/** What is pressed to say so. */
export const orderTitles: Readonly<Record<DateOrder, string>> = { day_first: 'The day comes first', month_first: 'The month comes first' }

/** A date as `2026-11-02` in each order that makes one. */
export type Readings = Partial<Record<DateOrder, string>>

const YEAR_LAST = /^\s*(\d{1,2}) ?([-/. ]) ?(\d{1,2}) ?\2 ?(\d{4})(?!\d),?\s*(?:T(?=\d))?(.*)$/is
const LONGEST = 80

/** The same moment with the year first and a clock of 24 hours, as the order says; what is written in another way stays as it is. */
export function inOrder(value: Value, order: DateOrder): Value {
  const found = yearLast(value)
  if (!found) return value
  const [a, b, year, clock] = found
  return `${order === 'day_first' ? ymd(year, b, a) : ymd(year, a, b)}${clock && ' '}${clockOf(clock)}`
}

const SPOKEN_CLOCK = /^(\d{1,2})(:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?)(?:\s*([ap])\.?m\.?(?![a-z]))?/i
/** As spreadsheets write it, 9:05 or 9:05 PM, by two digits of 24 hours; an hour that no such clock has stays as it is. */
function clockOf(text: string): string {
  const found = SPOKEN_CLOCK.exec(text)
  if (!found) return text
  const [all, hour, rest, half] = found
  const spoken = Number(hour)
  if (half && (spoken < 1 || spoken > 12)) return text
  const hours = half ? (spoken % 12) + (/p/i.test(half) ? 12 : 0) : spoken
  return `${String(hours).padStart(2, '0')}${rest}${text.slice(all.length)}`
}

/** What a date with the year last may mean; `undefined` for what is written in another way, and for what no calendar has. */
export function readingsOf(value: Value): Readings | undefined {
  const found = yearLast(value)
  if (!found) return undefined
  const [a, b, year] = found
  const read: Readings = {
    ...(isDay(year, b, a) && { day_first: ymd(year, b, a) }),
    ...(isDay(year, a, b) && { month_first: ymd(year, a, b) }),
  }
  return Object.keys(read).length > 0 ? read : undefined
}

function yearLast(value: Value): [a: string, b: string, year: string, clock: string] | undefined {
  if (typeof value !== 'string' || value.length > LONGEST) return undefined
  const found = YEAR_LAST.exec(toAscii(value).replace(/[\u2010-\u2015\u2212]/g, '-'))
  return found ? [found[1]!, found[3]!, found[4]!, found[5]!.trim()] : undefined
}

const isDay = (year: string, month: string, day: string): boolean => {
  const [m, d] = [Number(month), Number(day)]
  return m >= 1 && m <= 12 && d >= 1 && d <= new Date(Date.UTC(Number(year), m, 0)).getUTCDate()
}
const ymd = (year: string, month: string, day: string) => `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
