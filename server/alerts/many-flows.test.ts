/** Two hundred flows are looked at every half minute: what cannot have changed is not read again. */
import { beforeEach, expect, it } from 'vitest'
import { emptyTally, type PathReport } from '../../runtime/report.ts'
import { dataFolder } from '../../test/stand-ins/data-folder.ts'
import { createFlow, publishedFlows, publishFlow, saveFlow } from '../store/flows.ts'
import { openStore, type Store } from '../store/open.ts'
import { claimRun, createRun, deleteFlow, finishRun } from '../store/runs.ts'
import { flowsAmiss } from './of-flows.ts'

const HOUR = 3_600_000
let store: Store
let time: number
/** Statements whose rows hold whole reports or documents. */
let heavy: string[]
beforeEach(() => {
  time = Date.parse('2026-11-25T09:00:00Z')
  store = openStore(dataFolder(), { now: () => time })
  heavy = []
  const { sql } = store
  const prepare = sql.prepare.bind(sql)
  sql.prepare = ((text: string) => {
    if (/\bpaths\b|\bdocument\b/.test(text)) heavy.push(text)
    return prepare(text)
  }) as typeof sql.prepare
  return () => store.close()
})
const drawing = (name: string) => ({
  ...{ tributary: 1 as const, name, nodes: [], edges: [] },
  schedule: { cron: '0 * * * *', timezone: 'UTC', missed: 'last' as const },
})
const published = (name: string, id?: string) => {
  const flow = createFlow(store, drawing(name), id)
  publishFlow(store, flow.id)
  return flow.id
}
const ran = (flow: string, more: Partial<PathReport> = {}) => {
  const { run } = createRun(store, { flow, trigger: 'schedule' })
  claimRun(store)
  const tally = { ...emptyTally(), read: 100, delivered: 100 }
  const path = { path: 'a > b', destination: 'b', state: 'succeeded' as const, tally, reasons: [], requests: 1, resent: 0 }
  finishRun(store, run.id, 'succeeded', [{ ...path, possibleDoubles: 0, nodes: [], ...more }])
}
const look = () => {
  heavy = []
  return flowsAmiss(store)
}

it('reads the report of a run once, whatever the number of flows and looks', () => {
  const flows = Array.from({ length: 20 }, (_, i) => published(`Shop ${i}`))
  for (let round = 0; round < 5; round++, time += HOUR) for (const flow of flows) ran(flow)
  look()
  expect(heavy.length).toBeGreaterThan(0)
  look()
  expect(heavy).toEqual([])
  const error = { code: 'meta.token', message: 'The token is no longer valid.', why: 'Make a new one.', needs: 'person' as const }
  ran(flows[3]!, { state: 'failed', error })
  expect(look()).toMatchObject([{ flow: flows[3], code: 'meta.token' }])
  const reports = heavy.filter(text => /\bpaths\b/.test(text))
  expect(reports).toHaveLength(1)
})

it('knows another version, and another flow of the same id', () => {
  const flow = published('Shop', 'shop')
  look()
  saveFlow(store, flow, 1, drawing('Shop, mended'))
  publishFlow(store, flow)
  expect(publishedFlows(store)[0]!.document.name).toBe('Shop, mended')
  deleteFlow(store, flow)
  expect(publishedFlows(store)).toEqual([])
  time += 1000
  published('Another', 'shop')
  expect(publishedFlows(store)[0]).toMatchObject({ id: 'shop', live: 1, document: { name: 'Another' } })
})
it('deleted and made anew between two looks, too', () => {
  published('Shop', 'shop')
  publishedFlows(store)
  deleteFlow(store, 'shop')
  time += 1000
  published('Another', 'shop')
  expect(publishedFlows(store)[0]).toMatchObject({ document: { name: 'Another' } })
})
