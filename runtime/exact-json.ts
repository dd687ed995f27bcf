/** JSON read without losing a digit or inheriting a prototype. */

import { decimal, orderDecimals } from './conditions/decimal.ts'
import type { Value } from './contract.ts'

/** Numbers that a double cannot hold stay text; objects have no prototype, so `__proto__` is a name like any other. Half a character becomes U+FFFD. */
export function exactJson(text: string): Value {
  return JSON.parse(text, revive as (key: string, value: unknown) => unknown)
}
/** The same for a cell that should hold JSON: what is none stays the text that it is. */
export function jsonOrText(text: string): Value {
  try {
    return exactJson(text)
  } catch {
    return text
  }
}
function revive(_key: string, value: unknown, { source }: { source?: string } = {}): unknown {
  if (typeof value === 'number') return source === undefined || source.length < 16 || same(source, value) ? value : source
  // Text and its bytes would differ, and with them its hash.
  if (typeof value === 'string') return value.toWellFormed()
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.assign(Object.create(null), value)
}
function same(source: string, value: number): boolean {
  const [written, read] = [decimal(source), decimal(value)]
  return written !== undefined && read !== undefined && orderDecimals(written, { ...read, near: written.near }) === 0
}
