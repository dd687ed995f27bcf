import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Unusable } from '../dialect.ts'
import { dateOrders, inOrder, readingsOf } from './date-order.ts'
import { parseTime } from './time.ts'

test.each([
  ['02/11/2026 09:15', '2026-11-02 09:15', '2026-02-11 09:15'],
  ['2.11.2026', '2026-11-02', '2026-02-11'],
  ['02-11-2026T09:15:00Z', '2026-11-02 09:15:00Z', '2026-02-11 09:15:00Z'],
  ['02/11/2026, 9:15 PM', '2026-11-02 21:15', '2026-02-11 21:15'],
  ['02/11/2026 12:05 a.m.', '2026-11-02 00:05', '2026-02-11 00:05'],
  ['02/11/2026 12:05:09 pm', '2026-11-02 12:05:09', '2026-02-11 12:05:09'],
  ['02/11/2026 9:15', '2026-11-02 09:15', '2026-02-11 09:15'],
  ['02/11/2026 9:15 AM +01:00', '2026-11-02 09:15 +01:00', '2026-02-11 09:15 +01:00'],
  ['02/11/2026 13:15 PM', '2026-11-02 13:15 PM', '2026-02-11 13:15 PM'],
  [' 02/11/2026 09:15+01:00 ', '2026-11-02 09:15+01:00', '2026-02-11 09:15+01:00'],
  ['2. 11. 2026', '2026-11-02', '2026-02-11'],
  ['０２／１１／２０２６', '2026-11-02', '2026-02-11'],
  ['02‑11‑2026', '2026-11-02', '2026-02-11'],
  ['25/10/2026', '2026-10-25', '2026-25-10'],
] as const)('%j is %s, or %s', (text, day, month) => {
  expect(inOrder(text, 'day_first')).toBe(day)
  expect(inOrder(text, 'month_first')).toBe(month)
})
test.each([
  '2026-11-02',
  '02/11/26',
  '02/11-2026',
  '20261102',
  'soon',
  '',
  '1/2/20261',
  '2 November 2026',
  1795284251,
  null,
  true,
  ['02/11/2026'],
])('%j stays as it is, and has no two readings', value => {
  for (const order of dateOrders) expect(inOrder(value, order)).toBe(value)
  expect(readingsOf(value)).toBeUndefined()
})
test.each([
  ['02/11/2026', { day_first: '2026-11-02', month_first: '2026-02-11' }],
  ['25/10/2026', { day_first: '2026-10-25' }],
  ['10/25/2026', { month_first: '2026-10-25' }],
  ['29/02/2024', { day_first: '2024-02-29' }],
  ['29/02/2026', undefined],
  ['31/31/2026', undefined],
] as const)('%s reads as %j', (text, read) => expect(readingsOf(text)).toEqual(read))

const odd = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: fc.constantFrom(...'0123456789/.- :TZ') }),
)
test('said twice is said once', () => {
  fc.assert(
    fc.property(odd, fc.constantFrom(...dateOrders), (text, order) => {
      expect(inOrder(inOrder(text, order), order)).toBe(inOrder(text, order))
    }),
    { numRuns: 2000 },
  )
})
test('a moment written in an order is read as that moment', () => {
  const moments = fc.integer({ min: Date.UTC(2004, 0, 2) / 1000, max: Date.UTC(2099, 11, 30) / 1000 })
  fc.assert(
    fc.property(moments, fc.constantFrom('/', '.', '-'), fc.constantFrom(...dateOrders), (seconds, mark, order) => {
      const [, y, m, d, clock] = /^(\d+)-(\d+)-(\d+)T(.{8})/.exec(new Date(seconds * 1000).toISOString())!
      const text = `${(order === 'day_first' ? [d, m, y] : [m, d, y]).join(mark)} ${clock}`
      const time = parseTime(inOrder(text, order), { timezone: 'UTC', dayFirst: false })
      expect(time instanceof Unusable ? time.code : time).toBe(seconds * 1000)
    }),
  )
})
