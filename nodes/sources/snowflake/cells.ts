/** From Snowflake's types to the contract's: how each is asked for as text, and how that text is read. */
import { withoutZeros } from '../../../runtime/cell-text.ts'
import type { Column, ColumnType } from '../../../runtime/contract.ts'
import { jsonOrText } from '../../../runtime/exact-json.ts'
import type { ReadCell } from '../../../runtime/row-maker.ts'

interface Rule {
  native: string
  type: ColumnType
  zoned?: boolean
  /** The column as text, by the warehouse: the driver's own forms lose digits and zones, and are slow. */
  asked(name: string): string
  read: ReadCell
}
const asIs: ReadCell = text => text
const TIME = 'YYYY-MM-DD"T"HH24:MI:SS.FF9'
const number: ReadCell = text => {
  const word = text.replace(/^(-?)inf$/i, '$1Infinity').replace(/^nan$/i, 'NaN')
  return Number.isFinite(Number(word)) ? Number(word) : word
}
const plainly = (name: string) => name
const spelled = (name: string) => `to_varchar(${name})`
const asJson = (name: string) => `to_json(${name})`
const instant = (name: string) => `to_varchar(convert_timezone('UTC', ${name}), '${TIME}"Z"')`

/** By the driver's names of types. */
const rules: Readonly<Record<string, Rule>> = {
  fixed: { native: 'NUMBER', type: 'number', asked: spelled, read: asIs },
  decfloat: { native: 'DECFLOAT', type: 'number', asked: spelled, read: asIs },
  real: { native: 'FLOAT', type: 'number', asked: plainly, read: number },
  text: { native: 'VARCHAR', type: 'text', asked: plainly, read: asIs },
  boolean: { native: 'BOOLEAN', type: 'boolean', asked: spelled, read: text => text.toLowerCase() === 'true' },
  date: { native: 'DATE', type: 'date', asked: name => `to_varchar(${name}, 'YYYY-MM-DD')`, read: asIs },
  time: { native: 'TIME', type: 'text', asked: name => `to_varchar(${name}, 'HH24:MI:SS.FF9')`, read: withoutZeros },
  timestamp_ntz: {
    native: 'TIMESTAMP_NTZ',
    type: 'time',
    zoned: false,
    asked: name => `to_varchar(${name}, '${TIME}')`,
    read: withoutZeros,
  },
  timestamp_ltz: { native: 'TIMESTAMP_LTZ', type: 'time', zoned: true, asked: instant, read: withoutZeros },
  timestamp_tz: { native: 'TIMESTAMP_TZ', type: 'time', zoned: true, asked: instant, read: withoutZeros },
  variant: { native: 'VARIANT', type: 'json', asked: asJson, read: jsonOrText },
  object: { native: 'OBJECT', type: 'json', asked: asJson, read: jsonOrText },
  array: { native: 'ARRAY', type: 'list', asked: asJson, read: jsonOrText },
  binary: { native: 'BINARY', type: 'text', asked: name => `to_varchar(${name}, 'HEX')`, read: text => text.toLowerCase() },
}
const unknown: Rule = { native: '?', type: 'text', asked: spelled, read: asIs }

export interface Described {
  name: string
  /** As the driver names it. */
  type: string
  precision?: number | undefined
  scale?: number | undefined
}
const ruleOf = (type: string): Rule => rules[type.toLowerCase()] ?? unknown

export function columnOf({ name, type, precision, scale }: Described, key: string = name): Column {
  const rule = ruleOf(type)
  const digits = rule.native === 'NUMBER' ? `(${precision ?? 38},${scale ?? 0})` : ''
  return { key, type: rule.type, ...(rule.zoned !== undefined && { zoned: rule.zoned }), native: `${rule.native}${digits}` }
}
export const asked = (type: string, name: string): string => ruleOf(type).asked(name)
export const reader = (type: string): ReadCell => ruleOf(type).read

/** The information schema's names, where they differ. */
const spoken: Readonly<Record<string, string>> = { number: 'fixed', float: 'real', timestamp: 'timestamp_ntz' }
export const typeFromWords = (words: string): string => spoken[words.toLowerCase()] ?? words.toLowerCase()

/**
 * Snowflake writes names without quotes in capitals. Such names are shown in small letters, so that a flow means the same
 * over any source; names that only differ in case stay as they are.
 */
export function shownNames(names: readonly string[]): string[] {
  const shown = names.map(name => (/^[A-Z_][A-Z0-9_$]*$/.test(name) ? name.toLowerCase() : name))
  return shown.map((name, i) => (shown.indexOf(name) === shown.lastIndexOf(name) ? name : names[i]!))
}
