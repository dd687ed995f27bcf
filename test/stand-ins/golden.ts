/** What conditions must become in an engine's SQL, written by hand from its documentation; used by the tests of dialects. */
import { expect } from 'vitest'
import { translate } from '../../runtime/conditions/sql.ts'
import type { SqlDialect } from '../../runtime/conditions/sql-dialect.ts'
import type { Condition } from '../../runtime/conditions/tree.ts'
import type { Shape } from '../../runtime/contract.ts'

/** 30 March 2024, noon. */
export const NOON = Date.parse('2024-03-30T12:00:00Z')

/** `sql`: the text, `undefined` when JavaScript decides. */
export function becomes(
  dialect: SqlDialect,
  shape: Shape,
  condition: Condition,
  sql: string | undefined,
  params: readonly string[] = [],
): void {
  const translated = translate({ match: 'all', conditions: [condition] }, shape, dialect, NOON)
  expect(translated).toEqual(sql === undefined ? undefined : { sql: `(${sql})`, params })
}
