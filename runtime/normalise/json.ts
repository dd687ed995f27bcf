/** JSON cells, read without losing the digits of long numbers. */
import type { Value } from '../contract.ts'

const LONGEST = 1_000_000

/** The value of a JSON text, numbers that a double cannot hold as text; `undefined` when it is no JSON. */
export function parseJson(text: string): Value | undefined {
  if (text.length > LONGEST) return undefined
  try {
    return JSON.parse(text, exact) as Value
  } catch {
    return undefined
  }
}

const BRACKET = '['.charCodeAt(0)

/** The values of a text that is a JSON list, as warehouses without lists write them; `undefined` for every other value. */
export function listIn(value: Value): readonly Value[] | undefined {
  if (typeof value !== 'string' || value.charCodeAt(0) !== BRACKET) return undefined
  const parsed = parseJson(value)
  return Array.isArray(parsed) ? parsed : undefined
}

/** `source` is the number as it was written. */
function exact(this: unknown, _key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== 'number' || context?.source === undefined) return value
  return String(value) === context.source ? value : /^-?\d+(?:\.\d+)?$/.test(context.source) ? context.source : value
}
