import { describe, expect, it } from 'vitest'
import { checkSchedule, clockChanges, nextRuns } from './due-times.ts'

/** Expected values are worked out by hand from the zones' published offsets, not from what the program says. */
const table: { title: string; cron: string; zone: string; from: string; due: string[] }[] = [
  {
    title: 'an hour that does not exist runs at the first instant after it (Berlin)',
    cron: '30 2 * * *',
    zone: 'Europe/Berlin',
    from: '2026-03-28T00:00Z',
    due: ['2026-03-28T01:30Z', '2026-03-29T01:00Z', '2026-03-30T00:30Z'],
  },
  {
    title: 'an hour that comes twice runs once, the first time (Berlin)',
    cron: '30 2 * * *',
    zone: 'Europe/Berlin',
    from: '2026-10-24T12:00Z',
    due: ['2026-10-25T00:30Z', '2026-10-26T01:30Z'],
  },
  {
    title: 'two minutes of a missing hour become one run (Berlin)',
    cron: '0,30 2 * * *',
    zone: 'Europe/Berlin',
    from: '2026-03-28T12:00Z',
    due: ['2026-03-29T01:00Z', '2026-03-30T00:00Z', '2026-03-30T00:30Z'],
  },
  {
    title: 'two minutes of a doubled hour run once each (Berlin)',
    cron: '0,30 2 * * *',
    zone: 'Europe/Berlin',
    from: '2026-10-24T12:00Z',
    due: ['2026-10-25T00:00Z', '2026-10-25T00:30Z', '2026-10-26T01:00Z'],
  },
  {
    title: 'a missing hour next to one that runs is not run twice (Berlin)',
    cron: '0 2,3 * * *',
    zone: 'Europe/Berlin',
    from: '2026-03-28T12:00Z',
    due: ['2026-03-29T01:00Z', '2026-03-30T00:00Z', '2026-03-30T01:00Z'],
  },
  {
    title: 'every quarter of an hour follows real time over a gap (Berlin)',
    cron: '*/15 * * * *',
    zone: 'Europe/Berlin',
    from: '2026-03-29T00:40Z',
    due: ['2026-03-29T00:45Z', '2026-03-29T01:00Z', '2026-03-29T01:15Z'],
  },
  {
    title: 'every half hour follows real time over a doubled hour (Berlin)',
    cron: '*/30 * * * *',
    zone: 'Europe/Berlin',
    from: '2026-10-24T23:50Z',
    due: ['2026-10-25T00:00Z', '2026-10-25T00:30Z', '2026-10-25T01:00Z', '2026-10-25T01:30Z', '2026-10-25T02:00Z'],
  },
  {
    title: 'asked at the end of the first pass, the second is still to come (Berlin)',
    cron: '*/30 * * * *',
    zone: 'Europe/Berlin',
    from: '2026-10-25T00:40Z',
    due: ['2026-10-25T01:00Z', '2026-10-25T01:30Z', '2026-10-25T02:00Z'],
  },
  {
    title: 'asked in the middle of the second pass, nothing comes again (Berlin)',
    cron: '*/30 * * * *',
    zone: 'Europe/Berlin',
    from: '2026-10-25T01:10Z',
    due: ['2026-10-25T01:30Z', '2026-10-25T02:00Z'],
  },
  {
    title: 'spring (New York)',
    cron: '30 2 * * *',
    zone: 'America/New_York',
    from: '2026-03-07T12:00Z',
    due: ['2026-03-08T07:00Z', '2026-03-09T06:30Z'],
  },
  {
    title: 'autumn (New York)',
    cron: '30 1 * * *',
    zone: 'America/New_York',
    from: '2026-10-31T12:00Z',
    due: ['2026-11-01T05:30Z', '2026-11-02T06:30Z'],
  },
  {
    title: 'a gap of half an hour (Lord Howe)',
    cron: '15 2 * * *',
    zone: 'Australia/Lord_Howe',
    from: '2026-10-03T00:00Z',
    due: ['2026-10-03T15:30Z', '2026-10-04T15:15Z'],
  },
  {
    title: 'half an hour that comes twice (Lord Howe)',
    cron: '45 1 * * *',
    zone: 'Australia/Lord_Howe',
    from: '2026-04-04T00:00Z',
    due: ['2026-04-04T14:45Z', '2026-04-05T15:15Z'],
  },
  { title: 'a leap day', cron: '0 6 29 2 *', zone: 'UTC', from: '2026-01-01T00:00Z', due: ['2028-02-29T06:00Z', '2032-02-29T06:00Z'] },
  {
    title: 'weekdays by name',
    cron: '0 6 * * MON-FRI',
    zone: 'UTC',
    from: '2026-11-20T07:00Z',
    due: ['2026-11-23T06:00Z', '2026-11-24T06:00Z'],
  },
]

describe('due times', () => {
  it.each(table)('$title', ({ cron, zone, from, due }) => {
    expect(nextRuns(cron, zone, due.length, Date.parse(from)).map(text)).toEqual(due)
  })

  it('come strictly later, one after another, over both clock changes, however often one asks', () => {
    for (const cron of ['*/20 * * * *', '10 2 * * *', '5 */3 * * *'])
      for (const start of ['2026-03-28T20:00Z', '2026-10-24T20:00Z']) {
        const all = nextRuns(cron, 'Europe/Berlin', 12, Date.parse(start))
        const asked: number[] = []
        for (let from = Date.parse(start); asked.length < 12; from = asked.at(-1)!) asked.push(...nextRuns(cron, 'Europe/Berlin', 1, from))
        expect(asked).toEqual(all)
        expect(all.every((due, i) => i === 0 || due > all[i - 1]!)).toBe(true)
      }
  })

  it.each([
    ['30 2 * * *', 'Europe/Berlin', '2027-03-20T00:00Z', ['On Sun 28 Mar, 02:30 does not exist in Berlin. That run starts at 03:00.']],
    [
      '30 2 * * *',
      'Europe/Berlin',
      '2026-10-20T00:00Z',
      ['On Sun 25 Oct, 02:30 comes twice in Berlin. The run starts once, the first time.'],
    ],
    ['0 6 * * *', 'Europe/Berlin', '2027-03-20T00:00Z', []],
    ['30 2 * * *', 'Europe/Berlin', '2026-12-01T00:00Z', []],
    [
      '*/30 * * * *',
      'Europe/Berlin',
      '2027-03-27T22:00Z',
      ['On Sun 28 Mar, 02:00 to 03:00 does not exist in Berlin. Runs go on at 03:00.'],
    ],
    ['30 2 * * *', 'UTC', '2027-03-20T00:00Z', []],
  ])('%s in %s from %s says of clock changes: %j', (cron, zone, from, says) => {
    expect(clockChanges(cron, zone, Date.parse(from))).toEqual(says)
  })

  it.each([
    ['0 25 * * *', 'UTC', 'The hour must be 0 to 23. You wrote 25.'],
    ['60 * * * *', 'UTC', 'The minute must be 0 to 59. You wrote 60.'],
    ['0 0 0 * *', 'UTC', 'The day must be 1 to 31. You wrote 0.'],
    ['0 0 * 13 *', 'UTC', 'The month must be 1 to 12. You wrote 13.'],
    ['0 0 * * 8', 'UTC', 'The weekday must be 0 to 7. You wrote 8.'],
    ['0 0 * * monday', 'UTC', 'The weekday must be 0 to 7. You wrote monday.'],
    ['*/0 * * * *', 'UTC', 'The step of the minute must be 1 or more. You wrote 0.'],
    ['*/99 * * * *', 'UTC', 'The step of the minute must be at most 59. You wrote 99.'],
    ['0 6 * *', 'UTC', 'A schedule has five parts: minute, hour, day, month, weekday. You wrote 4.'],
    ['* * * * * *', 'UTC', 'A schedule has five parts: minute, hour, day, month, weekday. You wrote 6.'],
    ['', 'UTC', 'A schedule has five parts: minute, hour, day, month, weekday. You wrote 0.'],
    ['0 0 31 2 *', 'UTC', 'No date ever matches this schedule.'],
    ['0 6 * * *', 'Europe/Nowhere', '“Europe/Nowhere” is not a time zone. Write one like Europe/Paris.'],
    ['0 6 * * *', '', '“” is not a time zone. Write one like Europe/Paris.'],
  ])('refuses %j in %j', (cron, zone, message) => {
    expect(() => checkSchedule(cron, zone)).toThrow(message)
  })

  it.each(['*/15 * * * *', '0 6 * * 1-5', '0 0 1 JAN *', '30 4 L * *', '0 9 * * MON#1', '0 0 ? * 7'])('takes %j', cron => {
    expect(() => checkSchedule(cron, 'Europe/Paris')).not.toThrow()
  })
})

const text = (instant: number) => new Date(instant).toISOString().replace(':00.000Z', 'Z')
