import { expect, it } from 'vitest'
import type { WhilePaused } from '../../server/api/payloads.ts'
import { costWords, pauseWords, waitsWords } from './paused-words.ts'

const NOW = Date.parse('2026-11-26T12:00:00Z')
const counted = (waiting: number, soon: number, first: string | null) => ({ at: '2026-11-26T11:57:00Z', waiting, soon, first })
const of = (more: Partial<WhilePaused>): WhilePaused => ({ every: 'hourly', billed: false, counted: null, ...more })

it.each<[WhilePaused, string]>([
  [of({}), 'What waits is not counted yet.'],
  [of({ every: 'never', counted: counted(9, 9, null) }), 'What becomes too old meanwhile is not counted.'],
  [of({ counted: counted(0, 0, null) }), 'No events wait, counted 3 minutes ago.'],
  [
    of({ counted: counted(1_234_567, 1, '2026-11-26T14:00:00Z') }),
    '1,234,567 events wait, counted 3 minutes ago. 1 of them becomes too old for the platform within 6 hours.',
  ],
  [of({ counted: counted(1, 0, null) }), '1 event waits, counted 3 minutes ago.'],
])('what waits: %j', (told, words) => expect(waitsWords(told, NOW)).toBe(words))

it.each<[Partial<WhilePaused>, RegExp]>([
  [{}, /^$/],
  [{ billed: true, every: 'never' }, /^$/],
  [{ billed: true, every: 'hourly' }, /every hour.*may bill.*never/],
  [{ billed: true, every: 'six_hours' }, /every 6 hours.*may bill.*never/],
])('what counting costs: %j', (told, words) => expect(costWords(of(told))).toMatch(words))

it('says what a pause costs where the pause is made', () => {
  expect(pauseWords({ paused: false })).toBe('The schedule goes on.')
  expect(pauseWords({ paused: true })).toBe('The schedule is paused.')
  expect(pauseWords({ paused: true, whilePaused: of({ billed: true, every: 'six_hours' }) })).toMatch(
    /^The schedule is paused\. .*may bill/,
  )
})
