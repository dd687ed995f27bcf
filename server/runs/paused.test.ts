/** A flow that a person paused: what becomes too old meanwhile is counted, without sending, and told in time. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import { kinds } from '../../nodes/kinds.ts'
import type { Kinds, Source } from '../../runtime/contract.ts'
import { type Delivery, Flow } from '../../runtime/flow.ts'
import type { RunReport } from '../../runtime/report.ts'
import { dataFolder } from '../../test/stand-ins/data-folder.ts'
import { type Engine, engine, goodOrders, ordersFlow } from '../../test/stand-ins/engine.ts'
import { csvOf } from '../../test/stand-ins/orders-file.ts'
import { flowsAmiss } from '../alerts/of-flows.ts'
import { createFlow, getFlow, publishFlow, saveFlow, setPaused } from '../store/flows.ts'
import { holdsOf, putHold } from '../store/holds.ts'
import { openStore, type Store } from '../store/open.ts'
import { type Paused, watchPaused } from './paused.ts'

const HOUR = 3_600_000
/** Physical stores: 62 days. Three leave the window within six hours, two later. */
const HOURS_LEFT = [1.5, 4, 5.5, 30, 400]
let product: Engine
let store: Store
let paused: Paused
let time: number
let counts: number
let flow: string
beforeEach(async () => {
  time = Date.now()
  counts = 0
  product = await engine({}, { 'meta-main': { kind: 'meta', settings: { dataset: '1', token: 'T' }, simulated: true } }, () => time)
  store = openStore(dataFolder(), { now: () => time })
  const rows = goodOrders(HOURS_LEFT.length, (_, i) => ({
    ordered_at: new Date(time - 62 * 24 * HOUR + HOURS_LEFT[i]! * HOUR).toISOString(),
  }))
  writeFileSync(join(product.folder, 'orders.csv'), csvOf(rows))
  flow = createFlow(store, Flow.parse(ordersFlow('meta', 'meta-main'))).id
  publishFlow(store, flow)
  paused = watch(kinds)
  return async () => {
    await paused.close()
    await product.close()
    store.close()
  }
})
const watch = (known: Kinds) =>
  watchPaused({
    store,
    kinds: known,
    count: (document, options): Promise<RunReport> => {
      counts++
      expect(options.dryRun).toBe(true)
      return product.run(document, options)
    },
  })
const told = () =>
  flowsAmiss(store, paused.outlook)
    .filter(({ code }) => code === 'expiring')
    .map(({ title }) => title)

it('says how many become too old within six hours, and nothing once it goes on', async () => {
  time += 2 * 60_000
  await paused.beat()
  expect([counts, told()]).toEqual([0, []])
  setPaused(store, flow, true)
  await paused.beat()
  expect(told()).toEqual(['orders to meta: 3 events expire, the first in 2 h'])
  expect(paused.outlook(flow)).toMatchObject({ waiting: 5, soon: 3 })
  setPaused(store, flow, false)
  await paused.beat()
  expect([paused.outlook(flow), told()]).toEqual([undefined, []])
})

it('counts once an hour, and not while it is starting', async () => {
  setPaused(store, flow, true)
  await paused.beat()
  expect(counts).toBe(0)
  for (const minutes of [2, 1, 30, 35]) {
    time += minutes * 60_000
    await paused.beat()
  }
  expect(counts).toBe(2)
})

const DEAD_TOKEN = { code: 'meta.token', message: 'The token is dead', why: '' }
const holds = () => holdsOf(store, flow).map(({ waiting, expiring, firstExpiry }) => [waiting, expiring, firstExpiry])

it('counts for the hold of a flow that its own trouble paused, which saw no more than its first page, and days ago', async () => {
  setPaused(store, flow, true)
  putHold(store, { flow, node: 'out', run: 'r', ...DEAD_TOKEN, waiting: 1, expiring: 0, firstExpiry: time + 30 * HOUR, resumeAt: null })
  time += 2 * 60_000
  await paused.beat()
  expect(holds()).toMatchObject([[5, 3, expect.any(Number)]])
  expect(told()).toEqual(['orders to meta: 3 events expire, the first in 2 h'])
  // What a person paused is told beside the schedule; here the hold says it.
  expect(paused.told(getFlow(store, flow))).toBeUndefined()
  time += 5 * HOUR
  await paused.beat()
  expect(holds()).toMatchObject([[3, 1, expect.any(Number)]])
})

it('counts for a destination that rests while the flow goes on, and for one that has waited for its platform for an hour', async () => {
  putHold(store, { flow, node: 'out', run: 'r', ...DEAD_TOKEN, waiting: 1, expiring: 0, firstExpiry: null, resumeAt: time + 60_000 })
  time += 30 * 60_000
  await paused.beat()
  expect([counts, holds()]).toEqual([0, [[1, 0, null]]])
  time += 31 * 60_000
  await paused.beat()
  expect(holds()).toMatchObject([[5, 3, expect.any(Number)]])
})

it('keeps what a hold knows when its rows cannot be counted, and asks no source that is away', async () => {
  setPaused(store, flow, true)
  writeFileSync(join(product.folder, 'orders.csv'), '')
  putHold(store, { flow, node: 'out', run: 'r', ...DEAD_TOKEN, waiting: 9, expiring: 9, firstExpiry: time + HOUR, resumeAt: null })
  time += 2 * 60_000
  await paused.beat()
  expect([counts, holds()]).toEqual([1, [[9, 9, time + HOUR - 2 * 60_000]]])
  putHold(store, { ...holdsOf(store, flow)[0]!, code: 'source.unreachable' })
  setPaused(store, flow, false)
  time += 2 * HOUR
  await paused.beat()
  expect(counts).toBe(1)
})

/** The same file, as if each look at it were billed. */
const dear: Kinds = new Map([...kinds, ['file', { ...(kinds.get('file') as Source), billed: true }]])
it.each<[billed: boolean, setting: Delivery['countWhilePaused'], counts: number, every: string]>([
  [false, undefined, 8, 'hourly'],
  [true, undefined, 2, 'six_hours'],
  [true, 'hourly', 8, 'hourly'],
  [false, 'six_hours', 2, 'six_hours'],
  [true, 'never', 0, 'never'],
])('billed %s, set to %s: %d counts in seven hours', async (billed, setting, expected, every) => {
  await paused.close()
  paused = watch(billed ? dear : kinds)
  const { document, revision } = getFlow(store, flow)
  saveFlow(store, flow, revision, { ...document, ...(setting && { delivery: { countWhilePaused: setting } }) })
  publishFlow(store, flow)
  setPaused(store, flow, true)
  time += 2 * 60_000
  for (let hour = 0; hour <= 7; hour++, time += HOUR) await paused.beat()
  expect(counts).toBe(expected)
  expect(paused.told(getFlow(store, flow))).toMatchObject({ every, billed })
})

it('tells a person what waits, and nothing of a flow that goes on', async () => {
  expect(paused.told(getFlow(store, flow))).toBeUndefined()
  setPaused(store, flow, true)
  expect(paused.told(getFlow(store, flow))).toEqual({ every: 'hourly', billed: false, counted: null })
  time += 2 * 60_000
  await paused.beat()
  expect(paused.told(getFlow(store, flow))?.counted).toMatchObject({ at: new Date(time).toISOString(), waiting: 5, soon: 3 })
})

it('does not take a count that failed for nothing waiting', async () => {
  setPaused(store, flow, true)
  writeFileSync(join(product.folder, 'orders.csv'), '')
  time += 2 * 60_000
  await paused.beat()
  expect([counts, paused.told(getFlow(store, flow))?.counted]).toEqual([1, null])
})
