import { expect, test } from 'vitest'
import { spanFrom } from './spans.ts'

const at = (text: string) => new Date(`${text}Z`)
test.each([
  ['2026-11-21T12:04:00', { amount: 7, unit: 'day' }, true, '2026-11-14T12:04:00'],
  ['2026-11-21T12:04:00', { amount: 90, unit: 'minute' }, true, '2026-11-21T10:34:00'],
  ['2026-11-21T12:04:00', { amount: 2, unit: 'week' }, false, '2026-12-05T12:04:00'],
  ['2026-03-31T12:00:00', { amount: 1, unit: 'month' }, true, '2026-02-28T12:00:00'],
  ['2026-11-30T12:00:00', { amount: 1, unit: 'quarter' }, false, '2027-02-28T12:00:00'],
  ['2024-02-29T12:00:00', { amount: 1, unit: 'year' }, true, '2023-02-28T12:00:00'],
] as const)('%s and %j apart, back: %s', (now, span, back, expected) => {
  expect(spanFrom(at(now), span, back)).toEqual(at(expected))
})
