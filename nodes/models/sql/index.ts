import * as z from 'zod'
import { model } from '../../../runtime/contract.ts'
import { byCursor, cursorSetting } from '../../../runtime/cursor-setting.ts'
import { keepFault, keepSettings, kept } from '../../../runtime/keep.ts'
import { neverOneSelect } from '../../../runtime/one-select.ts'
import { sayZone, Timezone } from '../../../runtime/timezone.ts'

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
    ...keepSettings,
    timezone: Timezone.optional().meta({
      title: 'Time zone of times without one',
      description: 'Never guessed: without it, a time that carries no zone is held back.',
      control: 'timezone',
      advanced: true,
    }),
    ...cursorSetting,
  }),
  example: { sql: 'select * from orders', key: ['order_id'] },
  initial: { sql: 'select *\nfrom ', key: [] },
  sentence: ({ key }) => `Query, key ${key.join(' + ')}`,
  check: ({ sql, ...keeping }) => {
    const flaw = neverOneSelect(sql)
    return [...(flaw === undefined ? [] : [{ code: 'model.sql', field: 'sql', message: flaw }]), ...keepFault(keeping)]
  },
  query: ({ sql, key, cursor, ...keeping }) => ({
    from: { sql },
    key,
    ...kept(keeping),
    ...byCursor({ cursor }),
  }),
  timezone: ({ timezone }) => timezone,
  sayZone,
})
