import { describe, expect, it } from 'vitest'
import type { Run } from '../../server/api/payloads.ts'
import { barsOf, recent } from './strip.ts'

const now = Date.parse('2026-11-21T12:00:00Z')
const HOUR = 3_600_000
const ran = (hoursAgo: number, delivered: number, rejected = 0, state: Run['state'] = 'succeeded'): Run => ({
  run: `r${hoursAgo}`,
  flow: 'f',
  flowName: 'F',
  version: 1,
  trigger: 'schedule',
  state,
  startedAt: new Date(now - hoursAgo * HOUR).toISOString(),
  endedAt: new Date(now - hoursAgo * HOUR + 1000).toISOString(),
  paths: [
    {
      path: 'a > b',
      destination: 'b',
      state: 'succeeded',
      tally: {
        read: delivered + rejected,
        filtered: 0,
        invalid: 0,
        duplicate: 0,
        expired: 0,
        delivered,
        rejected,
        uncertain: 0,
        unsent: 0,
      },
      reasons: [],
      requests: 1,
      resent: 0,
      possibleDoubles: 0,
      nodes: [],
    },
  ],
})

describe('the strip of the last 30 days', () => {
  it('leaves out what is older, oldest first', () => {
    expect(recent([ran(1, 1), ran(24 * 31, 1), ran(50, 1)], now).map(r => r.run)).toEqual(['r50', 'r1'])
  })

  it('draws one bar a run while they are few', () => {
    const bars = barsOf([ran(30, 9702, 29), ran(2, 5)], now)
    expect(bars.map(b => b.id)).toEqual(['r30', 'r2'])
    expect(bars[0]!.name).toMatch(/^20 November, \d\d:\d\d, 9,702 accepted, 29 rejected$/)
  })

  it('draws one bar a day when they are many, and loses no row', () => {
    const many = Array.from({ length: 96 * 3 }, (_, at) => ran(at / 4, 10, at === 7 ? 3 : 0, at === 7 ? 'failed' : 'succeeded'))
    const bars = barsOf(many, now)
    expect(bars.length).toBeGreaterThanOrEqual(3)
    expect(bars.length).toBeLessThanOrEqual(4)
    expect(bars.reduce((n, b) => n + b.tally.delivered, 0)).toBe(2880)
    expect(bars.some(b => /\d+ runs, [\d,]+ accepted, 3 rejected, 1 failed$/.test(b.name))).toBe(true)
  })
})
