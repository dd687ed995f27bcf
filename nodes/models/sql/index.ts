import * as z from 'zod'
import { model } from '../../../runtime/contract.ts'
import { neverOneSelect } from '../../../runtime/one-select.ts'
import { keepFault } from '../../../runtime/repeats.ts'
import { Timezone } from '../../../runtime/timezone.ts'

const SQL_MAX = 100_000

export default model({
  id: 'sql',
  title: 'SQL query',
  summary: 'The rows of one SELECT that you write, each told from the others by its key.',
  icon: 'table',
  config: z.strictObject({
    sql: z
      .string()
      .max(SQL_MAX)
      .meta({ title: 'Query', description: 'One SELECT. It only reads; anything else is refused.', control: 'sql' }),
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
    cursor: z.string().min(1).max(500).optional().meta({
      title: 'Cursor column',
      description:
        'A time that moves whenever a row changes. Runs then read only what changed since the last good one, with 15 minutes to spare, and once a day everything. Leave it empty when in doubt.',
      control: 'column',
      advanced: true,
    }),
  }),
  example: { sql: 'select * from orders', key: ['order_id'] },
  initial: { sql: 'select *\nfrom ', key: [] },
  sentence: ({ key }) => `Query, key ${key.join(' + ')}`,
  check: ({ sql, keep, keepBy }) => {
    const flaw = neverOneSelect(sql)
    return [...(flaw === undefined ? [] : [{ code: 'model.sql', field: 'sql', message: flaw }]), ...keepFault(keep, keepBy)]
  },
  query: ({ sql, key, keep, keepBy, cursor }) => ({
    from: { sql },
    key,
    ...(keep && keepBy && { keep: { which: keep, by: keepBy } }),
    ...(cursor !== undefined && { cursor }),
  }),
  timezone: ({ timezone }) => timezone,
})
