import { describe, expect, it } from 'vitest'
import { ago, moment, nearDay, shortMoment, stretch, took } from './time.ts'

const now = Date.parse('2026-11-21T12:00:00Z')

describe('times as people say them', () => {
  it.each([
    ['2026-11-21T11:59:30Z', 'just now'],
    ['2026-11-21T12:00:05Z', 'just now'],
    ['2026-11-21T11:59:00Z', '1 minute ago'],
    ['2026-11-21T11:35:00Z', '25 minutes ago'],
    ['2026-11-21T11:00:00Z', '1 hour ago'],
    ['2026-11-21T09:00:00Z', '3 hours ago'],
  ])('%s', (iso, words) => expect(ago(iso, now)).toBe(words))

  it.each([
    ['2026-11-21T18:00:00Z', 'UTC', 'today 18:00'],
    ['2026-11-22T06:00:00Z', 'UTC', 'tomorrow 06:00'],
    ['2026-11-20T06:00:00Z', 'UTC', 'yesterday 06:00'],
    ['2026-11-25T06:00:00Z', 'UTC', '25 Nov, 06:00'],
    ['2026-11-21T23:30:00Z', 'Europe/Berlin', 'tomorrow 00:30'],
    ['2026-12-01T06:00:00Z', 'UTC', '1 Dec, 06:00'],
  ])('%s in %s', (iso, zone, words) => expect(nearDay(iso, now, zone)).toBe(words))

  it('says the year only when it is another one', () => {
    expect(moment('2026-11-21T06:00:00Z', now, 'UTC')).toBe('21 November, 06:00')
    expect(moment('2025-06-01T06:00:00Z', now, 'UTC')).toBe('1 June 2025, 06:00')
    expect(shortMoment('2026-01-05T23:05:00Z', now, 'UTC')).toBe('5 Jan, 23:05')
  })

  it('says the first and the last moment of a stretch, once where they are one, and the day where it is another', () => {
    const at = (minutes: number, seconds = 0) =>
      new Date(new Date(2026, 10, 21, 23, 59, 3).getTime() + minutes * 60_000 + seconds * 1000).toISOString()
    expect(stretch(at(0), at(0, 5), at(-10))).toBe('23:59:03 to 23:59:08')
    expect(stretch(at(0), at(0), at(-10))).toBe('23:59:03')
    expect(stretch(at(0), at(2), at(-10))).toBe('23:59:03 to 22 Nov, 00:01:03')
  })

  it.each([
    [0, 'under 1 s'],
    [48_000, '48 s'],
    [60_000, '1 min'],
    [185_000, '3 min 5 s'],
    [7_800_000, '2 h 10 min'],
  ])('%i ms', (ms, words) => expect(took(ms)).toBe(words))
})
