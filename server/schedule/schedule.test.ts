import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Flow, Schedule } from '../../runtime/flow.ts'
import { dataFolder } from '../../test/stand-ins/data-folder.ts'
import { createFlow, getFlow, publishFlow, saveFlow, setPaused } from '../store/flows.ts'
import { openStore, type Store } from '../store/open.ts'
import { claimRun, finishRun, listRuns } from '../store/runs.ts'
import { listTicks } from '../store/ticks.ts'
import { nextRun, nextToCome, startSchedule, type Timekeeper } from './schedule.ts'

let store: Store
let time: number
let keeper: Timekeeper
let woken = 0
const at = (text: string) => {
  time = Date.parse(text)
  keeper.beat()
}
const drawing = (schedule: Partial<Schedule>): Flow => ({
  tributary: 1,
  name: 'Store purchases',
  nodes: [],
  edges: [],
  schedule: { cron: '0 * * * *', timezone: 'UTC', missed: 'last', ...schedule },
})
const publish = (schedule: Partial<Schedule> = {}) => {
  const { id } = createFlow(store, drawing(schedule))
  publishFlow(store, id)
  return id
}
/** Runs whatever is queued, and says for which due time. */
const ran = () => {
  const done: string[] = []
  for (let run = claimRun(store); run; run = claimRun(store)) {
    finishRun(store, run.id, 'succeeded', [])
    done.push(`${run.trigger} ${short(run.due!)}`)
  }
  return done
}
const short = (instant: number) => new Date(instant).toISOString().slice(5, 16).replace('T', ' ')
const verdicts = (flow: string) =>
  listTicks(store, flow)
    .reverse()
    .map(({ due, until, verdict }) => `${short(due)}${until === null ? '' : `–${short(until)}`} ${verdict}`)

beforeEach(() => {
  woken = 0
  time = Date.parse('2026-11-23T08:10:00Z')
  store = openStore(dataFolder(), { now: () => time })
  keeper = startSchedule({ store, wake: () => void woken++, every: 3_600_000 })
})
afterEach(() => {
  keeper.stop()
  store.close()
})

describe('a published flow', () => {
  it('runs at each due time, once, however often the clock is looked at', () => {
    const flow = publish()
    at('2026-11-23T08:59:59Z')
    expect(ran()).toEqual([])
    at('2026-11-23T09:00:00Z')
    at('2026-11-23T09:00:01Z')
    expect(woken).toBe(1)
    expect(ran()).toEqual(['schedule 11-23 09:00'])
    at('2026-11-23T09:59:00Z')
    at('2026-11-23T10:00:03Z')
    expect(ran()).toEqual(['schedule 11-23 10:00'])
    expect(verdicts(flow)).toEqual(['11-23 09:00 queued', '11-23 10:00 queued'])
    expect(getFlow(store, flow).dueAfter).toBe(Date.parse('2026-11-23T10:00:00Z'))
  })

  it('keeps its memory over a restart', () => {
    publish()
    at('2026-11-23T09:00:00Z')
    keeper.stop()
    keeper = startSchedule({ store, wake: () => {}, every: 3_600_000 })
    at('2026-11-23T09:00:30Z')
    expect(ran()).toEqual(['schedule 11-23 09:00'])
  })

  it('that is still running joins the due time to that run', () => {
    const flow = publish()
    at('2026-11-23T09:00:00Z')
    const running = claimRun(store)!
    at('2026-11-23T10:00:00Z')
    expect(listTicks(store, flow)[0]).toMatchObject({ verdict: 'coalesced', run: running.id })
    finishRun(store, running.id, 'succeeded', [])
    expect(ran()).toEqual([])
  })

  it('does nothing without a schedule, before it is published or while paused, and does not make up for a pause', () => {
    const draft = createFlow(store, drawing({}))
    const silent = createFlow(store, { ...drawing({}), schedule: null })
    publishFlow(store, silent.id)
    const paused = publish()
    setPaused(store, paused, true)
    at('2026-11-23T12:00:00Z')
    setPaused(store, paused, false)
    at('2026-11-23T12:00:01Z')
    expect(ran()).toEqual([])
    expect(verdicts(draft.id)).toEqual([])
    at('2026-11-23T13:00:00Z')
    expect(ran()).toEqual(['schedule 11-23 13:00'])
  })

  it('takes a new schedule when published again, and not before', () => {
    const flow = publish()
    saveFlow(store, flow, 1, drawing({ cron: '30 * * * *' }))
    at('2026-11-23T08:30:00Z')
    expect(ran()).toEqual([])
    publishFlow(store, flow)
    at('2026-11-23T09:00:00Z')
    at('2026-11-23T09:30:00Z')
    expect(ran()).toEqual(['schedule 11-23 09:30'])
  })

  it('with a schedule that cannot be read hinders no other', () => {
    publish({ cron: '0 25 * * *' })
    publish()
    at('2026-11-23T09:00:00Z')
    expect(ran()).toEqual(['schedule 11-23 09:00'])
  })
})

describe('after downtime', () => {
  it.each([
    {
      missed: 'last' as const,
      runs: ['catch_up 11-23 11:00'],
      ticks: ['11-23 09:00 coalesced', '11-23 10:00 coalesced', '11-23 11:00 queued'],
    },
    {
      missed: 'all' as const,
      runs: ['catch_up 11-23 09:00', 'catch_up 11-23 10:00', 'catch_up 11-23 11:00'],
      ticks: ['11-23 09:00 queued', '11-23 10:00 queued', '11-23 11:00 queued'],
    },
    { missed: 'none' as const, runs: [], ticks: ['11-23 09:00 skipped', '11-23 10:00 skipped', '11-23 11:00 skipped'] },
  ])('missed: $missed', ({ missed, runs, ticks }) => {
    const flow = publish({ missed })
    at('2026-11-23T11:40:00Z')
    expect(ran()).toEqual(runs)
    expect(verdicts(flow)).toEqual(ticks)
    at('2026-11-23T11:41:00Z')
    expect(ran()).toEqual([])
  })

  it('a due time of just now is on time, and the missed ones before it follow the rule', () => {
    const [last, none] = [publish({ missed: 'last' }), publish({ missed: 'none' })]
    at('2026-11-23T11:00:20Z')
    expect(ran()).toEqual(['schedule 11-23 11:00', 'schedule 11-23 11:00'])
    expect(verdicts(last)).toEqual(['11-23 09:00 coalesced', '11-23 10:00 coalesced', '11-23 11:00 queued'])
    expect(verdicts(none)).toEqual(['11-23 09:00 skipped', '11-23 10:00 skipped', '11-23 11:00 queued'])
  })

  it('of a month, each of the last 7 days is listed and the rest as one', () => {
    const flow = publish({ cron: '0 6 * * *' })
    at('2026-12-23T08:10:00Z')
    expect(ran()).toEqual(['catch_up 12-23 06:00'])
    expect(verdicts(flow)).toEqual([
      '11-24 06:00–12-16 08:10 coalesced',
      ...[17, 18, 19, 20, 21, 22].map(day => `12-${day} 06:00 coalesced`),
      '12-23 06:00 queued',
    ])
  })

  it('one missed time that is older than 7 days still runs once', () => {
    const flow = publish({ cron: '0 6 1 * *' })
    at('2026-12-20T12:00:00Z')
    expect(ran()).toEqual(['catch_up 12-01 06:00'])
    at('2026-12-20T12:00:01Z')
    expect(ran()).toEqual([])
    expect(verdicts(flow)).toEqual(['12-01 06:00–12-13 12:00 queued'])
  })
})

describe('a clock that is changed', () => {
  it('set back fires nothing twice', () => {
    publish()
    at('2026-11-23T09:00:00Z')
    expect(ran()).toHaveLength(1)
    for (const back of ['2026-11-23T08:00:00Z', '2026-11-23T08:59:59Z', '2026-11-23T09:00:00Z', '2026-11-23T09:30:00Z']) at(back)
    expect(ran()).toEqual([])
    at('2026-11-23T10:00:00Z')
    expect(ran()).toEqual(['schedule 11-23 10:00'])
  })

  it('set back, and the flow published again meanwhile, fires nothing twice', () => {
    const flow = publish()
    at('2026-11-23T09:00:00Z')
    const running = claimRun(store)!
    at('2026-11-23T10:00:00Z')
    finishRun(store, running.id, 'succeeded', [])
    time = Date.parse('2026-11-23T08:30:00Z')
    publishFlow(store, flow)
    at('2026-11-23T09:00:00Z')
    at('2026-11-23T10:00:00Z')
    expect(ran()).toEqual([])
    expect(verdicts(flow)).toEqual(['11-23 09:00 queued', '11-23 10:00 coalesced'])
  })

  it('set back over a restart fires nothing twice', () => {
    publish()
    at('2026-11-23T09:00:00Z')
    keeper.stop()
    time = Date.parse('2026-11-23T08:30:00Z')
    keeper = startSchedule({ store, wake: () => {}, every: 3_600_000 })
    at('2026-11-23T09:00:00Z')
    expect(listRuns(store)).toHaveLength(1)
  })

  it.each([
    ['Europe/Berlin', '30 2 * * *', '2026-10-24T20:00Z', '2026-10-25T06:00Z', ['schedule 10-25 00:30']],
    ['Europe/Berlin', '30 2 * * *', '2027-03-27T20:00Z', '2027-03-28T06:00Z', ['schedule 03-28 01:00']],
    ['Australia/Lord_Howe', '45 1 * * *', '2026-04-04T08:00Z', '2026-04-05T06:00Z', ['schedule 04-04 14:45']],
    ['America/New_York', '30 1 * * *', '2026-11-01T02:00Z', '2026-11-01T12:00Z', ['schedule 11-01 05:30']],
  ])('by law in %s, minute by minute: once', (timezone, cron, from, to, expected) => {
    time = Date.parse(from)
    publish({ timezone, cron })
    const seen: string[] = []
    for (let minute = Date.parse(from); minute <= Date.parse(to); minute += 60_000) {
      at(new Date(minute).toISOString())
      seen.push(...ran())
    }
    expect(seen).toEqual(expected)
  })
})

it('tells the next run of a schedule, and nothing of one that cannot be read', () => {
  expect(nextRun({ cron: '0 6 * * *', timezone: 'Europe/Paris' }, Date.parse('2026-11-23T08:00Z'))).toBe(Date.parse('2026-11-24T05:00Z'))
  expect(nextRun({ cron: 'never', timezone: 'UTC' }, 0)).toBeUndefined()
})

it('what is told to come next does come, also where the clock was set back over times that were dealt with', () => {
  const hourly = { cron: '0 * * * *', timezone: 'UTC' }
  const now = Date.parse('2026-11-23T08:10Z')
  const at = (dueAfter: string | null) => new Date(nextToCome(hourly, dueAfter === null ? null : Date.parse(dueAfter), now)!).toISOString()
  expect(at(null)).toBe('2026-11-23T09:00:00.000Z')
  expect(at('2026-11-23T05:00Z')).toBe('2026-11-23T09:00:00.000Z')
  expect(at('2026-11-23T11:00Z')).toBe('2026-11-23T12:00:00.000Z')
  // Set by a clock that was far ahead: these are given back.
  expect(at('2026-12-23T11:00Z')).toBe('2026-11-23T09:00:00.000Z')
})
