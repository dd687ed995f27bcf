/** Conditions as a person builds them: a tree of groups and segments; the same tree becomes a predicate, SQL and words. */
import * as z from 'zod'
import { dateOrders } from '../normalise/date-order.ts'

export const operators = [
  'is',
  'is_not',
  'is_any_of',
  'is_none_of',
  'contains',
  'starts_with',
  'ends_with',
  'matches',
  'is_empty',
  'is_not_empty',
  'eq',
  'ne',
  'gt',
  'gte',
  'lt',
  'lte',
  'between',
  'in_last',
  'not_in_last',
  'in_next',
  'before',
  'after',
  'on',
  'this',
  'is_true',
  'is_false',
  'includes_any',
  'includes_all',
] as const
export type Operator = (typeof operators)[number]

export const units = ['minute', 'hour', 'day', 'week', 'month', 'quarter', 'year'] as const
export const Span = z.strictObject({
  amount: z.number().positive('Write a number of days, hours or the like that is above 0.').max(100_000),
  unit: z.enum(units),
})
export type Span = z.infer<typeof Span>

const Scalar = z.union([z.string().max(10_000), z.number(), z.boolean()])
/** `order`: which number of a date such as 02/11/2026 is the day, where a text column is compared with times. `between` takes `[from, to]`; `in_last` and its kin a `Span`; `this` a unit's name; `*_any_of` and `includes_*` a list. */
export const Condition = z.strictObject({
  column: z.string().min(1, 'Choose a column.').max(500),
  op: z.enum(operators),
  value: z.union([Scalar, z.array(Scalar).max(10_000), Span]).optional(),
  order: z.enum(dateOrders).optional(),
})
export type Condition = z.infer<typeof Condition>

/**
 * Conditions that go by a name, used in several flows (`segments.decision.md` says why). The conditions travel along, so that the
 * document means the same wherever it is read; `is: false` takes exactly the rows that `is: true` does not, unknown ones too.
 */
export interface SegmentUse {
  segment: string
  is: boolean
  /** Absent: somebody wrote the name alone; there is a problem until the conditions are there. */
  where?: Conditions | undefined
}
export type Part = Condition | Conditions | SegmentUse
export interface Conditions {
  match: 'all' | 'any' | 'none'
  conditions: readonly Part[]
}
export const SEGMENT_NAME_MAX = 100
export const SegmentName = z
  .string()
  .trim()
  .min(1, 'Give the segment a name.')
  .max(SEGMENT_NAME_MAX)
  .regex(/^[^\p{Cc}/\\]*$/u, 'A segment’s name has no slashes and no line breaks.')
export const Conditions: z.ZodType<Conditions> = z.strictObject({
  match: z.enum(['all', 'any', 'none']),
  get conditions() {
    return z.array(z.union([Condition, Conditions, SegmentUse])).max(200)
  },
})
export const SegmentUse: z.ZodType<SegmentUse> = z.strictObject({
  segment: SegmentName,
  is: z.boolean(),
  get where() {
    return Conditions.optional()
  },
})

export const isGroup = (part: Part): part is Conditions => 'match' in part
export const isSegment = (part: Part): part is SegmentUse => 'segment' in part
/** What the use of a segment means, and all that it means. Without its conditions nobody knows: `conditionProblems` says so. */
export const asGroup = ({ is, where }: SegmentUse): Conditions => ({ match: is ? 'all' : 'none', conditions: where ? [where] : [] })

/** Every column the tree speaks of, once. */
export function columnsOf(tree: Conditions): string[] {
  const names = new Set<string>()
  const visit = (part: Part) => {
    if (isSegment(part)) visit(asGroup(part))
    else if (isGroup(part)) part.conditions.forEach(visit)
    else names.add(part.column)
  }
  visit(tree)
  return [...names]
}

/** How many single conditions it is made of, those of segments with them. */
export const conditionsIn = (part: Part): number =>
  isSegment(part) ? conditionsIn(asGroup(part)) : isGroup(part) ? part.conditions.reduce((sum, inner) => sum + conditionsIn(inner), 0) : 1

/** The same conditions without a name in them: what a segment is made of, and what a use of it may be replaced by. */
export function spelledOut(tree: Conditions): Conditions {
  const conditions = tree.conditions.map(part => (isSegment(part) ? spelledOut(asGroup(part)) : isGroup(part) ? spelledOut(part) : part))
  return { match: tree.match, conditions }
}
