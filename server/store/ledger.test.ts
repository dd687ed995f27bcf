import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createFlow, publishFlow } from './flows.ts'
import { ledger } from './ledger.ts'
import { openStore } from './open.ts'
import { addProblems, listProblems } from './problems.ts'
import { claimRun, createRun, finishRun } from './runs.ts'
import { addTick } from './ticks.ts'

test('smoke', () => {
  const store = openStore(mkdtempSync(join(tmpdir(), 'tributary-')))
  const l = ledger(store, 's', 'r1')
  const k = 'ab'.repeat(16)
  const id = l.begin({ keys: [k], body: 'hello', resendSafe: true, expires: 5 })
  expect(l.look([k])).toEqual(new Map([[k, { state: 'uncertain', run: 'r1' }]]))
  expect(l.open()).toMatchObject([{ id, body: 'hello', keys: [k] }])
  l.settle(id, [{ key: k, state: 'delivered' }])
  expect(l.look([k])).toEqual(new Map([[k, { state: 'delivered', run: 'r1' }]]))
  const f = createFlow(store, { tributary: 1, name: 'x', nodes: [], edges: [] })
  publishFlow(store, f.id)
  const r = createRun(store, { flow: f.id, trigger: 'manual' })
  expect(claimRun(store)?.id).toBe(r.run.id)
  expect(claimRun(store)).toBe(undefined)
  expect(finishRun(store, r.run.id, 'succeeded', [])).toBe(true)
  expect(addTick(store, { flow: f.id, due: 1, verdict: 'queued' })).toBe(true)
  expect(addTick(store, { flow: f.id, due: 1, verdict: 'queued' })).toBe(false)
  addProblems(store, { id: 'r', flow: f.id }, 'p', [{ key: 'k', outcome: 'invalid', code: 'c', node: 'n', field: null, message: 'm' }])
  expect(listProblems(store, 'r')).toHaveLength(1)
  store.close()
})
