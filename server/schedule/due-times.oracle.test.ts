import { describe, expect, it } from 'vitest'
import { dueIn, minutes, nights } from '../../test/stand-ins/clock-oracle.ts'
import { dueAfter } from './due-times.ts'

const patterns = [
  '* * * * *',
  '*/7 * * * *',
  '*/15 * * * *',
  '*/45 * * * *',
  '5 * * * *',
  '40 0-23 * * *',
  '0 0 * * *',
  '30 0 * * *',
  '15 1 * * *',
  '30 2 * * *',
  '0,30 2 * * *',
  '0 2,3 * * *',
  '59 23 * * *',
  '10 */2 * * *',
  '*/20 1-3 * * *',
  '0 6 * * 1-5',
  '30 1 * * 0,6',
  '0 0 1,30 * 0',
  '0 12 29 3 *',
]

describe.each(nights)('%s around %s', (zone, night) => {
  const [from, to] = [Date.parse(night) - 3 * 86_400_000, Date.parse(night) + 3 * 86_400_000]
  const walk = minutes(zone, from, to)

  it.each(patterns)('%s is due when a clock on the wall says so', cron => {
    // The first hours only tell the oracle what the wall has shown before.
    const start = from + 86_400_000
    const expected = dueIn(cron, walk).filter(at => at > start)
    const found: number[] = []
    for (const at of dueAfter(cron, zone, start)) {
      if (at > to) break
      found.push(at)
    }
    expect(found.map(text)).toEqual(expected.map(text))
  })

  it.each(patterns)('%s gives the same whenever it is asked, also within the change', cron => {
    const expected = dueIn(cron, walk)
    for (let minute = -200; minute <= 200; minute += 25) {
      const asked = Date.parse(night) + minute * 60_000
      const next = expected.find(at => at > asked)
      if (next !== undefined) expect(text(dueAfter(cron, zone, asked).next().value!)).toBe(text(next))
    }
  })
})

const text = (instant: number) => new Date(instant).toISOString()
