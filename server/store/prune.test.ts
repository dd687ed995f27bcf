import { describe, expect, it } from 'vitest'
import { kinds } from '../../nodes/kinds.ts'
import { dataFolder } from '../../test/stand-ins/data-folder.ts'
import { engine, goodOrders, only, ordersFlow } from '../../test/stand-ins/engine.ts'
import { addAudit, decisionsOf } from './audit.ts'
import { createFlow, publishFlow } from './flows.ts'
import { ledger } from './ledger.ts'
import { openStore } from './open.ts'
import { prune } from './prune.ts'
import { pruneRuns } from './prune-runs.ts'
import { claimRun, createRun, finishRun, listRuns } from './runs.ts'
import { addTick, listTicks } from './ticks.ts'

const DAY = 86_400_000
const START = Date.parse('2026-06-01T00:00Z')

describe('what is forgotten', () => {
  it('is an outcome after 90 days and not before, however many there are', async () => {
    let time = START
    const store = openStore(dataFolder(), { now: () => time })
    const book = ledger(store, 'flow\nmodel\nkind\n1', 'run')
    const settle = (from: number, count: number) => {
      const keys = Array.from({ length: count }, (_, i) => (from + i).toString(16).padStart(32, '0'))
      const request = book.begin({ keys, body: '[]', resendSafe: true, expires: time + DAY })
      book.settle(
        request,
        keys.map(key => ({ key, state: 'delivered' })),
      )
      return keys
    }
    const old = settle(0, 12_000)
    time = START + 2 * DAY
    const young = settle(100_000, 50)
    time = START + 91 * DAY
    await prune(store)
    expect(book.look(old).size).toBe(0)
    expect(book.look(young).size).toBe(50)
    store.close()
  })

  it('is what never left of a request whose window is over: its events are new, where those in doubt stay so', async () => {
    let time = START
    const store = openStore(dataFolder(), { now: () => time })
    const book = ledger(store, 'flow\nmodel\nkind\n1', 'run')
    const [a, b] = ['a', 'b'].map(letter => letter.repeat(32)) as [string, string]
    const part = (key: string) => ({ keys: [key], body: '[]', resendSafe: true, expires: time + DAY })
    const whole = book.begin({ keys: [a, b], body: '[]', resendSafe: true, expires: time + DAY })
    const [first] = book.split(whole, [part(a), part(b)])
    book.again(first!)
    time = START + 4 * DAY
    await prune(store)
    expect(book.open()).toEqual([])
    expect([...book.look([a, b])].map(([key, { state }]) => [key, state])).toEqual([[a, 'uncertain']])
    store.close()
  })

  it('is a line of the audit after 400 days, a due time after 90, and a run after 180 or beyond a flow’s newest', async () => {
    let time = START
    const store = openStore(dataFolder(), { now: () => time })
    const { id: flow } = createFlow(store, { tributary: 1, name: 'a', nodes: [], edges: [] })
    publishFlow(store, flow)
    const run = () => {
      createRun(store, { flow, trigger: 'schedule' })
      finishRun(store, claimRun(store)!.id, 'succeeded', [])
    }
    for (let i = 0; i < 5; i++) run()
    addTick(store, { flow, due: time, verdict: 'skipped' })
    addAudit(store, { what: 'send_again', flow, request: 1, events: 1, actor: 'api' })
    expect(pruneRuns(store, { runs: 3 })).toBe(2)
    expect(listRuns(store, { flow })).toHaveLength(3)
    time = START + 179 * DAY
    await prune(store)
    expect([listRuns(store, { flow }).length, listTicks(store, flow).length, decisionsOf(store, flow).length]).toEqual([3, 0, 1])
    time = START + 401 * DAY
    await prune(store)
    expect([listRuns(store, { flow }).length, decisionsOf(store, flow).length]).toEqual([0, 0])
    store.close()
  })

  it('never sooner than 70 days', async () => {
    const store = openStore(dataFolder())
    await expect(prune(store, 69)).rejects.toThrow('at least 70 days')
    store.close()
  })
})

describe('forgetting cannot cause a double', () => {
  const destinations = [...kinds.values()].flatMap(kind => (kind.role === 'destination' && kind.dialect ? [kind] : []))
  const sources = ['website', 'app', 'app_android', 'app_ios', 'physical_store', 'email', 'phone_call', 'chat', 'system_generated', 'other']

  it.each(destinations.map(kind => [kind.id, kind] as const))('%s takes nothing as old as what is forgotten', (_, { dialect }) => {
    for (const source of sources) expect(dialect!.window(source).maxAgeS).toBeLessThanOrEqual(62 * 86_400)
  })

  it('rows whose outcome was forgotten are too old to be sent again', async () => {
    const works = await engine({}, {})
    works.orders(goodOrders(20, () => ({ ordered_at: new Date(Date.now() - 91 * DAY).toISOString() })))
    const { tally, requests } = only(await works.run(ordersFlow('inbox', undefined)))
    expect([tally.read, tally.expired, requests]).toEqual([20, 20, 0])
    await works.close()
  })
})
