import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ColumnType, Row, Value } from '../../../runtime/contract.ts'
import { Unusable } from '../../../runtime/dialect.ts'
import { parseTime } from '../../../runtime/normalise/time.ts'
import mapping from './index.ts'

const edge = (type: ColumnType = 'number') =>
  ({ has: [{ key: 'at', type }], wants: [], hints: {}, port: '', now: 0, columnsTimezone: 'UTC' }) as never
const config = (unit?: string, field = 'event_time') =>
  mapping.config.parse({ fields: { [field]: { column: 'at', ...(unit && { unit }) } } })
const timeOf = (at: Value, unit?: string) => {
  const { event_time = null } = mapping.prepare(config(unit), edge())({ at }) as Row
  return event_time
}
/** As a destination reads what arrives. */
const instant = (at: Value, unit?: string) => {
  const time = parseTime(timeOf(at, unit), { timezone: undefined, dayFirst: false })
  return time instanceof Unusable ? time.code : time
}

const SATURDAY = Date.parse('2026-11-21T18:04:11.123Z')
test.each([
  ['s', 1795284251, SATURDAY - 123],
  ['s', '1795284251.123', SATURDAY],
  ['s', '1.795284251e9', SATURDAY - 123],
  ['ms', 1795284251123, SATURDAY],
  ['us', '1795284251123456', SATURDAY],
  ['ns', '1795284251123999999', SATURDAY],
  ['ns', '1795284251999999999', SATURDAY - 123 + 999],
  ['s', 1795284251123, 'time_implausible'],
  ['ms', 1795284251, 'time_implausible'],
  ['us', 1795284251123, 'time_implausible'],
  ['s', -1, 'time_implausible'],
  ['s', 0, 'time_implausible'],
  ['s', 20261121, 'time_implausible'],
  ['s', '99999999999999999999999999', 'time_implausible'],
  ['s', '2026-11-21T18:04:11Z', SATURDAY - 123],
  ['s', 'soon', 'time_not_valid'],
])('in %s, %j is %j', (unit, at, expected) => expect(instant(at as Value, unit)).toBe(expected))

test('an empty cell stays empty, and without a unit a number travels as it is', () => {
  expect(timeOf(null, 's')).toBeNull()
  expect(timeOf('', 's')).toBeNull()
  expect(timeOf(1795284251)).toBe(1795284251)
})
test('every unit gives the instant that was counted', () => {
  const ms = fc.integer({ min: Date.parse('2004-01-01'), max: Date.parse('2099-12-31') })
  fc.assert(
    fc.property(ms, time => {
      expect(instant(time, 'ms')).toBe(time)
      expect(instant(String(time * 1000), 'us')).toBe(time)
      expect(instant(`${time}000000`, 'ns')).toBe(time)
      expect(instant(String(Math.floor(time / 1000)), 's')).toBe(Math.floor(time / 1000) * 1000)
    }),
  )
})
test.each([
  ['number', 'event_time', true],
  ['number', 'click_time', true],
  ['number', 'order_id', false],
  ['time', 'event_time', false],
  ['text', 'event_time', false],
] as const)('a %s column for %s is asked about: %s', (type, field, asked) => {
  const found = (unit?: string) => mapping.check!(config(unit, field), edge(type)).filter(({ code }) => code === 'map.time_unit')
  const units = found().flatMap(({ level, fixes }) => fixes!.map(fix => [level, (fix.set.value as { unit: string }).unit]))
  expect(units).toEqual(asked ? ['s', 'ms', 'us', 'ns'].map(unit => ['worth_a_look', unit]) : [])
  for (const unit of ['s', 'ms', 'us', 'ns']) expect(found(unit)).toEqual([])
})
test('a number that is brought to a time does not feed its field unchanged', () => {
  expect(mapping.feeds!(config('s'), 'event_time')).toBeUndefined()
  expect(mapping.feeds!(config(), 'event_time')).toEqual({ column: 'at' })
})
