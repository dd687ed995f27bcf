import { describe, expect, it } from 'vitest'
import type { Run } from '../../server/api/payloads.ts'
import { HISTORY_MAX, historyOf, PAGE } from './history.ts'
import { barsOf, daysTold, recent } from './strip.ts'

/** Noon of whoever looks: a day is theirs. */
const now = Date.parse('2026-11-21T12:00:00')
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
    expect(bars[0]!.name).toBe('20 November, 06:00, 9,702 accepted, 29 rejected')
  })

  it('draws one bar a day when they are many, and loses no row', () => {
    const many = Array.from({ length: 96 * 3 }, (_, at) => ran(at / 4, 10, at === 7 ? 3 : 0, at === 7 ? 'failed' : 'succeeded'))
    const bars = barsOf(many, now)
    expect(bars.length).toBeGreaterThanOrEqual(3)
    expect(bars.length).toBeLessThanOrEqual(4)
    expect(bars.reduce((n, b) => n + b.tally.delivered, 0)).toBe(2880)
    expect(bars.some(b => /\d+ runs, [\d,]+ accepted, 3 rejected, 1 failed$/.test(b.name))).toBe(true)
  })

  it('begins with a whole day, 29 days before today', () => {
    const at = (iso: string): Run => ({ ...ran(0, 1), run: iso, startedAt: iso })
    const [first, before] = [at('2026-10-23T00:00:00'), at('2026-10-22T23:59:59')]
    expect(recent([first, before], new Date('2026-11-21T18:42:00').getTime())).toEqual([first])
  })

  it('leaves the place of days without a run, also where one of them has 25 hours', () => {
    const zone = process.env.TZ
    process.env.TZ = 'Europe/Berlin'
    try {
      const end = Date.parse('2026-11-10T12:00:00Z')
      const daily = Array.from({ length: 27 }, (_, day) => new Date(2026, 9, 14 + day))
        .filter(date => ![24, 25, 26].includes(date.getDate()) || date.getMonth() !== 9)
        .flatMap(date =>
          [0, 12, 23.75].map(hour => ({
            ...ran(0, 1),
            run: `${date}${hour}`,
            startedAt: new Date(date.getTime() + hour * HOUR).toISOString(),
          })),
        )
      const bars = barsOf(daily, end)
      expect(bars.map(bar => bar.runs.length)).toEqual(Array(24).fill(3))
      expect(bars.filter(bar => bar.idle > 0).map(bar => [new Date(bar.at).getDate(), bar.idle])).toEqual([[27, 3]])
    } finally {
      if (zone === undefined) delete process.env.TZ
      else process.env.TZ = zone
    }
  })
})

describe('the runs behind it', () => {
  /** One every quarter of an hour, newest first, as the server gives them. */
  const every = (minutes: number, days: number) =>
    Array.from({ length: (days * 24 * 60) / minutes }, (_, at) => ({ ...ran((at * minutes) / 60, 1), run: `r${at}` }))
  const server = (runs: readonly Run[], asked: string[] = []) => ({
    asked,
    page: async (before: string | undefined) => {
      asked.push(before ?? '')
      const from = before === undefined ? 0 : runs.findIndex(({ run }) => run === before) + 1
      return runs.slice(from, from + PAGE)
    },
  })

  it('are read until the 30 days are whole, and no further', async () => {
    const { page, asked } = server(every(60, 60))
    const runs = await historyOf(page, now)
    expect(asked).toEqual(['', 'r499'])
    expect(barsOf(runs, now)).toHaveLength(30)
    expect(
      barsOf(runs, now)
        .slice(0, -1)
        .every(bar => [23, 24, 25].includes(bar.runs.length)),
    ).toBe(true)
  })
  it('of a flow that seldom runs are one answer', async () => {
    const { page, asked } = server(every(24 * 60, 90))
    expect(await historyOf(page, now)).toHaveLength(90)
    expect(asked).toEqual([''])
  })
  it('of a flow that runs all the time tell only of whole days', async () => {
    const runs = await historyOf(server(every(5, 40)).page, now)
    expect(runs).toHaveLength(HISTORY_MAX)
    const bars = barsOf(runs, now, { all: false })
    expect(bars).toHaveLength(daysTold(runs, now, false))
    expect(bars.slice(0, -1).every(bar => bar.runs.length === 288)).toBe(true)
  })
})
