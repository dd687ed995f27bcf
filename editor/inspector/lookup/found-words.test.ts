import { expect, test } from 'vitest'
import { foundWords } from './found-words.ts'

const found = { rows: 100, unmatched: 0, several: 0, repeated: 0, whole: true }
const chosen = { table: 'customers', take: 'last' as const, by: 'updated_at' }

test.each([
  [{}, chosen, 'ok', 'Every row finds one: 100 rows', /^$/],
  [{ unmatched: 1 }, chosen, 'warn', '1 row finds none, of 100', /stay empty/],
  [
    { repeated: 184, several: 3 },
    chosen,
    'ok',
    'Every row finds one: 100 rows',
    /184 keys have several rows in customers.*The last by updated_at.*3 rows here/,
  ],
  [{ repeated: 1 }, { ...chosen, by: undefined }, 'ok', 'Every row finds one: 100 rows', /1 key has.*Choose below/],
  [{ repeated: 1 }, { ...chosen, take: 'first' as const }, 'ok', 'Every row finds one: 100 rows', /The first by updated_at/],
  [{ whole: false }, chosen, 'ok', 'Every row finds one: 100 rows', /Only the first 100 rows were looked at/],
  [{ rows: 0 }, chosen, 'warn', 'No row arrives here', /^$/],
])('%j', (changes, settings, tone, title, lines) => {
  const words = foundWords({ ...found, ...changes }, settings)
  expect([words.tone, words.title]).toEqual([tone, title])
  expect(words.lines.join(' ')).toMatch(lines)
})
