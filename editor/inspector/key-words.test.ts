import { expect, test } from 'vitest'
import { inLanguage } from '../../test/stand-ins/in-language.ts'
import { keyWords } from './key-words.ts'

const found = { rows: 0, keyless: 0, keys: 0, repeated: 0, extra: 0, verdict: 'none' as const, examples: [], whole: true }

test.each([
  [{ rows: 40, keys: 40 }, undefined, 'ok', 'No key repeats in 40 rows', /^$/],
  [{ rows: 0 }, undefined, 'warn', 'There are no rows to look at', /^$/],
  [{ rows: 41, keys: 40, keyless: 1 }, undefined, 'warn', 'No key repeats in 41 rows', /1 row without a key is held back/],
  [
    { rows: 100, keys: 99, repeated: 1, extra: 1, verdict: 'few' as const },
    undefined,
    'warn',
    '1 key of 99 repeats',
    /1 % of the rows.*listed in the run/,
  ],
  [
    { rows: 100, keys: 99, repeated: 1, extra: 1, verdict: 'few' as const },
    'last' as const,
    'warn',
    '1 key of 99 repeats',
    /The last of each key is sent/,
  ],
  [
    { rows: 100, keys: 90, repeated: 9, extra: 10, verdict: 'many' as const },
    undefined,
    'err',
    '9 keys of 90 repeat',
    /Choose another key/,
  ],
  [
    { rows: 1e6, keys: 999_999, repeated: 1, extra: 1, verdict: 'few' as const },
    undefined,
    'warn',
    '1 key of 999,999 repeats',
    /Under 0.01 %/,
  ],
  [{ rows: 1e5, keys: 1e5, whole: false }, undefined, 'ok', 'No key repeats in 100,000 rows', /Only the first 100,000 rows/],
])('%j, keeping %s', (more, keeps, tone, title, says) => {
  const words = keyWords({ ...found, ...more }, keeps)
  expect(words).toMatchObject({ tone, title })
  expect(words.lines.join(' ')).toMatch(says)
})

test('a share has the comma of the language', async () => {
  const few = { ...found, rows: 1000, keys: 971, repeated: 1, extra: 29, verdict: 'few' as const }
  expect(keyWords(few, undefined).lines[0]).toContain('2.9 %')
  await inLanguage('fr', async () => {
    expect((await import('./key-words.ts')).keyWords(few, undefined).lines[0]).toContain('2,9 %')
  })
})
