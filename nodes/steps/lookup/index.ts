import * as z from 'zod'
import { step } from '../../../runtime/contract.ts'
import { broughtShape, type Lookup } from '../../../runtime/lookup/lookup.ts'
import { complaints } from './complaints.ts'

const name = z.string().min(1).max(500)
const config = z.strictObject({
  table: z.string().max(300).default('').meta({
    title: 'Table',
    description: 'A second table of the same source.',
    control: 'table',
  }),
  on: z
    .array(z.strictObject({ column: z.string().max(500), matches: z.string().max(500), asText: z.boolean().optional() }))
    .max(10)
    .default([])
    .meta({ title: 'Found by', description: 'The columns that hold the same on both sides.', control: 'lookup-pairs' }),
  columns: z
    .array(z.strictObject({ column: name, as: name.optional() }))
    .max(100)
    .default([])
    .meta({ title: 'Columns to bring', control: 'lookup-columns' }),
  prefix: z.string().max(100).optional().meta({
    title: 'Prefix',
    description: 'Put before the names of the columns that are brought.',
  }),
  take: z
    .enum(['first', 'last'])
    .default('last')
    .meta({
      title: 'Where several rows have one key, take',
      titles: { first: 'First', last: 'Last' },
      description: 'One row of the table is used for each key, so that no row is doubled.',
    }),
  by: name.optional().meta({
    title: 'By the column',
    description: 'A date, a time or a number. Without it, the order of the values brought decides.',
    control: 'lookup-column',
  }),
})
export type LookupSettings = z.output<typeof config>

/** Brings columns of a second table of the same source, one row for one key. */
export default step({
  id: 'lookup',
  title: 'Lookup',
  summary: 'Brings columns of a second table by key: the customer’s email to each order.',
  icon: 'lookup',
  accepts: 'rows',
  emits: 'rows',
  config,
  example: {
    table: 'customers',
    on: [{ column: 'customer_id', matches: 'id' }],
    columns: [{ column: 'email' }, { column: 'phone', as: 'customer_phone' }],
    take: 'last',
    by: 'updated_at',
  },
  initial: { table: '', on: [], columns: [] },
  sentence: ({ table, columns }) =>
    table === ''
      ? 'No table yet'
      : columns.length === 0
        ? 'No column yet'
        : `Brings ${columns.map(c => c.column).join(', ')} from ${table}`,
  looksUp: settings => (settings.table === '' ? undefined : lookup(settings)),
  shape: (settings, { has, looking }) => (settings.table === '' ? has : broughtShape(lookup(settings), has, looking?.columns)),
  check: (settings, edge) => complaints(settings, lookup(settings), edge),
  prepare: (_, { looking }) => looking?.bring ?? (row => row),
})

function lookup({ table, on, columns, prefix = '', take, by }: LookupSettings): Lookup {
  return {
    table,
    on,
    columns: columns.map(({ column, as }) => ({ column, as: as ?? `${prefix}${column}` })),
    ...(by !== undefined && { order: { which: take, by } }),
  }
}
