import { describe, expect, it } from 'vitest'
import type { Schedule } from '../../runtime/flow.ts'
import { dueIn, minutes, nights } from '../../test/stand-ins/clock-oracle.ts'
import { dataFolder } from '../../test/stand-ins/data-folder.ts'
import { createFlow, publishFlow } from '../store/flows.ts'
import { openStore, type Store } from '../store/open.ts'
import { claimRun, finishRun, listRuns } from '../store/runs.ts'
import { listTicks } from '../store/ticks.ts'
import { startSchedule } from './schedule.ts'

const HOUR = 3_600_000
const patterns = ['30 * * * *', '0 */6 * * *', '30 2 * * *', '0,30 2 * * *', '15 1 * * *', '0 0 * * *', '30 1 * * 0,6']
const rules: Schedule['missed'][] = ['last', 'all', 'none']

function publish(store: Store, cron: string, timezone: string, missed: Schedule['missed']): string {
  const schedule = { cron, timezone, missed }
  const { id } = createFlow(store, { tributary: 1, name: `${cron} ${missed}`, nodes: [], edges: [], schedule })
  publishFlow(store, id)
  return id
}
function runAll(store: Store): void {
  for (let run = claimRun(store); run; run = claimRun(store)) finishRun(store, run.id, 'succeeded', [])
}
const text = (instant: number) => new Date(instant).toISOString().slice(0, 16)

describe.each(nights)('three days down over the night of %s %s', (timezone, night) => {
  it('every due time is accounted for, and each missed one as its flow wants', () => {
    const [begun, down, up, end] = [-37, -36, 36, 39].map(hours => Date.parse(night) + hours * HOUR) as [number, number, number, number]
    const walk = minutes(timezone, begun - 24 * HOUR, end)
    let time = begun
    const store = openStore(dataFolder(), { now: () => time })
    // It is on disk that nothing may be lost; here the arithmetic is in question.
    store.sql.pragma('synchronous = off')
    const flows = patterns.flatMap(cron => rules.map(missed => ({ cron, missed, id: publish(store, cron, timezone, missed) })))
    for (const [from, to] of [
      [begun, down],
      [up, end],
    ] as const) {
      const keeper = startSchedule({ store, wake: () => {}, every: HOUR })
      for (time = from; time <= to; time += 5 * 60_000) {
        keeper.beat()
        runAll(store)
      }
      keeper.stop()
    }
    for (const { cron, missed, id } of flows) {
      const due = dueIn(cron, walk).filter(at => at > begun && at <= end)
      const onTime = due.filter(at => at <= down || at > up - 5 * 60_000)
      const late = due.filter(at => !onTime.includes(at))
      const ticks = listTicks(store, id).map(tick => tick.due)
      expect(ticks.reverse().map(text), `${cron} ${missed}`).toEqual(due.map(text))
      const runs = listRuns(store, { flow: id, limit: 500 }).map(run => run.due!)
      // When a due time of just now stands in for them, the missed ones need no run of their own.
      const caughtUp =
        missed === 'all' ? late : missed === 'last' && !due.some(at => at > up - 5 * 60_000 && at <= up) ? late.slice(-1) : []
      expect(runs.sort().map(text), `${cron} ${missed}`).toEqual([...onTime, ...caughtUp].sort().map(text))
    }
    store.close()
  })
})

describe('a clock that jumps', () => {
  /** Hourly flow, a beat a minute; `wrong` is what the wall clock adds to real time. */
  function hours(steps: readonly { until: number; wrong: number }[]): { ran: string[]; runsPerSlot: number; jumps: number[] } {
    const start = Date.parse('2026-11-23T08:10Z')
    let [real, wrong] = [start, 0]
    const store = openStore(dataFolder(), { now: () => real + wrong })
    store.sql.pragma('synchronous = off')
    const flow = publish(store, '0 * * * *', 'UTC', 'last')
    const ran: string[] = []
    const jumps: number[] = []
    const keeper = startSchedule({ store, wake: () => {}, every: HOUR, steadily: () => real, jumped: ms => jumps.push(ms / HOUR) })
    for (const step of steps) {
      wrong = step.wrong
      for (; real < start + step.until * HOUR; real += 60_000) {
        keeper.beat()
        for (let run = claimRun(store); run; run = claimRun(store)) {
          finishRun(store, run.id, 'succeeded', [])
          ran.push(`${text(real).slice(8)} ${text(run.due!).slice(5)}`)
        }
      }
    }
    keeper.stop()
    const dues = listRuns(store, { flow, limit: 500 }).map(run => run.due)
    store.close()
    return { ran, runsPerSlot: dues.length / new Set(dues).size, jumps }
  }

  it('two hours ahead and back: nothing fires twice, and hours that had their run wait for the next', () => {
    const { ran, runsPerSlot, jumps } = hours([
      { until: 1, wrong: 0 },
      { until: 2, wrong: 2 * HOUR },
      { until: 5, wrong: 0 },
    ])
    expect(jumps).toEqual([2, -2])
    expect(runsPerSlot).toBe(1)
    expect(ran).toEqual(['23T09:00 11-23T09:00', '23T09:10 11-23T11:00', '23T10:00 11-23T12:00', '23T13:00 11-23T13:00'])
  })

  it('two hours back and right again: nothing fires twice, nothing is left out', () => {
    const { ran, runsPerSlot } = hours([
      { until: 1, wrong: 0 },
      { until: 2, wrong: -2 * HOUR },
      { until: 4, wrong: 0 },
    ])
    expect(runsPerSlot).toBe(1)
    expect(ran).toEqual(['23T09:00 11-23T09:00', '23T10:10 11-23T10:00', '23T11:00 11-23T11:00', '23T12:00 11-23T12:00'])
  })

  it('forty days ahead and right again: the flow does not sleep for forty days', () => {
    const { ran, runsPerSlot } = hours([
      { until: 1, wrong: 0 },
      { until: 2, wrong: 40 * 24 * HOUR },
      { until: 4, wrong: 0 },
    ])
    expect(runsPerSlot).toBe(1)
    expect(ran).toEqual([
      '23T09:00 11-23T09:00',
      '23T09:10 01-02T09:00',
      '23T10:00 01-02T10:00',
      '23T11:00 11-23T11:00',
      '23T12:00 11-23T12:00',
    ])
  })
})

describe('at most one run for a due time', () => {
  it('with two timekeepers and restarts between their beats', () => {
    const folder = dataFolder()
    let time = Date.parse('2026-11-23T08:10Z')
    const options = { now: () => time }
    const [one, two] = [openStore(folder, options), openStore(folder, options)]
    const flow = publish(one, '*/10 * * * *', 'UTC', 'all')
    for (let round = 0; round < 12; round++) {
      time += 10 * 60_000
      const keepers = [one, two].map(store => startSchedule({ store, wake: () => {}, every: HOUR }))
      for (const keeper of [...keepers, ...keepers]) keeper.beat()
      for (const keeper of keepers) keeper.stop()
      runAll(two)
    }
    const runs = listRuns(one, { flow, limit: 100 })
    expect(runs).toHaveLength(12)
    expect(new Set(runs.map(run => run.due)).size).toBe(12)
    one.close()
    two.close()
  })
})

describe('flows that share a due time', () => {
  const startsOf = (count: number): number[] => {
    let time = Date.parse('2026-11-23T08:59:50Z')
    const store = openStore(dataFolder(), { now: () => time })
    store.sql.pragma('synchronous = off')
    const flows = Array.from({ length: count }, () => publish(store, '0 9 * * *', 'UTC', 'last'))
    const keeper = startSchedule({ store, wake: () => {}, every: HOUR })
    for (; time <= Date.parse('2026-11-23T09:01:00Z'); time += 1000) keeper.beat()
    keeper.stop()
    const runs = listRuns(store, { limit: 100 })
    expect(new Set(runs.map(run => run.flow))).toEqual(new Set(flows))
    expect(new Set(runs.map(run => run.due))).toEqual(new Set([Date.parse('2026-11-23T09:00Z')]))
    store.close()
    return runs.map(run => (run.createdAt - Date.parse('2026-11-23T09:00Z')) / 1000)
  }

  it('start together while they are few', () => {
    expect(startsOf(10)).toEqual(Array.from({ length: 10 }, () => 0))
  })

  it('start within 30 seconds of each other when they are many', () => {
    const starts = startsOf(25)
    expect(Math.max(...starts)).toBeLessThanOrEqual(30)
    expect(new Set(starts).size).toBeGreaterThan(10)
  })
})
