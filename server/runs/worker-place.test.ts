/** A run that can only wait, or that tells of itself in quick succession: what is seen of it, and who works meanwhile. */
import { beforeEach, describe, expect, it } from 'vitest'
import { emptyTally, type RunReport } from '../../runtime/report.ts'
import { dataFolder } from '../../test/stand-ins/data-folder.ts'
import { createFlow, publishFlow } from '../store/flows.ts'
import { openStore, type Store } from '../store/open.ts'
import { createRun, getRun } from '../store/runs.ts'
import { type RunOrder, startWorker, type Worker } from './worker.ts'

const LONG_MS = 2 ** 31 - 1
let store: Store
let worker: Worker
let begun: { order: RunOrder; end(): void }[]

const report = (state: 'running' | 'succeeded', read = 0): RunReport => {
  const tally = { ...emptyTally(), read }
  const path = { path: 'a > b', destination: 'b', state, tally, reasons: [], requests: 0, resent: 0, possibleDoubles: 0, nodes: [] }
  return { flow: 'f', run: 'r', state, paths: [path] }
}
const queue = (name: string) => {
  const { id } = createFlow(store, { tributary: 1, name, nodes: [], edges: [] })
  publishFlow(store, id)
  return createRun(store, { flow: id, trigger: 'schedule' }).run
}
const turn = () => new Promise(resolve => setImmediate(resolve))
const start = () => {
  worker = startWorker({
    store,
    execute: (_, order) => new Promise(resolve => begun.push({ order, end: () => resolve(report('succeeded')) })),
  })
}
const beginning = async (count: number) => {
  while (begun.length < count) await turn()
  return begun[count - 1]!
}

beforeEach(() => {
  begun = []
  store = openStore(dataFolder())
  return async () => {
    for (const { end } of begun) end()
    await worker.drain()
    store.close()
  }
})

describe('a run that can only wait', () => {
  it('is seen where it stands, however short after the note before', async () => {
    const run = queue('One')
    start()
    const { order } = await beginning(1)
    order.progress(report('running', 5))
    order.progress(report('running', 6))
    expect(getRun(store, run.id).paths[0]?.tally.read).toBe(5)
    order.place.give(LONG_MS)
    expect(getRun(store, run.id).paths[0]?.tally.read).toBe(6)
  })

  it('tells the last of several notes that came at once, though nothing follows', async () => {
    const run = queue('One')
    start()
    const { order } = await beginning(1)
    order.progress(report('running', 5))
    const told = new Promise<number | undefined>(resolve => worker.subscribe(({ paths }) => resolve(paths[0]?.tally.read)))
    order.progress(report('running', 6))
    order.progress(report('running', 7))
    expect(await told).toBe(7)
    expect(getRun(store, run.id).paths[0]?.tally.read).toBe(7)
  })

  it('gives its place to the next in the queue, and is back before what has not begun', async () => {
    const runs = ['One', 'Two', 'Three', 'Four'].map(queue)
    start()
    ;(await beginning(2)).order.place.give(LONG_MS)
    expect((await beginning(3)).order.run).toBe(runs[2]!.id)
    const back = begun[1]!.order.place.take(LONG_MS, begun[1]!.order.stop)
    begun[0]!.end()
    await back
    await turn()
    expect(begun).toHaveLength(3)
    begun[1]!.end()
    expect((await beginning(4)).order.run).toBe(runs[3]!.id)
  })
})
