import * as z from 'zod'
import { model } from '../../../runtime/contract.ts'
import { keepFault } from '../../../runtime/repeats.ts'
import { Timezone } from '../../../runtime/timezone.ts'

export default model({
  id: 'table',
  title: 'Table',
  summary: 'The rows of one table, each told from the others by its key.',
  icon: 'table',
  config: z.strictObject({
    table: z.string().min(1, 'Choose a table.').max(300).meta({ title: 'Table', control: 'table' }),
    key: z.array(z.string().min(1).max(500)).min(1, 'Choose at least one key column.').max(10).meta({
      title: 'Key',
      description: 'The columns that tell one row from another, for life: an order number, never a position.',
      control: 'columns',
    }),
    keep: z.enum(['first', 'last']).optional().meta({
      title: 'Of rows with one key, keep',
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
    timezone: Timezone.optional().meta({
      title: 'Time zone of times without one',
      description: 'Never guessed: without it, a time that carries no zone is held back.',
      control: 'timezone',
      advanced: true,
    }),
  }),
  example: { table: 'orders', key: ['order_id'] },
  sentence: ({ table, key }) => `Table ${table}, key ${key.join(' + ')}`,
  check: ({ keep, keepBy }) => keepFault(keep, keepBy),
  query: ({ table, key, keep, keepBy }) => ({ from: { table }, key, ...(keep && keepBy && { keep: { which: keep, by: keepBy } }) }),
  timezone: ({ timezone }) => timezone,
})
