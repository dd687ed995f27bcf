import { expect, test } from 'vitest'
import { runWords } from './run-words.ts'

const now = new Date('2026-11-22T22:30:00Z')
test.each([
  ['2026-11-22T22:45:00Z', 'UTC', 'today 22:45'],
  ['2026-11-23T05:00:00Z', 'UTC', 'tomorrow 05:00'],
  ['2026-11-22T23:45:00Z', 'Europe/Berlin', 'tomorrow 00:45'],
  ['2026-11-26T05:00:00Z', 'Europe/Berlin', 'Thu 26 Nov, 06:00'],
])('%s in %s is %s', (at, zone, words) => {
  expect(runWords(at, zone, now)).toBe(words)
})
