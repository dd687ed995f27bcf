import { expect, test } from 'vitest'
import { dateWords, runWords } from './run-words.ts'

const now = new Date('2026-11-22T22:30:00Z')
test.each([
  ['2026-11-22T22:45:00Z', 'UTC', 'today 22:45'],
  ['2026-11-23T05:00:00Z', 'UTC', 'tomorrow 05:00'],
  ['2026-11-22T23:45:00Z', 'Europe/Berlin', 'tomorrow 00:45'],
  ['2026-11-26T05:00:00Z', 'Europe/Berlin', 'Thu 26 Nov, 06:00'],
])('%s in %s is %s', (at, zone, words) => {
  expect(runWords(at, zone, now)).toBe(words)
})

test.each([
  ['2026-11-23T05:00:00Z', 'Mon 23 Nov, 05:00'],
  ['2027-03-29T00:30:00Z', 'Mon 29 Mar, 00:30'],
  ['2028-03-29T00:30:00Z', 'Wed 29 Mar 2028, 00:30'],
])('in a list %s is %s', (at, words) => {
  expect(dateWords(at, 'UTC', now)).toBe(words)
})
