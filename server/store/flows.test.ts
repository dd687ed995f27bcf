import { beforeEach, describe, expect, it } from 'vitest'
import type { Flow } from '../../runtime/flow.ts'
import { dataFolder } from '../../test/stand-ins/data-folder.ts'
import {
  createFlow,
  getFlow,
  getVersion,
  listFlows,
  listVersions,
  publishFlow,
  restoreVersion,
  saveFlow,
  setDueAfter,
  setPaused,
} from './flows.ts'
import { openStore, type Store } from './open.ts'
import { addProblems, listProblems } from './problems.ts'
import { claimRun, createRun, deleteFlow, finishRun, listRuns, stopQueued } from './runs.ts'

const drawing = (name: string): Flow => ({ tributary: 1, name, nodes: [{ id: 'shop', kind: 'sample', config: {} }], edges: [] })
let store: Store
let time: number
beforeEach(() => {
  time = Date.parse('2026-11-23T08:00:00Z')
  store = openStore(dataFolder(), { now: () => time })
  return () => store.close()
})

describe('a draft', () => {
  it('is kept with a revision that grows', () => {
    const { id, revision } = createFlow(store, drawing('One'))
    expect(revision).toBe(1)
    time += 1000
    expect(saveFlow(store, id, 1, drawing('Two'))).toMatchObject({
      id,
      name: 'Two',
      revision: 2,
      updatedAt: time,
      live: null,
      paused: false,
    })
    expect(getFlow(store, id).document).toEqual(drawing('Two'))
  })

  it('that somebody else changed meanwhile is not overwritten, and theirs is shown', () => {
    const { id } = createFlow(store, drawing('One'))
    saveFlow(store, id, 1, drawing('Theirs'))
    const refused = attempt(() => saveFlow(store, id, 1, drawing('Ours')))
    expect(refused).toMatchObject({ code: 'stale', current: { revision: 2, document: drawing('Theirs') } })
    expect(attempt(() => saveFlow(store, id, 3, drawing('From the future')))).toMatchObject({ code: 'stale' })
    expect(attempt(() => publishFlow(store, id, '', 1))).toMatchObject({ code: 'stale' })
    expect(getFlow(store, id).name).toBe('Theirs')
  })

  it('that is not there is said so', () => {
    for (const act of [
      () => getFlow(store, 'x'),
      () => saveFlow(store, 'x', 1, drawing('')),
      () => publishFlow(store, 'x'),
      () => setPaused(store, 'x', true),
      () => deleteFlow(store, 'x'),
      () => getVersion(store, 'x', 1),
    ])
      expect(attempt(act)).toMatchObject({ code: 'not_found' })
  })

  it('cannot take an id that is in use', () => {
    createFlow(store, drawing('One'), 'sample')
    expect(attempt(() => createFlow(store, drawing('Two'), 'sample'))).toMatchObject({ code: 'exists' })
  })
})

describe('a version', () => {
  it('stays as it was published, whatever becomes of the draft', () => {
    const { id } = createFlow(store, drawing('One'))
    expect(publishFlow(store, id, 'first')).toMatchObject({ version: 1, note: 'first', publishedAt: time })
    saveFlow(store, id, 1, drawing('Two'))
    expect(publishFlow(store, id, 'second', 2)).toMatchObject({ version: 2 })
    saveFlow(store, id, 2, drawing('Three'))
    expect(getFlow(store, id)).toMatchObject({ name: 'Three', live: 2 })
    expect(listVersions(store, id).map(({ version, document }) => [version, document.name])).toEqual([
      [2, 'Two'],
      [1, 'One'],
    ])
  })

  it('that is restored becomes the draft, and the live one stays', () => {
    const { id } = createFlow(store, drawing('One'))
    publishFlow(store, id)
    saveFlow(store, id, 1, drawing('Two'))
    publishFlow(store, id)
    expect(restoreVersion(store, id, 1)).toMatchObject({ name: 'One', revision: 3, live: 2 })
    expect(attempt(() => restoreVersion(store, id, 1, 2))).toMatchObject({ code: 'stale' })
    expect(attempt(() => restoreVersion(store, id, 9))).toMatchObject({ code: 'not_found' })
  })
})

it('the mark of dealt-with due times never goes back', () => {
  const { id } = createFlow(store, drawing('One'))
  publishFlow(store, id)
  setDueAfter(store, id, time + 5000)
  setDueAfter(store, id, time + 1000)
  expect(getFlow(store, id).dueAfter).toBe(time + 5000)
})

it('lists flows, the last touched first', () => {
  const first = createFlow(store, drawing('One'))
  time += 1
  createFlow(store, drawing('Two'))
  expect(listFlows(store).map(flow => flow.name)).toEqual(['Two', 'One'])
  time += 1
  saveFlow(store, first.id, 1, drawing('One again'))
  expect(listFlows(store).map(flow => flow.name)).toEqual(['One again', 'Two'])
})

it('a flow goes with its versions, runs and problems, but not while it is queued or running', () => {
  const { id } = createFlow(store, drawing('One'))
  publishFlow(store, id)
  const { run } = createRun(store, { flow: id, trigger: 'manual' })
  expect(attempt(() => deleteFlow(store, id))).toMatchObject({ code: 'running', current: run.id })
  claimRun(store)
  expect(attempt(() => deleteFlow(store, id))).toMatchObject({ code: 'running', current: run.id })
  addProblems(store, run, 'path', [{ key: '1', outcome: 'invalid', code: 'c', node: 'n', field: null, message: 'm' }])
  finishRun(store, run.id, 'succeeded', [])
  stopQueued(store, run.id)
  deleteFlow(store, id)
  expect(listFlows(store)).toEqual([])
  expect(listVersions(store, id)).toEqual([])
  expect(listRuns(store)).toEqual([])
  expect(listProblems(store, run.id)).toEqual([])
})

function attempt(work: () => unknown): Error {
  try {
    work()
  } catch (error) {
    return error as Error
  }
  throw new Error('It was not refused.')
}
