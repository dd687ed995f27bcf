/** What a lookup finds, in words. */
import type { LookedUp } from '../../../server/api/lookups.ts'
import { count, say } from '../../words/words.ts'

export interface FoundWords {
  tone: 'ok' | 'warn'
  title: string
  /** What follows from it; a sentence each. */
  lines: readonly string[]
}
interface Chosen {
  table: string
  take: 'first' | 'last'
  by: string | undefined
}

export function foundWords({ rows, unmatched, several, repeated, whole }: LookedUp, { table, take, by }: Chosen): FoundWords {
  const lines: string[] = []
  if (unmatched > 0) lines.push(say('The columns stay empty for these rows; they go on all the same, and each run counts them.'))
  if (repeated > 0) {
    lines.push(say('{n, plural, one {# key has} other {# keys have}} several rows in {table}.', { n: repeated, table }))
    lines.push(
      by === undefined
        ? say('One of them is used. Choose below by which column, or the order of the values decides.')
        : take === 'first'
          ? say('The first by {column} is used.', { column: by })
          : say('The last by {column} is used.', { column: by }),
    )
  }
  if (several > 0) lines.push(say('{n, plural, one {# row} other {# rows}} here met such a key. No row is doubled.', { n: several }))
  if (!whole) lines.push(say('Only the first {n, plural, one {row was} other {# rows were}} looked at.', { n: rows }))
  if (rows === 0) return { tone: 'warn', title: say('No row arrives here'), lines: [] }
  const title =
    unmatched === 0
      ? say('Every row finds one: {n, plural, one {# row} other {# rows}}', { n: rows })
      : say('{n, plural, one {# row finds} other {# rows find}} none, of {all}', { n: unmatched, all: count(rows) })
  return { tone: unmatched > 0 ? 'warn' : 'ok', title, lines }
}
