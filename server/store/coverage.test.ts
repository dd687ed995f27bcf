import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { coverageMemory, forgetCoverage } from './coverage.ts'
import { openStore, type Store } from './open.ts'

let folder: string
let store: Store
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tributary-coverage-'))
  store = openStore(folder)
})
afterEach(() => {
  store.close()
  rmSync(folder, { recursive: true, force: true })
})
const of = (run: string) => ({ run, at: '2026-11-25T00:00:00.000Z', rows: 100, readiness: 40, coverage: { email: 0.8 } })

test('each path remembers its last run, and a flow that is gone takes its own with it', () => {
  const memory = coverageMemory(store)
  expect(memory.last('shop', 'a > b')).toBeUndefined()
  memory.keep('shop', 'a > b', of('r1'))
  memory.keep('shop', 'a > b', of('r2'))
  memory.keep('shop', 'a > c', of('r3'))
  memory.keep('shop2', 'a > b', of('r4'))
  expect(memory.last('shop', 'a > b')).toEqual(of('r2'))
  forgetCoverage(store, 'shop')
  expect([memory.last('shop', 'a > b'), memory.last('shop', 'a > c'), memory.last('shop2', 'a > b')?.run]).toEqual([
    undefined,
    undefined,
    'r4',
  ])
})
