import { createHash } from 'node:crypto'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { EventKey, Settled } from '../../runtime/world.ts'
import { dataFolder } from '../../test/stand-ins/data-folder.ts'
import { deliveriesOf, findDelivery } from './deliveries.ts'
import { history } from './history.ts'
import { ledger } from './ledger.ts'
import { openStore, type Store } from './open.ts'
import { wordsOf } from './words.ts'

const keyOf = (name: string | number): EventKey => createHash('sha256').update(String(name)).digest('hex').slice(0, 32)
const states = ['delivered', 'rejected', 'uncertain'] as const
let folder: string
let store: Store
beforeEach(() => {
  folder = dataFolder()
  store = openStore(folder)
  return () => store.close()
})
const reopen = () => {
  store.close()
  store = openStore(folder)
}
const settle = (run: string, outcomes: { key: EventKey; state: Settled }[], stream = 'stream') => {
  const book = ledger(store, stream, run)
  book.settle(book.begin({ keys: outcomes.map(({ key }) => key), body: 'x', resendSafe: true, expires: 2e12 }), outcomes)
}
const count = (table: string) => store.sql.prepare(`select count(*) from ${table}`).pluck().get() as number
const sortAllIn = (stream = 'stream') => {
  while (deliveriesOf(store, wordsOf(store).id(stream)).step());
}
/** What a plain map would know, checked against the ledger through its whole interface. */
const model = new Map<EventKey, { state: Settled; run: string }>()
const expectModel = () => {
  const keys = [...model.keys(), keyOf('never sent')]
  expect(ledger(store, 'stream', 'asking').look(keys)).toEqual(model)
}

describe('a hundred and fifty thousand outcomes', () => {
  it('are known at every moment: gathered, half sorted in, after a restart, and sorted in', () => {
    model.clear()
    for (let request = 0; request < 165; request++) {
      // Every tenth request deals again with keys of an earlier one, as a later run would.
      const from = request % 10 === 9 ? Math.floor(request / 2) : request
      const outcomes = Array.from({ length: 1000 }, (_, i) => ({ key: keyOf(from * 1000 + i), state: states[(i + request) % 3]! }))
      settle(`run ${request}`, outcomes)
      for (const { key, state } of outcomes) model.set(key, { state, run: `run ${request}` })
      if (request === 133) expectModel()
      if (request === 155) {
        // In the middle of sorting in: some of it is in one table, all of it still in the other.
        expect(count('delivery')).toBeGreaterThan(0)
        expect(count('settlement')).toBeGreaterThan(0)
        reopen()
        expectModel()
      }
    }
    expectModel()
    sortAllIn()
    expectModel()
    expect([count('settlement'), count('delivery')]).toEqual([0, model.size])
    reopen()
    expectModel()
  })
})

it('a later outcome wins over an earlier one, wherever each of them is', () => {
  const key = keyOf('a')
  settle('run 1', [{ key, state: 'uncertain' }])
  sortAllIn()
  settle('run 2', [{ key, state: 'rejected' }])
  for (let round = 0; round < 2; round++) {
    expect(ledger(store, 'stream', 'x').look([key])).toEqual(new Map([[key, { state: 'rejected', run: 'run 2' }]]))
    expect(history(store, 'stream', key)).toMatchObject({ state: 'rejected', run: 'run 2' })
    sortAllIn()
  }
  settle('run 3', [{ key, state: 'delivered' }])
  reopen()
  expect(history(store, 'stream', key)).toMatchObject({ state: 'delivered', run: 'run 3', code: null })
})

it('sorted in, each key says what it said before: state, code, run, request, time and print', () => {
  let at = 1_700_000_000_000
  store.close()
  store = openStore(folder, { now: () => at })
  const stream = wordsOf(store).id('stream')
  const keys = Array.from({ length: 60 }, (_, i) => keyOf(i))
  for (let request = 0; request < 4; request++) {
    at += 5000
    const book = ledger(store, 'stream', `run ${request % 3}`)
    const mine = keys.filter((_, i) => i % 5 === request || i % 7 === request)
    const id = book.begin({ keys: mine, body: 'x', resendSafe: true, expires: 2e12 })
    const outcomes = mine.map((key, i) => ({
      key,
      state: states[(i + request) % 3]!,
      ...(i % 4 && { code: `code ${i % 2}` }),
      ...(i % 3 && { print: keyOf(`${request} ${i}`).slice(0, 16) }),
    }))
    book.settle(id, outcomes)
  }
  const said = () => ({
    known: ledger(store, 'stream', 'asking').look(keys),
    found: keys.map(key => findDelivery(store, stream, key)),
  })
  const before = said()
  expect(count('delivery')).toBe(0)
  sortAllIn()
  expect([count('settlement'), count('delivery')]).toEqual([0, before.known.size])
  expect(said()).toEqual(before)
})

it('streams are kept apart, also while they wait', () => {
  settle('run 1', [{ key: keyOf('a'), state: 'delivered' }])
  settle('run 2', [{ key: keyOf('a'), state: 'rejected' }], 'another stream')
  reopen()
  sortAllIn('another stream')
  expect(
    ledger(store, 'stream', 'x')
      .look([keyOf('a')])
      .get(keyOf('a'))?.state,
  ).toBe('delivered')
  expect(
    ledger(store, 'another stream', 'x')
      .look([keyOf('a')])
      .get(keyOf('a'))?.state,
  ).toBe('rejected')
  expect([count('settlement'), count('delivery')]).toEqual([1, 1])
})

it('what waits is sorted in by itself when nothing else is to do, and a reader changes nothing', async () => {
  settle('run 1', [{ key: keyOf('a'), state: 'delivered' }])
  const reader = openStore(folder, { readonly: true })
  expect(ledger(reader, 'stream', 'x').look([keyOf('a')]).size).toBe(1)
  expect(history(reader, 'stream', keyOf('a'))?.state).toBe('delivered')
  await vi.waitFor(() => expect([count('settlement'), count('delivery')]).toEqual([0, 1]), { timeout: 10_000 })
  expect(history(reader, 'stream', keyOf('a'))?.state).toBe('delivered')
  reader.close()
})

it('what waits is not sorted in while a run that sends nothing looks its keys up', async () => {
  vi.useFakeTimers()
  try {
    settle('run 1', [{ key: keyOf('a'), state: 'delivered' }])
    const book = ledger(store, 'stream', 'run 2')
    for (let page = 0; page < 50; page++) {
      expect(book.look([keyOf('a')]).get(keyOf('a'))?.state).toBe('delivered')
      await vi.advanceTimersByTimeAsync(100)
    }
    expect([count('settlement'), count('delivery')]).toEqual([1, 0])
    await vi.advanceTimersByTimeAsync(1000)
    expect([count('settlement'), count('delivery')]).toEqual([0, 1])
  } finally {
    vi.useRealTimers()
  }
})

it('sorting in that fails loses nothing, and the request stays open', () => {
  for (let request = 0; request < 132; request++)
    settle(
      'run 1',
      Array.from({ length: 1000 }, (_, i) => ({ key: keyOf(request * 1000 + i), state: 'delivered' as const })),
    )
  store.sql.exec("create trigger full before insert on delivery begin select raise(abort, 'disk full'); end")
  const book = ledger(store, 'stream', 'run 2')
  const id = book.begin({ keys: [keyOf('new')], body: 'x', resendSafe: true, expires: 2e12 })
  expect(() => book.settle(id, [{ key: keyOf('new'), state: 'delivered' }])).toThrow('disk full')
  expect(book.look([keyOf('new')]).get(keyOf('new'))?.state).toBe('uncertain')
  expect(book.open().map(request => request.id)).toEqual([id])
  store.sql.exec('drop trigger full')
  book.settle(id, [{ key: keyOf('new'), state: 'delivered' }])
  sortAllIn()
  expect([count('settlement'), count('delivery')]).toEqual([0, 132_001])
})
