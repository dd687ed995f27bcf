import * as z from 'zod'
import { predicate } from '../../../runtime/conditions/predicate.ts'
import { conditionProblems } from '../../../runtime/conditions/problems.ts'
import { Conditions, isSegment } from '../../../runtime/conditions/tree.ts'
import { turned } from '../../../runtime/conditions/turned.ts'
import { timesOfTexts, unreadTimes } from '../../../runtime/conditions/unread.ts'
import { words } from '../../../runtime/conditions/words.ts'
import type { Complaint } from '../../../runtime/contract.ts'
import { Left, step } from '../../../runtime/contract.ts'
import type { Cut } from '../../../runtime/narrowed.ts'

const LEFT_OUT = 'left_out'
const everything: Conditions = { match: 'all', conditions: [] }
const filtered = new Left('filtered', 'filtered')

/** Two ways out: rows that meet the conditions, and the others. A path takes one of them. */
export default step({
  id: 'filter',
  title: 'Filter',
  summary: 'Keeps the rows that meet your conditions; the others can go another way.',
  icon: 'sieve',
  accepts: 'rows',
  emits: 'rows',
  ports: [
    { id: 'kept', title: 'Kept' },
    { id: LEFT_OUT, title: 'Left out' },
  ],
  config: z.strictObject({ where: Conditions.default(everything).meta({ title: 'Keep rows where', control: 'conditions' }) }),
  example: {
    where: {
      match: 'all',
      conditions: [
        { column: 'status', op: 'is', value: 'paid' },
        { column: 'created_at', op: 'in_last', value: { amount: 7, unit: 'day' } },
      ],
    },
  },
  initial: { where: everything },
  sentence: ({ where }) => (where.conditions.length === 0 ? 'No condition yet: every row is kept' : words(where)),
  check: ({ where }, { has }): Complaint[] => {
    if (where.conditions.length > 0) return [...conditionProblems(where, has), ...turned(where)]
    return [{ code: 'filter.empty', level: 'worth_a_look', field: 'where', message: 'There is no condition yet, so every row is kept.' }]
  },
  unread: ({ where }, has) => (timesOfTexts(where, has).length > 0 ? rows => unreadTimes(where, has, rows) : undefined),
  where: ({ where }, { port }) => (port === LEFT_OUT ? opposite(where) : where),
  cuts: ({ where }, { port }) => (port === LEFT_OUT ? [] : cuts(where)),
  prepare: ({ where }, { has, port, now, timezone }) => {
    const clock = { now, timezone }
    if (port === LEFT_OUT) {
      const meets = predicate(where, has, clock)
      return row => (meets(row) ? filtered : row)
    }
    const all = cuts(where).map(cut => ({ left: cut.left, meets: predicate(cut.where, has, clock) }))
    return row => all.find(cut => !cut.meets(row))?.left ?? row
  },
})

/** A row that the filter's own conditions leave out counts for them; else for the first segment that decides against it. */
function cuts(where: Conditions): Cut[] {
  const segments = where.match === 'all' ? where.conditions.filter(isSegment) : []
  if (segments.length === 0) return [{ where, left: filtered }]
  const own = where.conditions.filter(part => !isSegment(part))
  const named = segments.map(use => ({
    where: { match: 'all' as const, conditions: [use] },
    left: new Left('filtered', use.is ? 'outside_segment' : 'inside_segment', use.segment),
  }))
  return own.length > 0 ? [{ where: { match: 'all', conditions: own }, left: filtered }, ...named] : named
}

/** `none` of nothing is everything, so the opposite of "all rows" needs a condition that no row can miss. */
function opposite(where: Conditions): Conditions | undefined {
  return where.conditions.length === 0 ? undefined : { match: 'none', conditions: [where] }
}
