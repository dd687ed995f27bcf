/** Of rows with one key, which one is meant: the settings of every model, and what they ask of the source. */
import * as z from 'zod'
import type { Complaint, Query } from './contract.ts'

export const keepSettings = {
  keep: z
    .enum(['first', 'last'])
    .optional()
    .meta({
      title: 'Of rows with one key, keep',
      titles: { first: 'First', last: 'Last' },
      description: 'By a column: the newest state of an order, say. Nothing chosen: the first row that is read, and the others are listed.',
      control: 'choice',
      advanced: true,
    }),
  keepBy: z.string().min(1).max(500).optional().meta({
    title: 'First or last by',
    description: 'A number, a date or a time. Rows without one come last.',
    control: 'column',
    advanced: true,
  }),
}
interface Keeping {
  keep?: 'first' | 'last' | undefined
  keepBy?: string | undefined
}

/** The part of a query that they decide; nothing while half of the choice is missing. */
export const kept = ({ keep, keepBy }: Keeping): Pick<Query, 'keep'> => (keep && keepBy ? { keep: { which: keep, by: keepBy } } : {})

/** "Keep the first" says nothing without the column that decides which is first, and a column nothing without it. */
export function keepFault({ keep, keepBy }: Keeping): Complaint[] {
  if ((keep === undefined) === (keepBy === undefined)) return []
  return keep === undefined
    ? [{ code: 'model.keep', field: 'keep', message: `Choose whether the first or the last row by "${keepBy}" is kept.` }]
    : [{ code: 'model.keep', field: 'keepBy', message: `Choose the column by which a row is the ${keep}.` }]
}
