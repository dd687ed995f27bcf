/** Conditions as a person builds them: a tree of groups; the same tree becomes a predicate, SQL and words. */
import * as z from 'zod'

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
export const Span = z.strictObject({ amount: z.number().positive().max(100_000), unit: z.enum(units) })
export type Span = z.infer<typeof Span>

const Scalar = z.union([z.string().max(10_000), z.number(), z.boolean()])
/** `between` takes `[from, to]`; `in_last` and its kin a `Span`; `this` a unit's name; `*_any_of` and `includes_*` a list. */
export const Condition = z.strictObject({
  column: z.string().min(1, 'Choose a column.').max(500),
  op: z.enum(operators),
  value: z.union([Scalar, z.array(Scalar).max(10_000), Span]).optional(),
})
export type Condition = z.infer<typeof Condition>

export interface Conditions {
  match: 'all' | 'any' | 'none'
  conditions: readonly (Condition | Conditions)[]
}
export const Conditions: z.ZodType<Conditions> = z.strictObject({
  match: z.enum(['all', 'any', 'none']),
  get conditions() {
    return z.array(z.union([Condition, Conditions])).max(200)
  },
})

export const isGroup = (part: Condition | Conditions): part is Conditions => 'match' in part

/** Every column the tree speaks of, once. */
export function columnsOf(tree: Conditions): string[] {
  const names = new Set<string>()
  const visit = (part: Condition | Conditions) => {
    if (isGroup(part)) part.conditions.forEach(visit)
    else names.add(part.column)
  }
  visit(tree)
  return [...names]
}
