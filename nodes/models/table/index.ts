import * as z from 'zod'
import { model } from '../../../runtime/contract.ts'
import { byCursor, cursorSetting } from '../../../runtime/cursor-setting.ts'
import { keepFault, keepSettings, kept } from '../../../runtime/keep.ts'
import { sayZone, Timezone } from '../../../runtime/timezone.ts'

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
    ...keepSettings,
    timezone: Timezone.optional().meta({
      title: 'Time zone of times without one',
      description: 'Never guessed: without it, a time that carries no zone is held back.',
      control: 'timezone',
      advanced: true,
    }),
    ...cursorSetting,
  }),
  example: { table: 'orders', key: ['order_id'] },
  sentence: ({ table, key }) => `Table ${table}, key ${key.join(' + ')}`,
  check: keepFault,
  query: ({ table, key, cursor, ...keeping }) => ({ from: { table }, key, ...kept(keeping), ...byCursor({ cursor }) }),
  timezone: ({ timezone }) => timezone,
  sayZone,
})
