/** Numbers compared as the decimals people wrote: no float error, no lost digit of a big integer. */
import type { Value } from '../contract.ts'

/** A number to compare cells with: its nearest double for the quick answer, its digits for the exact one. */
export interface Decimal {
  near: number
  text: string
}

const SHAPE = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$/

/** The number in a cell; `undefined` for what is none (empty, words, NaN, infinity, grouped digits). */
export function decimal(cell: Value | undefined): Decimal | undefined {
  if (typeof cell === 'number') return Number.isFinite(cell) ? { near: cell, text: String(cell) } : undefined
  if (typeof cell !== 'string') return undefined
  const text = cell.trim()
  return SHAPE.test(text) ? { near: Number(text), text } : undefined
}

/** Negative, zero or positive, as in a sort. */
export function orderDecimals(a: Decimal, b: Decimal): number {
  // Rounding to a double keeps order, so unequal doubles decide; equal ones may hide a difference in the digits.
  if (a.near !== b.near) return a.near < b.near ? -1 : 1
  if (a.text === b.text) return 0
  return orderDigits(digits(a.text), digits(b.text))
}

interface Digits {
  sign: -1 | 0 | 1
  whole: string
  fraction: string
}
function digits(text: string): Digits {
  const [mantissa = '', power = '0'] = text.toLowerCase().split('e')
  const [whole = '', fraction = ''] = mantissa.replace(/^[+-]/, '').split('.')
  const shift = Number(power)
  const all = whole + fraction
  const point = whole.length + shift
  const left = point <= 0 ? '' : all.slice(0, point).padEnd(point, '0')
  const right = point <= 0 ? '0'.repeat(-point) + all : all.slice(point)
  const shown = { whole: left.replace(/^0+/, ''), fraction: right.replace(/0+$/, '') }
  if (shown.whole === '' && shown.fraction === '') return { sign: 0, ...shown }
  return { sign: text.startsWith('-') ? -1 : 1, ...shown }
}
function orderDigits(a: Digits, b: Digits): number {
  if (a.sign !== b.sign) return a.sign - b.sign
  const larger = a.whole.length - b.whole.length || compareText(a.whole, b.whole) || compareText(a.fraction, b.fraction)
  return larger * a.sign
}
const compareText = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1)

/** One spelling for all that are the same number. */
export function plainDigits({ text }: Decimal): string {
  const { sign, whole, fraction } = digits(text)
  return `${sign < 0 ? '-' : ''}${whole || '0'}${fraction && '.'}${fraction}`
}
