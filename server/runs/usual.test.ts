/** What is usual for a flow at this hour, and how much of its rows was held back before. */
import { beforeEach, expect, it } from 'vitest'
import { kinds } from '../../nodes/kinds.ts'
import { Flow } from '../../runtime/flow.ts'
import { emptyTally, type PathReport, type Tally } from '../../runtime/report.ts'
import { dataFolder } from '../../test/stand-ins/data-folder.ts'
import { ordersFlow } from '../../test/stand-ins/engine.ts'
import { createFlow, getFlow, publishFlow } from '../store/flows.ts'
import { holdsOf } from '../store/holds.ts'
import { openStore, type Store } from '../store/open.ts'
import { claimRun, createRun, finishRun, getRun } from '../store/runs.ts'
import { afterRun } from './after-run.ts'
import { unusualVolume, usualOf } from './usual.ts'

const HOUR = 3_600_000
let store: Store
let flow: string
let time = Date.parse('2026-11-01T00:00:00Z')
beforeEach(() => {
  store = openStore(dataFolder(), { now: () => time })
  flow = createFlow(store, Flow.parse(ordersFlow('meta', 'meta-main'))).id
  publishFlow(store, flow)
  return () => store.close()
})
/** A run of the schedule that found so many new rows, of which so many were held back; gives what is said of their number. */
function ran(tally: Partial<Tally>) {
  const { run } = createRun(store, { flow, trigger: 'schedule' })
  claimRun(store)
  const path: PathReport = {
    path: 'shop > out',
    destination: 'out',
    state: 'succeeded',
    tally: { ...emptyTally(), ...tally },
    reasons: [],
    requests: 1,
    resent: 0,
    possibleDoubles: 0,
    nodes: [],
  }
  const remark = unusualVolume(path, usualOf(store, run, 'out'))
  finishRun(store, run.id, 'succeeded', [path])
  afterRun(store, getRun(store, run.id), [path], kinds)
  return remark?.code
}
const rows = (read: number, invalid = 0) => ({ read, invalid, delivered: read - invalid })

it('compares a night with nights and a day with days, once there are enough of them', () => {
  const said: (string | undefined)[] = []
  for (let day = 0; day < 12; day++)
    for (let hour = 0; hour < 24; hour += 3, time += 3 * HOUR) {
      const one = ran(rows(hour < 6 ? 0 : 400))
      if (day >= 6) said.push(one)
    }
  expect(said.filter(Boolean)).toEqual([])
  // Midnight: 400 rows are ten times what is usual now, though not over the day.
  expect(ran(rows(400))).toBe('volume_unusual')
  time += 12 * HOUR
  expect(ran(rows(0))).toBe('volume_unusual')
})

it.each([
  ['one run that was well, then more than a fifth', [rows(200, 2), rows(200, 60)], ['too_many_held_back']],
  ['a fifth and no more', [rows(200, 2), rows(200, 40)], []],
  ['too few rows to tell', [rows(200, 2), rows(99, 90)], []],
  ['always so many, by the drawing', [rows(200, 60), rows(200, 62), rows(200, 60)], []],
  ['nothing known before', [rows(200, 60)], []],
])('held back: %s', (_, runs, holds) => {
  for (const one of runs) {
    ran(one)
    time += HOUR
  }
  expect(holdsOf(store, flow).map(({ code }) => code)).toEqual(holds)
  expect(getFlow(store, flow).paused).toBe(holds.length > 0)
})
