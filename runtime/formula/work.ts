/** What a formula is made of once it is ready: functions from a row to a value, and what they may ask. */
import { isEmpty, textOf } from '../conditions/predicate.ts'
import type { Column, Row, Value } from '../contract.ts'
import { Unusable } from '../dialect.ts'
import { decimal } from '../normalise/decimal.ts'
import type { Formula } from './parse.ts'

/** Told why a row has no value here; the row goes on without it. */
export type Lost = (code: string) => void
export type Work = (row: Row, lost: Lost) => Value
export type Kind = Pick<Column, 'type' | 'zoned'>

/** What is the same for every row of a run. `timezone`: of times that carry none. */
export interface Facts {
  timezone?: string | undefined
}
/** A part made ready, with what is known of its values before any row is seen. */
export interface Ready {
  work: Work
  kind: Kind
  /** The formula it was made of: some functions want a text as it stands. */
  from: Formula
}
export interface Fn {
  /** How it is written: `first(a, b, …)`. */
  usage: string
  says: string
  args: readonly [least: number, most: number]
  kind: Kind | ((args: readonly Ready[]) => Kind)
  /** Throws `Flaw` for what can be told without rows. */
  make(args: readonly Ready[], facts: Facts): Work
}

export const TEXT: Kind = { type: 'text' }
export const NUMBER: Kind = { type: 'number' }
export const BOOLEAN: Kind = { type: 'boolean' }
export const TIME: Kind = { type: 'time', zoned: true }
export const LIST: Kind = { type: 'list' }

/** Longer results are cut off as none: no row may grow without end. */
const TEXT_MAX = 65_536

export const empty = (value: Value): boolean => isEmpty(value) || (typeof value === 'string' && value.trim() === '')
/** As text; lists and objects as JSON, an empty cell as ''. */
export const asText = (value: Value): string => (value === null ? '' : (textOf(value) ?? JSON.stringify(value)))
/** Plain decimal text, or nothing: silently for an empty cell, with a reason for words. */
export function asNumber(value: Value, lost: Lost): string | undefined {
  if (empty(value)) return undefined
  const number = decimal(value)
  if (!(number instanceof Unusable)) return number
  lost('formula_not_a_number')
  return undefined
}
export const asYes = (value: Value): boolean =>
  value === true || (typeof value === 'string' && /^(?:true|t|yes|y|1)$/i.test(value.trim())) || value === 1
export function bounded(text: string, lost: Lost): Value {
  if (text.length <= TEXT_MAX) return text
  lost('formula_too_long')
  return null
}
/** What several parts have in common, else text. */
export function common(parts: readonly Ready[]): Kind {
  const [first, ...rest] = parts.filter(({ from }) => !(from.kind === 'constant' && from.value === null)).map(({ kind }) => kind)
  if (!first || rest.some(kind => kind.type !== first.type)) return TEXT
  return { type: first.type, ...(first.zoned && rest.every(kind => kind.zoned) && { zoned: true }) }
}
