/** Forgetting by age: once a day, ten minutes after it came due at the earliest, however often the server is restarted. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { dataFolder } from '../../test/stand-ins/data-folder.ts'
import { createFlow } from '../store/flows.ts'
import { openStore, type Store } from '../store/open.ts'
import { addTick, listTicks } from '../store/ticks.ts'
import { startSchedule, type Timekeeper } from './schedule.ts'

const MINUTE = 60_000
const DAY = 86_400_000
let folder: string
let store: Store
let keeper: Timekeeper
let time: number
let steady: number
let flow: string

beforeEach(() => {
  folder = dataFolder()
  time = Date.parse('2026-11-23T08:00:00Z')
  start()
  flow = createFlow(store, { tributary: 1, name: 'Store purchases', nodes: [], edges: [] }).id
})
afterEach(stop)

function start() {
  steady = 0
  store = openStore(folder, { now: () => time })
  keeper = startSchedule({ store, wake: () => {}, every: 3_600_000, steadily: () => steady })
}
function stop() {
  keeper.stop()
  store.close()
}
function restart() {
  stop()
  start()
}
/** A minute at a time, as a clock goes that nobody sets. */
async function pass(ms: number) {
  for (let left = ms; left > 0; left -= MINUTE) {
    time += Math.min(MINUTE, left)
    steady += Math.min(MINUTE, left)
    await beat()
  }
}
async function beat() {
  keeper.beat()
  for (let i = 0; i < 20; i++) await new Promise(resolve => setImmediate(resolve))
}
const old = () => addTick(store, { flow, due: time - 200 * DAY, verdict: 'skipped' })
const kept = () => listTicks(store, flow).length

it('waits until a start has settled in', async () => {
  old()
  await pass(10 * MINUTE)
  expect(kept()).toBe(1)
  await pass(2 * MINUTE)
  expect(kept()).toBe(0)
})

it('waits once, and not at each start: a server that never lives for ten minutes forgets as well', async () => {
  old()
  await pass(6 * MINUTE)
  restart()
  await pass(4 * MINUTE)
  expect(kept()).toBe(1)
  restart()
  await pass(2 * MINUTE)
  expect(kept()).toBe(0)
})

it('is done once a day, over all starts', async () => {
  await pass(12 * MINUTE)
  old()
  restart()
  await pass(12 * 60 * MINUTE)
  expect(kept()).toBe(1)
  restart()
  await pass(12.5 * 60 * MINUTE)
  expect(kept()).toBe(0)
})

it('is done again after ten minutes when it failed', async () => {
  old()
  store.sql.exec("create trigger hinders before delete on tick begin select raise(abort, 'not now'); end")
  await pass(15 * MINUTE)
  store.sql.exec('drop trigger hinders')
  await beat()
  expect(kept()).toBe(1)
  await pass(8 * MINUTE)
  expect(kept()).toBe(0)
})

it.each([
  ['ahead', 40],
  ['back', -40],
])('a clock that jumped %s is in doubt for a day, however many starts that takes', async (_, days) => {
  await pass(12 * MINUTE)
  old()
  stop()
  time += days * DAY
  start()
  for (let hours = 0; hours < 23; hours++) {
    await pass(60 * MINUTE)
    restart()
  }
  expect(kept()).toBe(1)
  await pass(75 * MINUTE)
  expect(kept()).toBe(0)
})
