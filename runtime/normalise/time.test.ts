import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Value } from '../contract.ts'
import { type Context, Unusable } from '../dialect.ts'
import { epochSeconds, parseTime } from './time.ts'

const at = (around: Partial<Context> = {}): Context => ({ country: undefined, dayFirst: false, timezone: undefined, now: 0, ...around })
const read = (value: Value, around?: Partial<Context>) => {
  const wire = epochSeconds.apply(value, at(around))
  return wire instanceof Unusable ? wire.code : wire
}
const seconds = (iso: string) => Date.parse(iso) / 1000
const berlin = { timezone: 'Europe/Berlin' }

const SATURDAY = '2026-11-21T18:04:11Z'
test.each([
  [SATURDAY],
  ['2026-11-21T18:04:11.123456Z'],
  ['2026-11-21 18:04:11+00'],
  ['2026-11-21 20:04:11.5+02:00'],
  ['2026-11-21 23:34:11 +0530'],
  ['2026-11-21 18:04:11 UTC'],
  ['2026-11-21T19:04:11+01:00[Europe/Paris]'],
  ['2026-11-21 19:04:11 Europe/Paris'],
  ['Sat, 21 Nov 2026 18:04:11 +0000'],
  ['Sat, 21 Nov 2026 18:04:11 GMT'],
  ['21 Nov 2026 13:04:11 EST'],
  ['Sat Nov 21 2026 19:04:11 GMT+0100 (Central European Standard Time)'],
  ['2026-11-21 10:04:11 -0800 PST'],
  [1795284251],
  ['1795284251'],
  [1795284251000],
  ['1795284251123'],
  ['1795284251123456'],
  ['1795284251123456789'],
  ['1795284251.5'],
  ['20261121T180411Z'],
] as const)('%j carries its own zone', value => {
  expect(read(value)).toBe(seconds(SATURDAY))
  expect(read(value, { timezone: 'America/New_York' })).toBe(seconds(SATURDAY))
})

test.each([
  ['2026-11-21 19:04:11'],
  ['2026-11-21T19:04:11.999'],
  ['11/21/2026 7:04:11 PM'],
  ['21.11.2026 19:04:11'],
  ['Nov 21, 2026 7:04:11 PM'],
  ['21. November 2026 19:04:11'],
  ['20261121190411'],
  ['2026/11/21 19:04:11'],
])('%j needs a zone', value => {
  expect(read(value)).toBe('time_without_zone')
  expect(read(value, berlin)).toBe(seconds(SATURDAY))
})

test.each([
  ['a day begins at midnight of its zone', '2026-11-21', berlin, seconds('2026-11-20T23:00:00Z')],
  ['a day without a zone', '2026-11-21', {}, 'time_without_zone'],
  ['a zone nobody knows', '2026-11-21 10:00:00', { timezone: 'Nowhere/Land' }, 'time_without_zone'],
  ['the hour that is skipped in spring', '2026-03-29 02:30:00', berlin, 'time_skipped'],
  ['the hour that comes twice in autumn', '2026-10-25 02:30:00', berlin, 'time_repeated'],
  ['just before it', '2026-10-25 01:59:59', berlin, seconds('2026-10-24T23:59:59Z')],
  ['just after it', '2026-10-25 03:00:00', berlin, seconds('2026-10-25T02:00:00Z')],
  ['with its offset it happened once', '2026-10-25 02:30:00+02:00', berlin, seconds('2026-10-25T00:30:00Z')],
  ['a day whose midnight is skipped begins later', '2026-04-24', { timezone: 'Africa/Cairo' }, seconds('2026-04-23T22:00:00Z')],
  ['two readings', '01/02/2026 10:00', berlin, 'time_ambiguous'],
  ['two readings, day first', '01/02/2026 10:00', { ...berlin, dayFirst: true }, seconds('2026-02-01T09:00:00Z')],
  ['two readings, whoever bought', '01/02/2026 10:00', { timezone: 'UTC', country: 'US' }, 'time_ambiguous'],
  ['no such day', '2026-02-30T00:00:00Z', {}, 'time_not_valid'],
  ['no such minute', '2026-11-21T18:60:00Z', {}, 'time_not_valid'],
  ['1970', '1970-01-01T00:00:00Z', {}, 'time_implausible'],
  ['a year of six digits', '+056789-01-01T00:00:00Z', {}, 'time_implausible'],
  ['too few digits for any unit', 12345, {}, 'time_implausible'],
  ['infinity', 'infinity', {}, 'time_not_valid'],
  ['infinity as a number', Number.POSITIVE_INFINITY, {}, 'time_not_valid'],
  ['a word where the zone should be', '2026-11-21 18:04:11 banana', berlin, 'time_not_valid'],
  ['a summer zone by its letters', '2026-07-01 20:04:11 CEST', {}, seconds('2026-07-01T18:04:11Z')],
  ['typographic dashes', '2026\u201111\u201121T18:04:11Z', {}, seconds(SATURDAY)],
  ['BST is British and Bangladeshi', '2026-07-01 18:04:11 BST', berlin, 'time_zone_unclear'],
  ['IST is Indian, Irish and Israeli', '2026-11-21 18:04:11 IST', {}, 'time_zone_unclear'],
  ['an offset says it all, whatever stands behind', '2026-07-01 19:04:11 +0100 BST', {}, seconds('2026-07-01T18:04:11Z')],
  ['a zone in brackets', '2026-11-21 18:04:11 (UTC)', berlin, 'time_not_valid'],
  ['yes', true, {}, 'time_not_valid'],
  ['a list', ['2026-11-21'], {}, 'not_text'],
] as const)('%s', (_, value, around, expected) => expect(read(value as Value, around)).toBe(expected))

test('a time written in any zone is the instant it came from', () => {
  const zones = [
    'Europe/Berlin',
    'America/New_York',
    'Asia/Kolkata',
    'Australia/Lord_Howe',
    'America/Sao_Paulo',
    'Pacific/Apia',
    'UTC',
    'Africa/Casablanca',
  ]
  fc.assert(
    fc.property(fc.integer({ min: seconds('2004-01-02'), max: seconds('2099-12-30') }), fc.constantFrom(...zones), (time, timezone) => {
      const wall = new Intl.DateTimeFormat('sv-SE', { timeZone: timezone, dateStyle: 'short', timeStyle: 'medium' }).format(time * 1000)
      const read = parseTime(wall, at({ timezone }))
      if (read instanceof Unusable) expect(read.code).toBe('time_repeated')
      else expect(read).toBe(time * 1000)
    }),
    { numRuns: 3000 },
  )
})
test('seconds, milliseconds and microseconds of one instant agree', () => {
  fc.assert(
    fc.property(fc.integer({ min: seconds('2004-01-02'), max: seconds('2099-12-30') }), time => {
      for (const written of [
        time,
        time * 1000,
        String(time * 1e6),
        new Date(time * 1000).toISOString(),
        new Date(time * 1000).toUTCString(),
      ])
        expect(read(written)).toBe(time)
    }),
  )
})
