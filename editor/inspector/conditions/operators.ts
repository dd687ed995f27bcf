import type { Condition, Operator, Span } from '../../../runtime/conditions/tree.ts'
import type { ColumnType } from '../../../runtime/contract.ts'

/** What has to be written beside a comparison. */
export type ValueShape = 'none' | 'text' | 'number' | 'date' | 'list' | 'span' | 'unit' | 'numbers' | 'dates'
export interface Comparison {
  op: Operator
  title: string
  takes: ValueShape
}

const empty: Comparison[] = [
  { op: 'is_empty', title: 'is empty', takes: 'none' },
  { op: 'is_not_empty', title: 'is not empty', takes: 'none' },
]
const text: Comparison[] = [
  { op: 'is', title: 'is', takes: 'text' },
  { op: 'is_not', title: 'is not', takes: 'text' },
  { op: 'is_any_of', title: 'is any of', takes: 'list' },
  { op: 'is_none_of', title: 'is none of', takes: 'list' },
  { op: 'contains', title: 'contains', takes: 'text' },
  { op: 'starts_with', title: 'starts with', takes: 'text' },
  { op: 'ends_with', title: 'ends with', takes: 'text' },
  ...empty,
  { op: 'matches', title: 'matches pattern', takes: 'text' },
]
const number: Comparison[] = [
  { op: 'eq', title: 'is', takes: 'number' },
  { op: 'ne', title: 'is not', takes: 'number' },
  { op: 'gt', title: 'is more than', takes: 'number' },
  { op: 'gte', title: 'is at least', takes: 'number' },
  { op: 'lt', title: 'is less than', takes: 'number' },
  { op: 'lte', title: 'is at most', takes: 'number' },
  { op: 'between', title: 'is between', takes: 'numbers' },
  ...empty,
]
const time: Comparison[] = [
  { op: 'in_last', title: 'in the last', takes: 'span' },
  { op: 'not_in_last', title: 'not in the last', takes: 'span' },
  { op: 'in_next', title: 'in the next', takes: 'span' },
  { op: 'before', title: 'is before', takes: 'date' },
  { op: 'after', title: 'is after', takes: 'date' },
  { op: 'on', title: 'is on', takes: 'date' },
  { op: 'between', title: 'is between', takes: 'dates' },
  { op: 'this', title: 'is in this', takes: 'unit' },
  ...empty,
]
const boolean: Comparison[] = [
  { op: 'is_true', title: 'is yes', takes: 'none' },
  { op: 'is_false', title: 'is no', takes: 'none' },
  ...empty,
]
const list: Comparison[] = [
  { op: 'includes_any', title: 'includes any of', takes: 'list' },
  { op: 'includes_all', title: 'includes all of', takes: 'list' },
  ...empty,
]

const byType: Record<ColumnType, readonly Comparison[]> = { text, number, date: time, time, boolean, list, json: empty }

/** The comparisons that make sense for a column; a column that is not known (any more) is read as text. */
export const comparisonsFor = (type: ColumnType | undefined): readonly Comparison[] => byType[type ?? 'text']

/** The comparison of a condition, also when its column's type no longer offers it. */
export function comparisonOf(condition: Condition, type: ColumnType | undefined): Comparison {
  const all = [...comparisonsFor(type), ...Object.values(byType).flat()]
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
): Condition {
  const was = comparisonOf(condition, before).takes
  const takes = comparisonOf({ ...condition, op }, type).takes
  const { value: old, ...rest } = condition
  const value = was === takes && old !== undefined ? old : startOf(takes, old)
  return { ...rest, op, ...(value !== undefined && { value }) }
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
