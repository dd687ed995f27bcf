/** Tables of cells and what a normaliser must make of each. */
import { expect, test } from 'vitest'
import type { Value } from '../../runtime/contract.ts'
import { type Context, type Normaliser, Unusable } from '../../runtime/dialect.ts'

export type Table = readonly (readonly [cell: Value, expected: Value])[]
const around: Context = { country: undefined, dayFirst: false, timezone: undefined, now: Date.parse('2026-11-22T00:00:00Z') }

/** The wire value, or the code of why there is none. */
export const read = (normaliser: Normaliser, value: Value, more: Partial<Context> = {}) => {
  const wire = normaliser.apply(value, { ...around, ...more })
  return wire instanceof Unusable ? wire.code : wire
}
/** One test for each line. */
export const each = (title: string, normaliser: Normaliser, table: Table, more?: Partial<Context>) =>
  test.each(table.map(([value, expected]) => [JSON.stringify(value), value, expected] as const))(`${title}: %s`, (_, value, expected) =>
    expect(read(normaliser, value, more)).toBe(expected),
  )
/** Many cells that all come to the same. */
export const all = (expected: Value, ...values: Value[]): Table => values.map(value => [value, expected])
