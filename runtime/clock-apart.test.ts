import { expect, it } from 'vitest'
import { clocksApart } from './clock-apart.ts'

const at = (time: string) => Date.parse(`2026-11-26T${time}Z`)
const started = at('10:00:00.500')
const ended = at('10:00:20.000')
it.each([
  ['the second in which it began', 'Thu, 26 Nov 2026 10:00:00 GMT', 0],
  ['a moment of the exchange', 'Thu, 26 Nov 2026 10:00:10 GMT', 0],
  ['less than a minute before it began', 'Thu, 26 Nov 2026 09:59:00 GMT', 59_500],
  ['more than a minute before', 'Thu, 26 Nov 2026 09:58:58 GMT', 61_500],
  ['a minute after it ended', 'Thu, 26 Nov 2026 10:01:20 GMT', 60_000],
  ['more than a minute after', 'Thu, 26 Nov 2026 10:01:21 GMT', 61_000],
  ['no time at all', 'soon', undefined],
  ['nothing', undefined, undefined],
])('%s', (_, date, apart) => {
  expect(clocksApart({ status: 200, headers: date === undefined ? {} : { date }, body: '' }, started, ended)).toBe(apart)
})
