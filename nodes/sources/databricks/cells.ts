/** From Databricks' types to the contract's: how each is asked for as text, and how that text is read. */
import type { Column, ColumnType, Value } from '../../../runtime/contract.ts'
import { exactJson } from '../../../runtime/exact-json.ts'
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
/** NaN and the infinities stay words: JSON has no form for them. */
const number: ReadCell = text => (Number.isFinite(Number(text)) ? Number(text) : text)
const json: ReadCell = (text): Value => {
  try {
    return exactJson(text)
  } catch {
    return text
  }
}
/** Microseconds since 1970. */
const instant: ReadCell = text => {
  if (!/^-?\d+$/.test(text)) return text
  const micros = BigInt(text)
  const within = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n
  const date = new Date(Number((micros - within) / 1000n))
  if (Number.isNaN(date.getTime())) return text
  const seconds = date.toISOString().slice(0, -5)
  return within === 0n ? `${seconds}Z` : `${seconds}.${String(within).padStart(6, '0')}Z`
}
const rules: readonly (readonly [RegExp, Rule])[] = [
  [/^(string|varchar|char)\b/, { type: 'text', asked: plainly, read: asIs }],
  [/^(tinyint|smallint|int)$/, { type: 'number', asked: plainly, read: number }],
  [/^bigint$/, { type: 'number', asked: plainly, read: asIs }],
  [/^decimal\b/, { type: 'number', asked: spelled, read: asIs }],
  [/^(float|double)$/, { type: 'number', asked: plainly, read: number }],
  [/^boolean$/, { type: 'boolean', asked: plainly, read: text => text === 'true' }],
  [/^date$/, { type: 'date', asked: spelled, read: asIs }],
  [/^timestamp_ntz$/, { type: 'time', zoned: false, asked: spelled, read: text => text.replace(' ', 'T') }],
  [/^timestamp$/, { type: 'time', zoned: true, asked: name => `unix_micros(${name})`, read: instant }],
  [/^binary$/, { type: 'text', asked: name => `hex(${name})`, read: text => text.toLowerCase() }],
  [/^array</, { type: 'list', asked: asJson, read: json }],
  [/^(struct|map)</, { type: 'json', asked: asJson, read: json }],
  [/^variant$/, { type: 'json', asked: name => `to_json(${name})`, read: json }],
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
