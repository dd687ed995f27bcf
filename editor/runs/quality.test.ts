import { expect, test } from 'vitest'
import type { FieldQuality, PathQuality } from '../../runtime/report.ts'
import { changeOf, readinessWords, rowsOf, share } from './quality.ts'

const field = (concept: string, worth: number, usable: number, more: Partial<FieldQuality> = {}): FieldQuality => ({
  concept,
  title: concept.toUpperCase(),
  worth,
  mapped: true,
  filled: usable,
  usable,
  hashed: 0,
  failed: [],
  warnings: [],
  ...more,
})
const quality = (fields: FieldQuality[], more: Partial<PathQuality> = {}): PathQuality => ({
  rows: 1200,
  readiness: 62,
  next: null,
  fields,
  ...more,
})

test('shows what helps most first, names what is not mapped, and leaves whole fields of the event out', () => {
  const shown = rowsOf(
    quality([
      field('value', 0, 1200),
      field('currency', 0, 900, { filled: 1150, failed: [{ code: 'x', rows: 250, message: 'Not a currency.' }] }),
      field('phone', 15, 0),
      field('email', 25, 1100),
      field('city', 2, 0, { mapped: false }),
    ]),
  )
  expect(shown.rows.map(row => row.concept)).toEqual(['email', 'phone', 'currency'])
  expect(shown.rows[0]).toMatchObject({ words: '1,100 of 1,200, 92%', percent: 92 })
  expect(shown.rows[2]!.failed).toEqual(['50: There is nothing in the column.', '250: Not a currency.'])
  expect(shown.unmapped).toEqual(['CITY'])
})

test.each([
  [1199, 1200, 99],
  [1, 1200, 1],
  [0, 1200, 0],
  [1200, 1200, 100],
  [0, 0, 0],
])('%d of %d is %d percent', (part, whole, percent) => expect(share(part, whole)).toBe(percent))

test.each([
  [30, 0.8, true, '50 points less', 'fell'],
  [51, 0.8, true, '29 points less', 'worse'],
  [81, 0.8, true, '1 point more', 'better'],
  [80, 0.8, true, 'Same', 'plain'],
  [80, undefined, true, 'Newly mapped', 'plain'],
  [80, undefined, false, 'No run before', 'plain'],
] as const)('%d after %s: %s', (percent, before, compared, words, tone) => {
  expect(changeOf(percent, before, compared)).toEqual({ words, tone })
})

test('says what the readiness was when it was another', () => {
  const before = { run: 'r', at: '2026-11-24T00:00:00.000Z', rows: 10, readiness: 64, coverage: {} }
  expect(readinessWords(quality([], { before }))).toBe('Match readiness 62 of 100, 64 in the run before.')
  expect(readinessWords(quality([], { before: { ...before, readiness: 62 } }))).toBe('Match readiness 62 of 100.')
})
