/** From BigQuery's JSON cells to the contract's, exact to the last digit. */
import { finiteOrWord, instantOfMicros, withoutZeros } from '../../../runtime/cell-text.ts'
import type { Column, ColumnType, Value } from '../../../runtime/contract.ts'
import { jsonOrText } from '../../../runtime/exact-json.ts'

/** A field as the REST API describes it. */
export interface Field {
  name: string
  type: string
  mode?: string
  precision?: string
  scale?: string
  fields?: readonly Field[]
}
/** A cell as it arrives: text, `{v}` of a list, `{f}` of a record. */
export type Cell = string | null | readonly { v: Cell }[] | { f: readonly { v: Cell }[] }

interface Rule {
  type: ColumnType
  zoned?: boolean
  read(text: string): Value
}
const asIs = (text: string): Value => text
const rules: Readonly<Record<string, Rule>> = {
  STRING: { type: 'text', read: asIs },
  INT64: { type: 'number', read: asIs },
  FLOAT64: { type: 'number', read: finiteOrWord },
  NUMERIC: { type: 'number', read: asIs },
  BIGNUMERIC: { type: 'number', read: asIs },
  BOOL: { type: 'boolean', read: text => text === 'true' },
  TIMESTAMP: { type: 'time', zoned: true, read: instantOfMicros },
  DATETIME: { type: 'time', zoned: false, read: text => withoutZeros(text.replace(' ', 'T')) },
  TIME: { type: 'text', read: withoutZeros },
  DATE: { type: 'date', read: asIs },
  BYTES: { type: 'text', read: text => Buffer.from(text, 'base64').toString('hex') },
  JSON: { type: 'json', read: jsonOrText },
}
const plain: Rule = { type: 'text', read: asIs }
/** The API's older names. */
const names: Readonly<Record<string, string>> = { INTEGER: 'INT64', FLOAT: 'FLOAT64', BOOLEAN: 'BOOL', RECORD: 'STRUCT' }
const nameOf = ({ type }: Field): string => names[type] ?? type

export function columnOf(field: Field): Column {
  const name = nameOf(field)
  const key = field.name
  if (field.mode === 'REPEATED') return { key, type: 'list', native: `ARRAY<${name}>` }
  if (name === 'STRUCT') return { key, type: 'json', native: name }
  const { type, zoned } = rules[name] ?? plain
  const digits = field.precision ? `(${field.precision},${field.scale ?? '0'})` : ''
  return { key, type, ...(zoned !== undefined && { zoned }), native: `${name}${digits}` }
}

/** Decided once per column. */
export function reader(field: Field): (cell: Cell) => Value {
  const one = single(field)
  if (field.mode !== 'REPEATED') return cell => (cell === null ? null : one(cell))
  return cell => (Array.isArray(cell) ? cell.map(({ v }) => (v === null ? null : one(v))) : [])
}
function single(field: Field): (cell: Cell) => Value {
  if (nameOf(field) !== 'STRUCT') {
    const { read } = rules[nameOf(field)] ?? plain
    return cell => (typeof cell === 'string' ? read(cell) : null)
  }
  const parts = (field.fields ?? []).map(part => [part.name, reader(part)] as const)
  return cell => {
    const cells = typeof cell === 'object' && cell !== null && 'f' in cell ? cell.f : []
    const made: Record<string, Value> = Object.create(null)
    parts.forEach(([name, read], i) => {
      made[name] = read(cells[i]?.v ?? null)
    })
    return made
  }
}
