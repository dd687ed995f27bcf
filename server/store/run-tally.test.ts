/** A run that is cut has the numbers of the ledger, and what went again is told by one run, once. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Flow } from '../../runtime/flow.ts'
import { balanced, emptyTally, type PathReport } from '../../runtime/report.ts'
import { storedOf } from '../../runtime/stored.ts'
import { createFlow, publishFlow } from './flows.ts'
import { closeExpired, ledger } from './ledger.ts'
import { openStore, type Store } from './open.ts'
import { runTally } from './run-tally.ts'
import { claimRun, createRun, finishRun, getRun, interruptRuns, saveProgress } from './runs.ts'

const PATH = 'shop > orders > out'
const STREAM = 'flow\norders\nkind\n1'
let folder: string
let store: Store
let time = 1_700_000_000_000
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tributary-run-tally-'))
  store = openStore(folder, { now: () => time })
})
afterEach(() => {
  store.close()
  rmSync(folder, { recursive: true, force: true })
})

const key = (n: number) => n.toString(16).padStart(32, '0')
const outgoing = (from: number, events: number) => ({
  keys: Array.from({ length: events }, (_, i) => key(from + i)),
  events,
  body: storedOf(Array.from({ length: events }, () => '{}')),
  resendSafe: true,
  expires: time + 3_600_000,
})
function running(): string {
  const document = Flow.parse({ tributary: 1, name: 'f', nodes: [], edges: [] })
  const { id } = createFlow(store, document)
  publishFlow(store, id)
  createRun(store, { flow: id, trigger: 'api' })
  return claimRun(store)!.id
}
const noted = (tally: Partial<PathReport['tally']>, more: Partial<PathReport> = {}): PathReport => ({
  path: PATH,
  destination: 'out',
  state: 'running',
  tally: { ...emptyTally(), ...tally },
  reasons: [],
  requests: 2,
  resent: 0,
  possibleDoubles: 0,
  nodes: [],
  ...more,
})

describe('a run that was killed', () => {
  it('has delivered what the ledger has, whatever its last note said', () => {
    const run = running()
    const book = ledger(store, STREAM, run, PATH)
    const settle = (from: number, state: 'delivered' | 'rejected', code?: string) => {
      const request = outgoing(from, 100)
      book.settle(
        book.begin(request),
        request.keys.map(key => ({ key, state, ...(code && { code }) })),
      )
    }
    settle(0, 'delivered')
    settle(100, 'delivered')
    saveProgress(store, run, { paths: [noted({ read: 520, filtered: 10, delivered: 200 })] })
    settle(200, 'delivered')
    settle(300, 'rejected', 'too_old')
    book.begin(outgoing(400, 60))
    interruptRuns(store)
    const [path] = getRun(store, run).paths
    expect(path).toMatchObject({
      state: 'interrupted',
      requests: 5,
      tally: { read: 520, filtered: 10, delivered: 300, rejected: 100, uncertain: 60, unsent: 50 },
    })
    expect(balanced(path!.tally)).toBe(true)
    expect(path!.reasons.map(({ outcome, code, rows }) => `${outcome} ${code} ${rows}`)).toEqual([
      'rejected too_old 100',
      'uncertain outcome_unknown 60',
      'unsent run_failed 50',
    ])
    expect(runTally(store, run)).toEqual(new Map([[PATH, expect.objectContaining({ delivered: 0, open: 60 })]]))
  })

  it('is told although it noted nothing at all', () => {
    const run = running()
    const book = ledger(store, STREAM, run, PATH)
    book.settle(
      book.begin(outgoing(0, 3)),
      [0, 1, 2].map(n => ({ key: key(n), state: 'delivered' as const })),
    )
    interruptRuns(store)
    expect(getRun(store, run).paths).toMatchObject([{ path: PATH, destination: 'out', tally: { read: 3, delivered: 3 } }])
  })

  it('has sent as many requests as left: each again, and a part when its turn comes', () => {
    const book = ledger(store, STREAM, 'run', PATH)
    const id = book.begin(outgoing(0, 40))
    book.again(id, true)
    const [first] = book.split(id, [outgoing(0, 20), outgoing(20, 20)])
    expect(runTally(store, 'run').get(PATH)?.requests).toBe(2)
    book.again(first!)
    ledger(store, STREAM, 'next', PATH).inherit()
    expect(runTally(store, 'next').get(PATH)?.requests).toBeUndefined()
  })

  it('counts events, and not the ids that stand beside them', () => {
    const run = running()
    const book = ledger(store, STREAM, run, PATH)
    const keys = [key(1), key(2), key(11), key(12)]
    book.settle(
      book.begin({ ...outgoing(1, 2), keys }),
      keys.map(key => ({ key, state: 'delivered' as const })),
      2,
    )
    expect(runTally(store, run).get(PATH)?.delivered).toBe(2)
  })

  it('leaves a path that had ended as it ended', () => {
    const run = running()
    const ended = noted({ read: 5, delivered: 5 }, { state: 'succeeded' })
    saveProgress(store, run, { paths: [ended] })
    interruptRuns(store)
    expect(getRun(store, run).paths).toEqual([ended])
  })
})

describe('what went again after a doubt', () => {
  const told = (run: string) => ledger(store, STREAM, run, PATH).repeated()

  it('is told by the run that sent it again, not by those that find it held', () => {
    const first = running()
    const book = ledger(store, STREAM, first, PATH)
    const id = book.begin(outgoing(0, 40))
    book.again(id)
    expect(told(first)).toEqual({ resent: 40, doubles: 40 })
    finishRun(store, first, 'partial', [])
    const next = ledger(store, STREAM, 'next', PATH)
    next.inherit()
    expect(told('next')).toEqual({ resent: 0, doubles: 0 })
    next.again(id)
    expect(told('next')).toEqual({ resent: 40, doubles: 40 })
  })

  it('is no double when the sending before was surely not taken', () => {
    const book = ledger(store, STREAM, 'run', PATH)
    const id = book.begin(outgoing(0, 40))
    book.again(id, true)
    expect(told('run')).toEqual({ resent: 0, doubles: 0 })
    book.again(id)
    book.again(id, true)
    expect(told('run')).toEqual({ resent: 80, doubles: 40 })
  })

  it('of a refused request is told of each part that leaves, and not twice of the whole', () => {
    const book = ledger(store, STREAM, 'run', PATH)
    const id = book.begin(outgoing(0, 40))
    book.again(id)
    const parts = book.split(id, [outgoing(0, 20), outgoing(20, 20)])
    expect(told('run').doubles).toBe(0)
    book.again(parts[0]!)
    book.again(parts[1]!)
    expect(told('run')).toEqual({ resent: 80, doubles: 40 })
  })

  it('of a run that died without a report is the next one’s to tell, by one path and once', () => {
    const dead = ledger(store, STREAM, 'dead', PATH)
    const id = dead.begin(outgoing(0, 40))
    dead.again(id)
    dead.settle(
      id,
      outgoing(0, 40).keys.map(key => ({ key, state: 'delivered' as const })),
    )
    for (const path of [PATH, 'another']) ledger(store, STREAM, 'next', path).inherit()
    expect(told('next')).toEqual({ resent: 40, doubles: 40 })
    expect(ledger(store, STREAM, 'next', 'another').repeated()).toEqual({ resent: 0, doubles: 0 })
    expect(runTally(store, 'dead').size).toBe(0)
  })

  it('stays told when nobody may send it any more', () => {
    const book = ledger(store, STREAM, 'run', PATH)
    const id = book.begin(outgoing(0, 2))
    book.again(id)
    book.again(id)
    time += 3 * 86_400_000
    closeExpired(store)
    expect(told('run')).toEqual({ resent: 4, doubles: 4 })
  })
})
