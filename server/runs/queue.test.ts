/** A queued run says behind whom it waits, and nothing where it begins at once. */
import { beforeEach, expect, it } from 'vitest'
import { dataFolder } from '../../test/stand-ins/data-folder.ts'
import { createFlow, publishFlow } from '../store/flows.ts'
import { openStore, type Store } from '../store/open.ts'
import { claimRun, createRun, finishRun, getRun } from '../store/runs.ts'
import { queueOf } from './queue.ts'

let store: Store
beforeEach(() => {
  store = openStore(dataFolder())
  return () => store.close()
})
const flow = (name: string) => {
  const { id } = createFlow(store, { tributary: 1, name, nodes: [], edges: [] })
  publishFlow(store, id)
  return id
}
const queued = (id: string, due?: number) => createRun(store, { flow: id, trigger: 'schedule', ...(due !== undefined && { due }) }).run
const said = (run: { id: string }) => queueOf(store, getRun(store, run.id))
const names = (run: { id: string }) => said(run)?.behind.map(({ flowName }) => flowName)

it('nothing when nobody is before it, and nothing once it runs', () => {
  const run = queued(flow('Shop'))
  expect(said(run)).toBeUndefined()
  claimRun(store)
  expect(said(run)).toBeUndefined()
})

it('the run of its own flow that goes on, or was queued before it', () => {
  const shop = flow('Shop')
  const [first, second, third] = [queued(shop, 1), queued(shop, 2), queued(shop, 3)]
  expect(said(second)).toMatchObject({ for: 'flow', behind: [{ run: first.id, flow: shop, flowName: 'Shop' }], before: 0 })
  claimRun(store)
  expect([names(second), names(third)]).toEqual([['Shop'], ['Shop']])
  expect(said(third)!.behind[0]!.run).toBe(first.id)
  finishRun(store, first.id, 'succeeded', [])
  expect(said(second)).toBeUndefined()
  expect(said(third)!.behind[0]!.run).toBe(second.id)
})

it('the runs under way, and how many begin before it', () => {
  const [a, b, c, d, e] = ['A', 'B', 'C', 'D', 'E'].map(flow) as [string, string, string, string, string]
  for (const id of [a, b]) queued(id)
  claimRun(store)
  claimRun(store)
  const [ahead, , , last] = [queued(c, 1), queued(c, 2), queued(d), queued(e), queued(a)]
  expect(said(ahead)).toMatchObject({ for: 'places', before: 0 })
  expect(names(ahead)).toEqual(['A', 'B'])
  // C's second run has to wait for its first, and A's for A.
  expect(said(last)).toMatchObject({ for: 'places', before: 2 })
  finishRun(store, store.sql.prepare<[string], string>('select id from run where flow = ?').pluck().get(a)!, 'succeeded', [])
  expect(names(last)).toEqual(['B'])
})
