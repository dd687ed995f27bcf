import { beforeEach, describe, expect, it } from 'vitest'
import type { Flow } from '../../runtime/flow.ts'
import { emptyTally, type PathReport, type RunReport } from '../../runtime/report.ts'
import { dataFolder } from '../../test/stand-ins/data-folder.ts'
import { createFlow, publishFlow, saveFlow } from '../store/flows.ts'
import { openStore, type Store } from '../store/open.ts'
import { listProblems } from '../store/problems.ts'
import { claimRun, createRun, getRun, listRuns, type StoredRun } from '../store/runs.ts'
import { Unfit } from './execute.ts'
import { type RunOrder, startWorker, type Worker } from './worker.ts'

let store: Store
let worker: Worker
let failures: unknown[]
/** Each run as it was begun, with the ways to end it. */
interface Begun {
  flow: Flow
  order: RunOrder
  end(state: PathReport['state']): void
  fail(cause: unknown): void
}
let begun: Begun[]
let waiting: (() => void)[]

const path = (state: PathReport['state'], read = 0): PathReport => ({
  path: 'a > b',
  destination: 'b',
  state,
  tally: { ...emptyTally(), read },
  reasons: [],
  requests: 0,
  resent: 0,
  possibleDoubles: 0,
  nodes: [],
})
const report = (state: PathReport['state'], read = 0): RunReport => ({ flow: 'f', run: 'r', state, paths: [path(state, read)] })
const execute = (flow: Flow, order: RunOrder) =>
  new Promise<RunReport>((resolve, reject) => {
    begun.push({ flow, order, end: state => resolve(report(state)), fail: reject })
    for (const wake of waiting.splice(0)) wake()
  })
const beginning = async (count: number) => {
  while (begun.length < count) await new Promise<void>(resolve => waiting.push(resolve))
  return begun[count - 1]!
}
const start = () => {
  worker = startWorker({ store, execute, failed: (_, cause) => void failures.push(cause) })
}
const drawing = (name: string): Flow => ({ tributary: 1, name, nodes: [], edges: [] })
const published = (name: string) => {
  const { id } = createFlow(store, drawing(name))
  publishFlow(store, id)
  return id
}
const queue = (flow: string, more: Partial<Parameters<typeof createRun>[1]> = {}) =>
  createRun(store, { flow, trigger: 'schedule', ...more }).run
const ended = (run: StoredRun) =>
  new Promise<StoredRun>(resolve => {
    const look = () => {
      const now = getRun(store, run.id)
      if (now.state === 'queued' || now.state === 'running') return
      stopListening()
      resolve(now)
    }
    const stopListening = worker.subscribe(look)
    look()
  })

beforeEach(() => {
  begun = []
  waiting = []
  failures = []
  store = openStore(dataFolder())
  return async () => {
    worker.kill()
    for (const run of begun) run.end('stopped')
    await worker.drain()
    store.close()
  }
})

describe('a queued run', () => {
  it('is run with the version it was queued for, and its end is kept', async () => {
    const flow = published('One')
    const run = queue(flow, { options: { dryRun: true, limit: 5 } })
    saveFlow(store, flow, 1, drawing('Changed'))
    start()
    const { flow: document, order, end } = await beginning(1)
    expect(document.name).toBe('One')
    expect(order).toMatchObject({ flowId: flow, run: run.id, dryRun: true, limit: 5 })
    expect(getRun(store, run.id).state).toBe('running')
    end('partial')
    expect(await ended(run)).toMatchObject({ state: 'partial', paths: [{ state: 'partial' }] })
    expect(failures).toEqual([])
  })

  it('of a draft is run as it was drawn', async () => {
    const { id } = createFlow(store, drawing('Draft'))
    const run = queue(id, { version: null, trigger: 'manual' })
    saveFlow(store, id, 1, drawing('Changed'))
    start()
    const { flow, end } = await beginning(1)
    expect(flow.name).toBe('Draft')
    end('succeeded')
    await ended(run)
  })

  it('waits for its flow, and for one of two places', async () => {
    const [one, two, three] = [published('One'), published('Two'), published('Three')]
    const runs = [queue(one, { due: 1 }), queue(one, { due: 2 }), queue(two), queue(three)]
    start()
    await beginning(2)
    expect(begun.map(({ order }) => order.flowId)).toEqual([one, two])
    begun[0]!.end('succeeded')
    await beginning(3)
    expect(begun[2]!.order.run).toBe(runs[1]!.id)
    begun[1]!.end('succeeded')
    await beginning(4)
    expect(begun[3]!.order.flowId).toBe(three)
    begun[2]!.end('succeeded')
    begun[3]!.end('succeeded')
    for (const run of runs) expect((await ended(run)).state).toBe('succeeded')
  })

  it('added later is begun when the worker is woken', async () => {
    start()
    await new Promise(resolve => setImmediate(resolve))
    const run = queue(published('One'))
    worker.wake()
    const { end } = await beginning(1)
    end('succeeded')
    await ended(run)
  })
})

describe('while it runs', () => {
  it('progress and reasons are kept, and listeners are told', async () => {
    const run = queue(published('One'))
    start()
    const told: string[] = []
    worker.subscribe(({ state, paths }) => void told.push(`${state} ${paths[0]?.tally.read ?? '-'}`))
    const { order, end } = await beginning(1)
    order.progress(report('running', 5))
    order.progress(report('running', 6))
    order.problems('a > b', [{ key: '7', outcome: 'invalid', code: 'c', node: 'b', field: null, message: 'm' }])
    expect(getRun(store, run.id).paths[0]?.tally.read).toBe(5)
    expect(listProblems(store, run.id)).toMatchObject([{ key: '7', path: 'a > b' }])
    end('succeeded')
    await ended(run)
    expect(told).toEqual(['running -', 'running 5', 'succeeded 0'])
  })

  it('it can be stopped gently; a queued one leaves the queue', async () => {
    const flow = published('One')
    const [running, queued] = [queue(flow, { due: 1 }), queue(flow, { due: 2 })]
    start()
    const { order, end } = await beginning(1)
    expect(worker.stop(queued.id)).toBe(true)
    expect(getRun(store, queued.id).state).toBe('stopped')
    expect([order.stop.aborted, worker.stop(running.id), order.stop.aborted, order.kill.aborted]).toEqual([false, true, true, false])
    end('stopped')
    expect((await ended(running)).state).toBe('stopped')
    expect(worker.stop(running.id)).toBe(false)
    expect(worker.stop('nowhere')).toBe(false)
  })
})

describe('a run that breaks', () => {
  it('is failed, told to the log, and says nothing of what it was told', async () => {
    const run = queue(published('One'))
    start()
    const { order, fail } = await beginning(1)
    order.progress(report('running', 3))
    fail(new Error('duplicate key value violates: canary@example.org'))
    const after = await ended(run)
    expect(after).toMatchObject({ state: 'failed', paths: [{ state: 'failed', tally: { read: 3 }, error: { code: 'run.broken' } }] })
    expect(JSON.stringify(after)).not.toContain('canary')
    expect(failures).toHaveLength(1)
  })

  it('before it began says what must be repaired', async () => {
    const run = queue(published('One'))
    start()
    const { fail } = await beginning(1)
    fail(new Unfit([{ node: 'b', code: 'unset', level: 'must_fix', message: 'Choose a connection.' }]))
    expect(await ended(run)).toMatchObject({
      state: 'failed',
      paths: [{ state: 'failed', error: { code: 'flow.unfit', why: 'Choose a connection.' } }],
    })
  })

  it('hinders no other', async () => {
    const flow = published('One')
    const runs = [queue(flow, { due: 1 }), queue(flow, { due: 2 })]
    start()
    ;(await beginning(1)).fail(new Error('x'))
    ;(await beginning(2)).end('succeeded')
    expect([(await ended(runs[0]!)).state, (await ended(runs[1]!)).state]).toEqual(['failed', 'succeeded'])
  })
})

describe('an orderly end', () => {
  it('stops what runs, waits until it is recorded, and begins nothing new', async () => {
    const flow = published('One')
    const [running, queued] = [queue(flow, { due: 1 }), queue(flow, { due: 2 })]
    start()
    const { order, end } = await beginning(1)
    const drained = worker.drain()
    expect([order.stop.aborted, order.kill.aborted]).toEqual([true, false])
    end('stopped')
    await drained
    expect([getRun(store, running.id).state, getRun(store, queued.id).state]).toEqual(['stopped', 'queued'])
    expect(begun).toHaveLength(1)
  })

  it('leaves a run that it cut short on the queue for the next start, but not one that a person stopped', async () => {
    const [ours, theirs] = [queue(published('One')), queue(published('Two'))]
    start()
    await beginning(2)
    worker.stop(theirs.id)
    const drained = worker.drain()
    for (const run of begun) run.end('stopped')
    await drained
    expect(listRuns(store, { state: 'queued' })).toMatchObject([{ flow: ours.flow, trigger: 'catch_up', version: 1 }])
    start()
    ;(await beginning(3)).end('succeeded')
    expect((await ended(listRuns(store, { flow: ours.flow })[0]!)).state).toBe('succeeded')
  })

  it('asked for twice cuts what runs', async () => {
    queue(published('One'))
    start()
    const { order, end } = await beginning(1)
    const drained = worker.drain()
    worker.kill()
    expect(order.kill.aborted).toBe(true)
    end('stopped')
    await drained
  })
})

describe('after a process that was killed', () => {
  const killed = (flow: string, more: Partial<Parameters<typeof createRun>[1]> = {}) => {
    const run = queue(flow, more)
    claimRun(store)
    return run
  }

  it('its run is marked, and begun anew with the same version', async () => {
    const flow = published('One')
    const dead = killed(flow, { due: 5 })
    saveFlow(store, flow, 1, drawing('Two'))
    publishFlow(store, flow)
    start()
    const { flow: document, order, end } = await beginning(1)
    expect(getRun(store, dead.id).state).toBe('interrupted')
    expect([document.name, order.run !== dead.id]).toEqual(['One', true])
    expect(getRun(store, order.run)).toMatchObject({ trigger: 'catch_up', version: 1 })
    end('succeeded')
    await ended(getRun(store, order.run))
    expect(begun).toHaveLength(1)
  })

  it('what was only queued is run', async () => {
    const run = queue(published('One'))
    start()
    const { order, end } = await beginning(1)
    expect(order.run).toBe(run.id)
    end('succeeded')
    expect((await ended(run)).state).toBe('succeeded')
  })

  it('nothing is made up for that its schedule does not want made up for', () => {
    const { id } = createFlow(store, { ...drawing('One'), schedule: { cron: '0 6 * * *', timezone: 'UTC', missed: 'none' } })
    publishFlow(store, id)
    killed(id)
    start()
    expect(listRuns(store).map(run => run.state)).toEqual(['interrupted'])
  })

  it('a try-out is not begun anew', () => {
    const flow = published('One')
    killed(flow, { options: { limit: 10 } })
    start()
    expect(listRuns(store).map(run => run.state)).toEqual(['interrupted'])
  })

  it('what ends the process each time is given up', () => {
    const flow = published('One')
    killed(flow)
    const states: string[] = []
    for (let life = 0; life < 5; life++) {
      start()
      claimRun(store)
      states.push(listRuns(store).map(run => run.state)[0]!)
    }
    expect(states).toEqual(['running', 'running', 'interrupted', 'interrupted', 'interrupted'])
    expect(listRuns(store)).toHaveLength(3)
  })
})
