import type { Condition, Operator, Span } from '../../../runtime/conditions/tree.ts'
import type { ColumnType } from '../../../runtime/contract.ts'
import { fill } from '../../words/fill.ts'
import { locale, say } from '../../words/words.ts'
import { areDates, yearLast } from './seen.ts'

/** What has to be written beside a comparison. */
export type ValueShape = 'none' | 'text' | 'number' | 'date' | 'list' | 'span' | 'unit' | 'numbers' | 'dates'
export interface Comparison {
  op: Operator
  title: string
  takes: ValueShape
}

const empty: Comparison[] = [
  { op: 'is_empty', title: say('is empty'), takes: 'none' },
  { op: 'is_not_empty', title: say('is not empty'), takes: 'none' },
]
const text: Comparison[] = [
  { op: 'is', title: say('is'), takes: 'text' },
  { op: 'is_not', title: say('is not'), takes: 'text' },
  { op: 'is_any_of', title: say('is any of'), takes: 'list' },
  { op: 'is_none_of', title: say('is none of'), takes: 'list' },
  { op: 'contains', title: say('contains'), takes: 'text' },
  { op: 'starts_with', title: say('starts with'), takes: 'text' },
  { op: 'ends_with', title: say('ends with'), takes: 'text' },
  ...empty,
  { op: 'matches', title: say('matches pattern'), takes: 'text' },
]
const number: Comparison[] = [
  { op: 'eq', title: say('is'), takes: 'number' },
  { op: 'ne', title: say('is not'), takes: 'number' },
  { op: 'gt', title: say('is more than'), takes: 'number' },
  { op: 'gte', title: say('is at least'), takes: 'number' },
  { op: 'lt', title: say('is less than'), takes: 'number' },
  { op: 'lte', title: say('is at most'), takes: 'number' },
  { op: 'between', title: say('is between'), takes: 'numbers' },
  ...empty,
]
const time: Comparison[] = [
  { op: 'in_last', title: say('in the last'), takes: 'span' },
  { op: 'not_in_last', title: say('not in the last'), takes: 'span' },
  { op: 'in_next', title: say('in the next'), takes: 'span' },
  { op: 'before', title: say('is before'), takes: 'date' },
  { op: 'after', title: say('is after'), takes: 'date' },
  { op: 'on', title: say('is on'), takes: 'date' },
  { op: 'between', title: say('is between'), takes: 'dates' },
  { op: 'this', title: say('is in this'), takes: 'unit' },
  ...empty,
]
const boolean: Comparison[] = [
  { op: 'is_true', title: say('is yes'), takes: 'none' },
  { op: 'is_false', title: say('is no'), takes: 'none' },
  ...empty,
]
const list: Comparison[] = [
  { op: 'includes_any', title: say('includes any of'), takes: 'list' },
  { op: 'includes_all', title: say('includes all of'), takes: 'list' },
  ...empty,
]

const byType: Record<ColumnType, readonly Comparison[]> = { text, number, date: time, time, boolean, list, json: empty }

/** Text that holds dates is compared with times as well. */
const dates: readonly Comparison[] = [...text, ...time.filter(({ op }) => !empty.some(other => other.op === op))]

/** The comparisons that make sense for a column; a column that is not known (any more) is read as text. `seen`: some of its values. */
export const comparisonsFor = (type: ColumnType | undefined, seen: readonly { value: string }[] = []): readonly Comparison[] =>
  type === 'text' && areDates(seen) ? dates : byType[type ?? 'text']

/** Of text that is compared with times: what asks which number is the day. */
const TIMELY: ReadonlySet<ValueShape> = new Set(['date', 'dates', 'span', 'unit'])
/** Whether it has to be said which number of a date is the day, and so far as it was said already. */
export const asksOrder = (condition: Condition, type: ColumnType | undefined, seen: readonly { value: string }[]): boolean =>
  type === 'text' &&
  TIMELY.has(comparisonOf(condition, type, seen).takes) &&
  (condition.order !== undefined || seen.some(({ value }) => yearLast(value)))

/** The comparison of a condition, also when its column's type no longer offers it. */
export function comparisonOf(condition: Condition, type: ColumnType | undefined, seen?: readonly { value: string }[]): Comparison {
  // Once an order is said, what is compared are dates, whatever the sample holds.
  const offered = type === 'text' && condition.order ? dates : comparisonsFor(type, seen)
  const all = [...offered, ...Object.values(byType).flat()]
  return all.find(c => c.op === condition.op) ?? text[0]!
}

/** The condition with another column: the comparison stays when it fits, its value when it still means something. */
export function withColumn(condition: Condition, column: string, type: ColumnType | undefined, before: ColumnType | undefined): Condition {
  const fits = comparisonsFor(type).some(c => c.op === condition.op)
  const op = fits ? condition.op : comparisonsFor(type)[0]!.op
  return withOperator({ ...condition, column, op: condition.op }, op, type, before)
}

/** The condition with another comparison; a value of the same shape is kept, else a sensible start is offered. */
export function withOperator(
  condition: Condition,
  op: Operator,
  type: ColumnType | undefined,
  before: ColumnType | undefined = type,
  seen?: readonly { value: string }[],
): Condition {
  const was = comparisonOf(condition, before, seen).takes
  const takes = comparisonOf({ ...condition, op }, type, seen).takes
  const { value: old, order, ...rest } = condition
  const value = was === takes && old !== undefined ? old : startOf(takes, old)
  return { ...rest, op, ...(value !== undefined && { value }), ...(order && type === 'text' && TIMELY.has(takes) && { order }) }
}

function startOf(takes: ValueShape, old: Condition['value']): Condition['value'] {
  if (takes === 'span') return { amount: 7, unit: 'day' } satisfies Span
  if (takes === 'unit') return 'day'
  if (takes === 'list') return typeof old === 'string' && old !== '' ? [old] : []
  if (takes === 'text' && Array.isArray(old)) return String(old[0] ?? '')
  return undefined
}

/** A list as people paste it: one per line, or with tabs, semicolons or commas between. */
export const readList = (input: string): string[] => [
  ...new Set(
    input
      .split(/[\n\t;,]/)
      .map(part => part.trim())
      .filter(part => part !== ''),
  ),
]

export const units: readonly Span['unit'][] = ['minute', 'hour', 'day', 'week', 'month', 'quarter', 'year']

const unitTitles: Record<Span['unit'], string> = {
  minute: say('{n, plural, one {minute} other {minutes}}'),
  hour: say('{n, plural, one {hour} other {hours}}'),
  day: say('{n, plural, one {day} other {days}}'),
  week: say('{n, plural, one {week} other {weeks}}'),
  month: say('{n, plural, one {month} other {months}}'),
  quarter: say('{n, plural, one {quarter} other {quarters}}'),
  year: say('{n, plural, one {year} other {years}}'),
}
/** "days" for 7, "day" for 1. */
export const unitWords = (unit: Span['unit'], n: number): string => fill(unitTitles[unit], { n }, locale)
