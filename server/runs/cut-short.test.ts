/** What a dead process left behind is begun anew, unless a person had asked for its end. */
import { expect, it } from 'vitest'
import { dataFolder } from '../../test/stand-ins/data-folder.ts'
import { createFlow, publishFlow } from '../store/flows.ts'
import { openStore } from '../store/open.ts'
import { askToStop, claimRun, createRun, getRun, listRuns } from '../store/runs.ts'
import { resume } from './cut-short.ts'

it.each([
  [false, 'interrupted', 2],
  [true, 'stopped', 1],
] as const)('asked to stop: %s, it is %s, and the flow has %i runs', (asked, state, runs) => {
  const store = openStore(dataFolder())
  const { id: flow } = createFlow(store, { tributary: 1, name: 'One', nodes: [], edges: [] })
  publishFlow(store, flow)
  const { run } = createRun(store, { flow, trigger: 'manual' })
  claimRun(store)
  if (asked) askToStop(store, run.id)
  // Another process on the same disk: the one that was to finish its request is dead.
  resume(store)
  expect(getRun(store, run.id).state).toBe(state)
  expect(listRuns(store)).toHaveLength(runs)
  store.close()
})
