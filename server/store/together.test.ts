/** The outcome of one request and the intent of the next in one transaction: both are on disk, or neither. */
import { createHash } from 'node:crypto'
import { beforeEach, expect, it } from 'vitest'
import type { EventKey } from '../../runtime/world.ts'
import { dataFolder } from '../../test/stand-ins/data-folder.ts'
import { ledger } from './ledger.ts'
import { openStore, type Store } from './open.ts'

const keyOf = (name: string): EventKey => createHash('sha256').update(name).digest('hex').slice(0, 32)
const [a, b] = ['a', 'b'].map(keyOf) as [EventKey, EventKey]
const outgoing = (keys: EventKey[]) => ({ keys, body: '[]', resendSafe: true, expires: 2e12 })
const delivered = (request: number, key: EventKey) => ({ request, outcomes: [{ key, state: 'delivered' as const }] })
const stateOf = (of: Store, key: EventKey) => ledger(of, 'stream', 'later').look([key]).get(key)?.state

let folder: string
let store: Store
let writes: number
beforeEach(() => {
  folder = dataFolder()
  writes = 0
  const real = openStore(folder)
  store = {
    ...real,
    write(work) {
      writes++
      return real.write(work)
    },
  }
  return () => store.close()
})
const reopened = () => {
  store.close()
  store = openStore(folder)
  return store
}

it('takes one write, and both are found by the next process', () => {
  const book = ledger(store, 'stream', 'run')
  const first = book.begin(outgoing([a]))
  writes = 0
  const second = book.begin(outgoing([b]), delivered(first, a))
  expect(writes).toBe(1)
  expect([stateOf(store, a), stateOf(store, b)]).toEqual(['delivered', 'uncertain'])
  expect(
    ledger(reopened(), 'stream', 'later')
      .open()
      .map(({ id }) => id),
  ).toEqual([second])
  expect([stateOf(store, a), stateOf(store, b)]).toEqual(['delivered', 'uncertain'])
})

it('leaves the first open and the second unknown when the second cannot be written', () => {
  const book = ledger(store, 'stream', 'run')
  const first = book.begin(outgoing([a]))
  expect(() => book.begin(outgoing(['no key']), delivered(first, a))).toThrow('32 hex')
  expect(stateOf(store, a)).toBe('uncertain')
  expect(
    ledger(reopened(), 'stream', 'later')
      .open()
      .map(({ id }) => id),
  ).toEqual([first])
})

it('begins nothing when the first was settled already', () => {
  const book = ledger(store, 'stream', 'run')
  const first = book.begin(outgoing([a]))
  book.settle(first, delivered(first, a).outcomes)
  expect(() => book.begin(outgoing([b]), delivered(first, a))).toThrow('not open')
  expect([stateOf(store, a), stateOf(store, b)]).toEqual(['delivered', undefined])
})
