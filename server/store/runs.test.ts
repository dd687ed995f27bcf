import { readFileSync } from 'node:fs'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Flow } from '../../runtime/flow.ts'
import { emptyTally, type PathReport, type RunState } from '../../runtime/report.ts'
import { dataFolder } from '../../test/stand-ins/data-folder.ts'
import { serverBounds } from '../bounds.ts'
import { createFlow, publishFlow, saveFlow } from './flows.ts'
import { openStore, type Store } from './open.ts'
import { addProblems, countProblems, listProblems, problemsOfKey } from './problems.ts'
import { pruneRuns } from './prune-runs.ts'
import { activeRun, claimRun, createRun, finishRun, getRun, interruptRuns, lastRuns, listRuns, saveProgress, stopQueued } from './runs.ts'
import { addTick, listTicks, pruneTicks } from './ticks.ts'

const drawing = (name: string): Flow => ({ tributary: 1, name, nodes: [], edges: [] })
const path = (state: PathReport['state'], read = 0): PathReport => ({
  path: 'shop > meta',
  destination: 'meta',
  state,
  tally: { ...emptyTally(), read },
  reasons: [],
  requests: 0,
  resent: 0,
  possibleDoubles: 0,
  nodes: [],
})
let store: Store
let time: number
let flow: string
const queue = (more: Partial<Parameters<typeof createRun>[1]> = {}) => createRun(store, { flow, trigger: 'schedule', ...more }).run
const published = (name = 'One') => {
  const { id } = createFlow(store, drawing(name))
  publishFlow(store, id)
  return id
}
beforeEach(() => {
  time = Date.parse('2026-11-23T08:00:00Z')
  store = openStore(dataFolder(), { now: () => time })
  flow = published()
  return () => store.close()
})

/** Every arrow that is drawn in `server/README.md`, and every one that is not. */
describe('the states of a run', () => {
  const into: Record<string, (id: string) => boolean> = {
    running: () => claimRun(store) !== undefined,
    succeeded: id => finishRun(store, id, 'succeeded', [path('succeeded')]),
    partial: id => finishRun(store, id, 'partial'),
    failed: id => finishRun(store, id, 'failed'),
    stopped: id => stopQueued(store, id) || finishRun(store, id, 'stopped'),
    interrupted: () => interruptRuns(store).length > 0,
  }
  const drawing = readFileSync(new URL('../README.md', import.meta.url), 'utf8').split('## A request')[0]!
  const drawn = [...drawing.matchAll(/^ {2}(\w+) --> (\w+)/gm)].map(([, from, to]) => `${from} ${to}`)
  const reach = (state: string) => {
    const { id } = queue()
    if (state !== 'queued') into.running!(id)
    if (state !== 'queued' && state !== 'running') into[state]!(id)
    return id
  }
  const arrows = ['queued', ...Object.keys(into)].flatMap(from =>
    Object.keys(into).map(to => [from, to, drawn.includes(`${from} ${to}`)] as const),
  )

  it('are all drawn', () => expect(drawn).toHaveLength(7))
  it.each(arrows)('%s → %s: %s', (from, to, allowed) => {
    const id = reach(from)
    expect(getRun(store, id).state).toBe(from)
    expect(into[to]!(id)).toBe(allowed)
    expect(getRun(store, id).state).toBe(allowed ? to : (from as RunState))
  })
})

describe('a run', () => {
  it('keeps what it did, when and how far', () => {
    const { id } = queue()
    time += 1000
    expect(claimRun(store)).toMatchObject({ id, state: 'running', startedAt: time, version: 1, flowName: 'One' })
    saveProgress(store, id, { paths: [path('running', 5)] })
    expect(getRun(store, id).paths[0]?.tally.read).toBe(5)
    time += 1000
    finishRun(store, id, 'succeeded', [path('succeeded', 9)])
    saveProgress(store, id, { paths: [path('running', 1)] })
    expect(getRun(store, id)).toMatchObject({ state: 'succeeded', endedAt: time, paths: [{ tally: { read: 9 } }] })
  })

  it('of a draft keeps the drawing as it was', () => {
    const id = createFlow(store, drawing('Draft')).id
    const { run } = createRun(store, { flow: id, version: null, trigger: 'manual' })
    saveFlow(store, id, 1, drawing('Changed'))
    expect(getRun(store, run.id)).toMatchObject({ version: null, document: drawing('Draft') })
  })

  it('of what is not published is refused', () => {
    const { id } = createFlow(store, drawing('Draft'))
    expect(() => createRun(store, { flow: id, trigger: 'manual' })).toThrow('not published')
    expect(() => createRun(store, { flow: 'nowhere', trigger: 'manual' })).toThrow('no such flow')
  })

  it('asked for again under the same idempotency key is the same run, also after it ended', () => {
    const first = createRun(store, { flow, trigger: 'api', idempotencyKey: 'abc' })
    expect(first.created).toBe(true)
    expect(createRun(store, { flow, trigger: 'api', idempotencyKey: 'abc' })).toMatchObject({ created: false, run: { id: first.run.id } })
    claimRun(store)
    finishRun(store, first.run.id, 'succeeded')
    expect(createRun(store, { flow, trigger: 'api', idempotencyKey: 'abc' })).toMatchObject({ created: false, run: { id: first.run.id } })
    expect(createRun(store, { flow, trigger: 'api', idempotencyKey: 'def' }).created).toBe(true)
    expect(createRun(store, { flow: published('Two'), trigger: 'api', idempotencyKey: 'abc' }).created).toBe(true)
  })

  it('of one due time is made once', () => {
    const first = queue({ due: 1000 })
    expect(createRun(store, { flow, trigger: 'catch_up', due: 1000 })).toMatchObject({ created: false, run: { id: first.id } })
  })

  it('that a person asks for while another is under way names that one', () => {
    const first = queue()
    for (const trigger of ['manual', 'api'] as const)
      expect(() => createRun(store, { flow, trigger })).toThrow(expect.objectContaining({ code: 'running', current: first.id }))
    claimRun(store)
    expect(() => createRun(store, { flow, trigger: 'manual' })).toThrow(expect.objectContaining({ code: 'running', current: first.id }))
  })

  it('is claimed in order, one per flow at a time', () => {
    const [first, second] = [queue({ due: 1 }), queue({ due: 2 })]
    const other = createRun(store, { flow: published('Two'), trigger: 'schedule' }).run
    expect([claimRun(store)?.id, claimRun(store)?.id, claimRun(store)]).toEqual([first.id, other.id, undefined])
    expect(activeRun(store, flow)?.id).toBe(first.id)
    finishRun(store, first.id, 'succeeded')
    expect(claimRun(store)?.id).toBe(second.id)
  })

  it('that a dead process left takes its paths along, and what had ended stays', () => {
    const done = queue()
    claimRun(store)
    finishRun(store, done.id, 'partial', [path('partial')])
    const cut = queue()
    claimRun(store)
    saveProgress(store, cut.id, { paths: [path('succeeded'), path('running')] })
    expect(interruptRuns(store).map(run => run.id)).toEqual([cut.id])
    expect(getRun(store, cut.id)).toMatchObject({ state: 'interrupted', paths: [{ state: 'succeeded' }, { state: 'interrupted' }] })
    expect(getRun(store, done.id)).toMatchObject({ state: 'partial', paths: [{ state: 'partial' }] })
  })
})

it('lists runs by flow and state, newest first, page by page', () => {
  const other = published('Two')
  const ids: string[] = []
  for (let i = 0; i < 5; i++) {
    ids.unshift(queue({ due: i }).id)
    claimRun(store)
    finishRun(store, ids[0]!, i % 2 ? 'failed' : 'succeeded')
  }
  const last = createRun(store, { flow: other, trigger: 'manual' }).run
  expect(listRuns(store).map(run => run.id)).toEqual([last.id, ...ids])
  expect(listRuns(store, { flow, limit: 2 }).map(run => run.id)).toEqual(ids.slice(0, 2))
  expect(listRuns(store, { flow, limit: 2, before: ids[1] }).map(run => run.id)).toEqual(ids.slice(2, 4))
  expect(listRuns(store, { state: 'failed' })).toHaveLength(2)
  expect([...lastRuns(store)].map(([id, run]) => [id, run.id]).sort()).toEqual(
    [
      [flow, ids[0]],
      [other, last.id],
    ].sort(),
  )
})

describe('reasons of rows', () => {
  const row = (key: string, code = 'too_old') => ({
    key,
    outcome: 'invalid' as const,
    code,
    node: 'meta',
    field: 'event_time',
    message: 'Too old',
  })

  it('are found by run, by code and by key', () => {
    addProblems(store, { id: 'r1', flow }, 'a > b', [row('1'), { ...row('2', 'no_email'), field: null }])
    addProblems(store, { id: 'r2', flow }, 'a > b', [row('2', 'no_phone')])
    expect(listProblems(store, 'r1')).toMatchObject([
      { key: '1', path: 'a > b', field: 'event_time' },
      { key: '2', code: 'no_email' },
    ])
    expect(listProblems(store, 'r1', { code: 'no_email' }).map(problem => problem.key)).toEqual(['2'])
    expect(listProblems(store, 'r1', { field: 'event_time' }).map(problem => problem.key)).toEqual(['1'])
    expect(listProblems(store, 'r1', { field: '' }).map(problem => problem.key)).toEqual(['2'])
    const [first] = listProblems(store, 'r1', { limit: 1 })
    expect(listProblems(store, 'r1', { after: first!.id }).map(problem => problem.key)).toEqual(['2'])
    expect(problemsOfKey(store, flow, '2').map(problem => problem.run)).toEqual(['r2', 'r1'])
    expect(problemsOfKey(store, 'other', '2')).toEqual([])
  })

  it('are kept for the first 10,000 rows of a run, also over a restart', () => {
    const rows = Array.from({ length: 4000 }, (_, i) => row(`k${i}`))
    for (let i = 0; i < 2; i++) addProblems(store, { id: 'r1', flow }, 'p', rows)
    store.close()
    store = openStore(store.folder)
    for (let i = 0; i < 2; i++) addProblems(store, { id: 'r1', flow }, 'p', rows)
    addProblems(store, { id: 'r2', flow }, 'p', rows)
    expect(countProblems(store, 'r1')).toBe(serverBounds.problems.most)
    expect(countProblems(store, 'r2')).toBe(4000)
  })
})

it('old runs go with their reasons, old ticks too; young and unfinished ones stay', () => {
  const old = queue({ due: 1 })
  claimRun(store)
  addProblems(store, old, 'p', [{ key: '1', outcome: 'invalid', code: 'c', node: 'n', field: null, message: 'm' }])
  finishRun(store, old.id, 'succeeded')
  addTick(store, { flow, due: time, verdict: 'queued' })
  const waiting = queue({ due: 2 })
  time += 181 * 86_400_000
  addTick(store, { flow, due: time, verdict: 'queued' })
  expect(pruneRuns(store)).toBe(1)
  expect(listRuns(store).map(run => run.id)).toEqual([waiting.id])
  expect(countProblems(store, old.id)).toBe(0)
  pruneTicks(store)
  expect(listTicks(store, flow).map(tick => tick.due)).toEqual([time])
})
