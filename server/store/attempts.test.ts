import { beforeEach, describe, expect, it } from 'vitest'
import type { Attempt } from '../../runtime/attempts.ts'
import { dataFolder } from '../../test/stand-ins/data-folder.ts'
import { attemptsOfRequest, attemptsOfRun, pruneAttempts } from './attempts.ts'
import { ledger } from './ledger.ts'
import { openStore, type Store } from './open.ts'

const DAY = 86_400_000
const keyOf = (n: number) => n.toString(16).padStart(32, '0')
const outgoing = (n: number) => ({ keys: [keyOf(n)], body: '[]', resendSafe: true, expires: 4e12 })
const fine = (now: number): Attempt => ({
  events: 1,
  started: now,
  ended: now + 5,
  waitedMs: 0,
  class: 'settled',
  rejected: 0,
  status: 200,
})

const nothing = () => ({ events: [], of: 1, answer: null })

let store: Store
let time: number
beforeEach(() => {
  time = Date.parse('2026-11-23T08:00:00Z')
  store = openStore(dataFolder(), { now: () => time })
  return () => store.close()
})

describe('the record of sendings', () => {
  it('is pruned after 30 days, in pages, but for requests that are still open', async () => {
    const book = ledger(store, 'stream', 'run')
    for (let n = 1; n <= 7; n++) {
      const id = book.begin(outgoing(n))
      book.answered(id, fine(time), nothing)
      if (n !== 3) book.settle(id, [{ key: keyOf(n), state: 'delivered' }])
      time += n === 5 ? 31 * DAY : 1000
    }
    expect(await pruneAttempts(store, 30, 2)).toBe(4)
    expect(attemptsOfRun(store, 'run').map(({ request }) => request)).toEqual([3, 6, 7])
    expect(await pruneAttempts(store, 30, 2)).toBe(0)
  })

  it('gives a run’s requests in pages that never cut one in two', () => {
    const book = ledger(store, 'stream', 'run')
    const ids = [1, 2, 3].map(n => book.begin(outgoing(n)))
    for (const id of ids) book.again(id)
    expect(attemptsOfRun(store, 'run', { limit: 2 }).map(({ request, no }) => [request, no])).toEqual([
      [ids[0], 1],
      [ids[0], 2],
      [ids[1], 1],
      [ids[1], 2],
    ])
    expect(attemptsOfRun(store, 'run', { after: ids[1]!, limit: 2 }).map(({ request }) => request)).toEqual([ids[2], ids[2]])
    expect(attemptsOfRun(store, 'another run')).toEqual([])
  })

  it('forgets what was begun and taken back unsent, and keeps what was answered', () => {
    const book = ledger(store, 'stream', 'run')
    const never = book.begin(outgoing(1))
    book.withdraw(never)
    expect(attemptsOfRequest(store, never)).toEqual([])
    const told = book.begin(outgoing(2))
    book.answered(told, { ...fine(time), class: 'not_taken', status: 429, code: 'x.rate' }, nothing)
    book.withdraw(told)
    expect(attemptsOfRequest(store, told)).toMatchObject([{ class: 'not_taken', status: 429, code: 'x.rate', ended: time + 5 }])
  })
})

describe('work for the next transaction', () => {
  const rows = () => store.sql.prepare('select name from setting where name like ? order by name').pluck().all('t%')
  const put = (name: string) => void store.sql.prepare('insert into setting values (?, ?)').run(name, '')

  it('is done with it, once, and before it', () => {
    store.soon(() => put('t1'))
    expect(rows()).toEqual([])
    const seen = store.write(() => rows())
    expect(seen).toEqual(['t1'])
    store.write(() => put('t2'))
    expect(rows()).toEqual(['t1', 't2'])
  })

  it('is tried again when that one fails, and done when the store is closed', () => {
    store.soon(() => put('t1'))
    expect(() =>
      store.write(() => {
        throw new Error('no')
      }),
    ).toThrow('no')
    expect(rows()).toEqual([])
    const { folder } = store
    store.close()
    store = openStore(folder)
    expect(rows()).toEqual(['t1'])
  })

  it('that is asked for inside a transaction waits for the next', () => {
    store.write(() => {
      store.soon(() => put('t1'))
      store.write(() => put('t0'))
      expect(rows()).toEqual(['t0'])
    })
    store.settle()
    expect(rows()).toEqual(['t0', 't1'])
  })
})
