/** From DuckDB's types to the contract's cells: what a double cannot hold travels as text. */

import { identifier } from '../../../runtime/conditions/sql.ts'
import type { Column, Value } from '../../../runtime/contract.ts'
import { exactJson } from '../../../runtime/exact-json.ts'
import { COMMA, COMMA_GUESSED, pointed, pointedSurely } from './guess.ts'

interface Rule {
  column: Omit<Column, 'key' | 'native'>
  /** SQL that brings the column over without loss. */
  select(name: string): string
  cell?(value: unknown): Value
}
const text = (name: string) => `${name}::varchar`
const asIs = (name: string) => name
const iso = (value: unknown): Value => (typeof value === 'string' ? value.replace(' ', 'T').replace(/[+-]00$/, 'Z') : null)
const json = (value: unknown): Value => {
  if (typeof value !== 'string') return null
  try {
    return exactJson(value)
  } catch {
    return value
  }
}
/** NaN and the infinities have no JSON form; they stay words. */
const double = (value: unknown): Value => (typeof value !== 'number' ? null : Number.isFinite(value) ? value : String(value))
const float = (value: unknown): Value => (typeof value === 'string' ? double(Number(value.replace(/inf$/, 'Infinity'))) : null)

const rules: readonly (readonly [RegExp, Rule])[] = [
  [/^BOOLEAN$/, { column: { type: 'boolean' }, select: asIs }],
  [/^U?(TINYINT|SMALLINT)$|^INTEGER$|^UINTEGER$/, { column: { type: 'number' }, select: asIs }],
  [/^DOUBLE$/, { column: { type: 'number' }, select: asIs, cell: double }],
  // As a double, the float 0.1 would be 0.10000000149011612.
  [/^FLOAT$/, { column: { type: 'number' }, select: text, cell: float }],
  [/^U?(BIGINT|HUGEINT)$|^DECIMAL\(\d+,\d+\)$/, { column: { type: 'number' }, select: text }],
  [/^DATE$/, { column: { type: 'date' }, select: text }],
  [/^TIMESTAMP WITH TIME ZONE$/, { column: { type: 'time', zoned: true }, select: text, cell: iso }],
  [/^TIMESTAMP(_S|_MS|_NS)?$/, { column: { type: 'time', zoned: false }, select: text, cell: iso }],
  [/\[\d*\]$/, { column: { type: 'list' }, select: name => `to_json(${name})::varchar`, cell: json }],
  // Written anew it would lose digits.
  [/^JSON$/, { column: { type: 'json' }, select: text, cell: json }],
  [/^(STRUCT|MAP)\(/, { column: { type: 'json' }, select: name => `to_json(${name})::varchar`, cell: json }],
  [/^BLOB$/, { column: { type: 'text' }, select: name => `lower(hex(${name}))` }],
]
const otherwise: Rule = { column: { type: 'text' }, select: text }
const ruleOf = (native: string): Rule => rules.find(([pattern]) => pattern.test(native))?.[1] ?? otherwise

export const columnOf = (key: string, native: string): Column => ({ key, ...ruleOf(native).column, native })
export const selected = ({ key, native = '' }: Column): string => `${ruleOf(native).select(identifier(key))} as ${identifier(key)}`

/** How each cell of a column is finished in JavaScript. Text that was guessed to be JSON becomes lists and objects. */
export function finish({ type, native = '' }: Column): (value: unknown) => Value {
  if (native === 'VARCHAR') {
    if (type === 'list' || type === 'json') return json
  }
  if (native === COMMA) return value => (typeof value === 'string' ? pointed(value) : null)
  if (native === COMMA_GUESSED) return value => (typeof value === 'string' ? pointedSurely(value) : null)
  return ruleOf(native).cell ?? (value => (value ?? null) as Value)
}
