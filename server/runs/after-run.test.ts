/** What a run's failure means for the runs to come, where one trouble follows another. */
import { beforeEach, expect, it } from 'vitest'
import { kinds } from '../../nodes/kinds.ts'
import { Flow } from '../../runtime/flow.ts'
import { emptyTally, type PathReport, type RunError } from '../../runtime/report.ts'
import { dataFolder } from '../../test/stand-ins/data-folder.ts'
import { ordersFlow } from '../../test/stand-ins/engine.ts'
import { createFlow, publishFlow, setPaused } from '../store/flows.ts'
import { holdsOf } from '../store/holds.ts'
import { openStore, type Store } from '../store/open.ts'
import { claimRun, createRun, finishRun, getRun, listRuns } from '../store/runs.ts'
import { afterRun } from './after-run.ts'
import { runPayload } from './run-payload.ts'

let store: Store
let flow: string
beforeEach(() => {
  store = openStore(dataFolder())
  flow = createFlow(store, Flow.parse(ordersFlow('meta', 'meta-main'))).id
  publishFlow(store, flow)
  return () => store.close()
})
function failed(code: string, needs: RunError['needs']) {
  const { run } = createRun(store, { flow, trigger: 'schedule' })
  claimRun(store)
  const error: RunError = { code, message: code, why: '', node: 'shop', ...(needs && { needs }) }
  const books = { tally: emptyTally(), reasons: [], requests: 0, resent: 0, possibleDoubles: 0, nodes: [] }
  const paths: PathReport[] = [{ path: 'shop > out', destination: 'out', state: 'failed', error, ...books }]
  finishRun(store, run.id, 'failed', paths)
  return afterRun(store, getRun(store, run.id), paths, kinds)
}
const holds = () => holdsOf(store, flow).map(({ code, resumeAt }) => [code, resumeAt === null ? 'person' : 'time'])

it('a source that was away and now refuses the login is asked no more by itself, and nothing says that it is away', () => {
  expect(failed('source.unreachable', 'time')).toBe('resting')
  expect(holds()).toEqual([['source.unreachable', 'time']])
  expect(failed('source.refused_login', 'person')).toBe('well')
  expect(holds()).toEqual([])
})
it('what rests for its platform rests on while the source wants a repair', () => {
  failed('meta.token', 'person')
  expect(failed('source.refused_login', 'person')).toBe('paused')
  expect(holds()).toEqual([['meta.token', 'person']])
})
it('a failure that nobody can tell changes nothing', () => {
  failed('source.unreachable', 'time')
  failed('source.timeout', undefined)
  expect(holds()).toEqual([['source.unreachable', 'time']])
})
it('a run that something passing stopped says when it is tried again, until a later one begins, and not while the flow is paused', () => {
  const told = (id: string) => runPayload(store, getRun(store, id)).triedAgainAt
  const newest = () => listRuns(store, { flow })[0]!.id
  failed('source.unreachable', 'time')
  const first = newest()
  expect(Date.parse(told(first)!)).toBe(holdsOf(store, flow)[0]!.resumeAt)
  setPaused(store, flow, true)
  expect(told(first)).toBeUndefined()
  setPaused(store, flow, false)
  failed('source.unreachable', 'time')
  expect(told(first)).toBeUndefined()
  expect(told(newest())).toBeDefined()
  createRun(store, { flow, trigger: 'catch_up' })
  expect(told(getRun(store, first).id)).toBeUndefined()
  expect(listRuns(store, { flow }).flatMap(({ id }) => told(id) ?? [])).toEqual([])
})
it('a due time that comes before the next try is the next try', () => {
  const id = createFlow(store, Flow.parse({ ...ordersFlow('meta', 'meta-main'), schedule: { cron: '* * * * *', timezone: 'UTC' } })).id
  publishFlow(store, id)
  flow = id
  failed('source.unreachable', 'time')
  const [run] = listRuns(store, { flow })
  store.sql.prepare('update hold set resume_at = resume_at + 3600000').run()
  expect(Date.parse(runPayload(store, run!).triedAgainAt!) - store.now()).toBeLessThanOrEqual(60_000)
})
it('what a person must repair is not said to be tried again', () => {
  failed('meta.token', 'person')
  const [run] = listRuns(store, { flow })
  setPaused(store, flow, false)
  expect(runPayload(store, run!).triedAgainAt).toBeUndefined()
})
