/** From Databricks' types to the contract's: how each is asked for as text, and how that text is read. */
import { finiteOrWord, instantOfMicros } from '../../../runtime/cell-text.ts'
import type { Column, ColumnType } from '../../../runtime/contract.ts'
import { jsonOrText } from '../../../runtime/exact-json.ts'
import type { ReadCell } from '../../../runtime/row-maker.ts'

interface Rule {
  type: ColumnType
  zoned?: boolean
  /** The column as exact text: the API's own forms cut times to the millisecond. */
  asked(name: string): string
  read: ReadCell
}
const asIs: ReadCell = text => text
const plainly = (name: string) => name
const spelled = (name: string) => `cast(${name} as string)`
const asJson = (name: string) => `to_json(${name}, map('ignoreNullFields', 'false'))`
const rules: readonly (readonly [RegExp, Rule])[] = [
  [/^(string|varchar|char)\b/, { type: 'text', asked: plainly, read: asIs }],
  [/^(tinyint|smallint|int)$/, { type: 'number', asked: plainly, read: finiteOrWord }],
  [/^bigint$/, { type: 'number', asked: plainly, read: asIs }],
  [/^decimal\b/, { type: 'number', asked: spelled, read: asIs }],
  [/^(float|double)$/, { type: 'number', asked: plainly, read: finiteOrWord }],
  [/^boolean$/, { type: 'boolean', asked: plainly, read: text => text === 'true' }],
  [/^date$/, { type: 'date', asked: spelled, read: asIs }],
  [/^timestamp_ntz$/, { type: 'time', zoned: false, asked: spelled, read: text => text.replace(' ', 'T') }],
  [/^timestamp$/, { type: 'time', zoned: true, asked: name => `unix_micros(${name})`, read: instantOfMicros }],
  [/^binary$/, { type: 'text', asked: name => `hex(${name})`, read: text => text.toLowerCase() }],
  [/^array</, { type: 'list', asked: asJson, read: jsonOrText }],
  [/^(struct|map)</, { type: 'json', asked: asJson, read: jsonOrText }],
  [/^variant$/, { type: 'json', asked: name => `to_json(${name})`, read: jsonOrText }],
]
const other: Rule = { type: 'text', asked: spelled, read: asIs }
const ruleOf = (native: string): Rule => rules.find(([pattern]) => pattern.test(native))?.[1] ?? other

/** `native`: as DESCRIBE and the information schema write it. */
export function columnOf(key: string, native: string): Column {
  const { type, zoned } = ruleOf(native)
  return { key, type, ...(zoned !== undefined && { zoned }), native: native.slice(0, 200) }
}
export const asked = (native: string, name: string): string => ruleOf(native).asked(name)
export const reader = (native: string): ReadCell => ruleOf(native).read
