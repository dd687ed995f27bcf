/** Amounts of one mark and three digits (1.234): whether the mark stands before decimals or groups thousands is for a person to say, and never guessed. */
import type { Value } from '../contract.ts'
import { Unusable } from '../dialect.ts'
import { decimal, digitsOf, TWO_READINGS } from './decimal.ts'

export const decimalMarks = ['decimal_comma', 'decimal_point'] as const
export type DecimalMark = (typeof decimalMarks)[number]
export const isDecimalMark = (unit: string | undefined): unit is DecimalMark => decimalMarks.some(known => known === unit)

/** The amount by the mark that a person named; numbers, and what is no amount, stay as they are. */
export function inMark(value: Value, mark: DecimalMark): Value {
  if (typeof value !== 'string') return value
  const read = decimal(value, mark)
  return read instanceof Unusable ? value : read
}

/** What an amount of two readings is by each mark; `undefined` for every other. */
export function marksOf(value: Value): Record<DecimalMark, string> | undefined {
  const digits = digitsOf(value)
  if (digits === undefined || !TWO_READINGS.test(digits)) return undefined
  return { decimal_comma: String(inMark(value, 'decimal_comma')), decimal_point: String(inMark(value, 'decimal_point')) }
}

/** The mark before the decimals, of an amount that leaves no doubt: by it the others of its column are written, too. */
export function markOf(value: Value): DecimalMark | undefined {
  const digits = digitsOf(value)
  if (digits === undefined || TWO_READINGS.test(digits) || decimal(value) instanceof Unusable) return undefined
  const last = Math.max(digits.lastIndexOf('.'), digits.lastIndexOf(','))
  if (last < 0) return undefined
  const groups = digits.indexOf(digits[last]!) !== last
  return (digits[last] === ',') !== groups ? 'decimal_comma' : 'decimal_point'
}
