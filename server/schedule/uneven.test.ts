import { expect, it } from 'vitest'
import { unevenSteps } from './uneven.ts'

it.each([
  ['*/7 * * * *', ['Not every 7 minutes: counting begins anew each hour, at minute 0, 7, … 56. The last gap is 4 minutes.']],
  ['*/45 * * * *', ['Not every 45 minutes: counting begins anew each hour, at minute 0 and 45. The last gap is 15 minutes.']],
  ['*/25 * * * *', ['Not every 25 minutes: counting begins anew each hour, at minute 0, 25 and 50. The last gap is 10 minutes.']],
  ['*/59 * * * *', ['Not every 59 minutes: counting begins anew each hour, at minute 0 and 59. The last gap is 1 minute.']],
  ['0 */5 * * *', ['Not every 5 hours: counting begins anew each day, at hour 0, 5, … 20. The last gap is 4 hours.']],
  ['0 6 */2 * *', ['Not every 2 days: counting begins anew on the first of each month.']],
  ['*/15 * * * *', []],
  ['0 */6 * * *', []],
  ['* * * * *', []],
  ['5-55/7 * * * *', []],
  ['nonsense', []],
])('%s: %j', (cron, says) => {
  expect(unevenSteps(cron)).toEqual(says)
})
