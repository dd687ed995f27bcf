/** What is wrong with a lookup, seen from the columns that arrive and those of the second table. */
import type { Column, ColumnType, Complaint, Edge, Fix, Shape } from '../../../runtime/contract.ts'
import { comparison, type Lookup } from '../../../runtime/lookup/lookup.ts'
import { didYouMean, standIn } from '../../../runtime/suggest/stand-in.ts'
import type { LookupSettings } from './index.ts'

export function complaints(settings: LookupSettings, lookup: Lookup, { has, looking }: Edge): Complaint[] {
  if (settings.table === '') return [{ code: 'lookup.no_table', field: 'table', message: 'Choose the table to look in.' }]
  const table = looking?.columns
  const missing: Complaint[] = [
    ...(settings.on.length === 0
      ? [
          {
            code: 'lookup.no_key',
            field: 'on',
            message: `Choose which column finds the row in "${settings.table}".`,
            fixes: likely(settings.table, has, table),
          },
        ]
      : []),
    ...(settings.columns.length === 0
      ? [{ code: 'lookup.no_column', field: 'columns', message: `Choose at least one column of "${settings.table}" to bring.` }]
      : []),
  ]
  return [...missing, ...pairs(settings, has, table), ...columns(settings, lookup, has, table), ...order(settings, table)]
}

/** Columns that are called the same on both sides, then `customer_id` beside the `id` of `customers`. */
function likely(name: string, has: Shape, table: Shape | undefined): Fix[] {
  const same = has.map((one): [Column, Column | undefined] => [one, table?.find(other => other.key === one.key)])
  const thing = name.split('.').at(-1)!.replace(/s$/i, '').toLowerCase()
  const theirs = has
    .filter(one => one.key.toLowerCase().replaceAll('_', '') === `${thing}id`.replaceAll('_', ''))
    .map((one): [Column, Column | undefined] => [one, table?.find(other => other.key.toLowerCase() === 'id')])
  return [...theirs, ...same]
    .flatMap(([one, other]): Fix[] => {
      if (!other || !comparison(one, other, one.type === 'text' || other.type === 'text')) return []
      const asText = comparison(one, other) === undefined
      const pair = { column: one.key, matches: other.key, ...(asText && { asText }) }
      const label = one.key === other.key ? `Use ${one.key} on both sides` : `Use ${one.key} = ${other.key}`
      return [{ label, set: { path: ['on'], value: [pair] } }]
    })
    .slice(0, 3)
}

const TYPES: Record<ColumnType, string> = {
  text: 'a text',
  number: 'a number',
  boolean: 'yes or no',
  date: 'a date',
  time: 'a time',
  list: 'a list',
  json: 'structured',
}
const typeOf = ({ type, zoned, native }: Column): string =>
  `${TYPES[type]}${type === 'time' && zoned === false ? ' without a zone' : ''}${native ? ` (${native})` : ''}`

function pairs({ on }: LookupSettings, has: Shape, table: Shape | undefined): Complaint[] {
  return on.flatMap(({ column, matches, asText }, i): Complaint[] => {
    const one = has.find(c => c.key === column)
    if (!one) return [gone(column, has, 'that arrive here', 'on', ['on', String(i), 'column'])]
    const other = table?.find(c => c.key === matches)
    if (!table || !other) return table ? [gone(matches, table, 'of the second table', 'on', ['on', String(i), 'matches'])] : []
    if (comparison(one, other, asText)) return []
    const castable = comparison(one, other, true) && new Set([one.type, other.type]).has('text')
    return [
      {
        code: 'lookup.types_differ',
        field: 'on',
        message: `"${column}" is ${typeOf(one)} and "${matches}" is ${typeOf(other)}, so no row would ever be found.`,
        fixes: castable ? [{ label: 'Compare both as text', set: { path: ['on', String(i), 'asText'], value: true } }] : [],
      },
    ]
  })
}

function columns({ columns: chosen }: LookupSettings, lookup: Lookup, has: Shape, table: Shape | undefined): Complaint[] {
  return lookup.columns.flatMap(({ column, as }, i): Complaint[] => {
    if (table && !table.some(c => c.key === column))
      return [gone(column, table, 'of the second table', 'columns', ['columns', String(i), 'column'])]
    const taken = has.some(c => c.key === as) || lookup.columns.findIndex(other => other.as === as) < i
    if (!taken) return []
    const names = new Set([...has.map(c => c.key), ...lookup.columns.map(c => c.as)])
    const free = [`${lookup.table.split('.').at(-1)}_${column}`, `${as}_2`, `${as}_3`].find(name => !names.has(name))
    return [
      {
        code: 'lookup.name_taken',
        field: 'columns',
        message: `There is a column "${as}" already. Bring this one under another name.`,
        fixes: free ? [{ label: `Call it ${free}`, set: { path: ['columns', String(i)], value: { ...chosen[i]!, as: free } } }] : [],
      },
    ]
  })
}

const order = ({ by }: LookupSettings, table: Shape | undefined): Complaint[] =>
  by === undefined || !table || table.some(c => c.key === by) ? [] : [gone(by, table, 'of the second table', 'by', ['by'])]

function gone(column: string, among: Shape, where: string, field: string, path: readonly string[]): Complaint {
  const close = standIn(
    column,
    among.map(c => c.key),
  )
  return {
    code: 'source.column_gone',
    field,
    message: `The column "${column}" is not among those ${where}.${didYouMean(close)}`,
    fixes: close ? [{ label: `Use ${close}`, set: { path, value: close } }] : [],
  }
}
