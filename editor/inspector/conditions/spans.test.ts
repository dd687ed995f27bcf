import { expect, test } from 'vitest'
import { type Relative, spanWords } from './spans.ts'

/** Worked out by hand: Berlin leaves summer time on 25 October 2026, New York enters it on 8 March, Lord Howe is at +11 in summer and +10:30. */
test.each<[string, string, Relative, string]>([
  ['2026-11-21T11:04Z', 'Europe/Berlin', last(7, 'day'), 'from 14 Nov 2026, 12:04 to now, Berlin time'],
  ['2026-10-26T11:00Z', 'Europe/Berlin', last(2, 'day'), 'from 24 Oct 2026, 13:00 to now, Berlin time'],
  ['2026-11-21T12:04Z', 'UTC', last(90, 'minute'), 'from 21 Nov 2026, 10:34 to now, UTC'],
  ['2026-03-31T12:00Z', 'Asia/Kolkata', last(1, 'month'), 'from 28 Feb 2026, 17:30 to now, Kolkata time'],
  ['2024-02-29T12:00Z', 'UTC', { op: 'not_in_last', span: { amount: 1, unit: 'year' } }, 'before 28 Feb 2023, 12:00, UTC'],
  ['2026-11-30T12:00Z', 'UTC', { op: 'in_next', span: { amount: 1, unit: 'quarter' } }, 'from now to 28 Feb 2027, 12:00, UTC'],
  ['2026-03-08T12:00Z', 'America/New_York', { op: 'this', unit: 'day' }, 'from 8 Mar 2026, 00:00 to 8 Mar 2026, 23:59, New York time'],
  ['2026-11-22T23:30Z', 'Europe/Berlin', { op: 'this', unit: 'week' }, 'from 23 Nov 2026, 00:00 to 29 Nov 2026, 23:59, Berlin time'],
  [
    '2026-10-31T13:30Z',
    'Australia/Lord_Howe',
    { op: 'this', unit: 'month' },
    'from 1 Nov 2026, 00:00 to 30 Nov 2026, 23:59, Lord Howe time',
  ],
  ['2026-12-31T23:30Z', 'UTC', { op: 'this', unit: 'quarter' }, 'from 1 Oct 2026, 00:00 to 31 Dec 2026, 23:59, UTC'],
])('at %s in %s, %j is %s', (now, zone, relative, words) => {
  expect(spanWords(relative, Date.parse(now), zone)).toBe(words)
})

function last(amount: number, unit: 'minute' | 'day' | 'month'): Relative {
  return { op: 'in_last', span: { amount, unit } }
}
