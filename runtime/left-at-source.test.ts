/** The books stand on what the source counts: what is no count ends the run with a reason before a row is read. */
import { expect, test } from 'vitest'
import { Books } from './books.ts'
import { type Session, Stop } from './contract.ts'
import { countNarrowed } from './left-at-source.ts'
import type { Way } from './way.ts'

function counting(counts: readonly number[]) {
  const books = new Books('a > b', 'b', ['a', 'm', 'b'], { reasons: {} } as never)
  const plan = {
    narrowed: [],
    steps: [],
    joined: new Map(),
    windowed: { match: 'all', conditions: [] },
    resolved: { destination: { id: 'b' } },
  }
  const way = { plan, books, world: { now: Date.now } } as unknown as Way
  return { books, done: countNarrowed(way, { count: async () => counts } as unknown as Session, undefined) }
}

test('rows that stay behind are read and expired', async () => {
  const { books, done } = counting([10, 7])
  await done
  expect(books.report('running').tally).toMatchObject({ read: 3, expired: 3 })
})
test.each([
  ['words', [Number.NaN, 7]],
  ['nothing', []],
  ['one of two', [10]],
  ['less than nothing', [10, -1]],
  ['halves', [10, 1.5]],
])('an answer of %s is no count', async (_, counts) => {
  const failure = await counting(counts).done.catch((cause: unknown) => cause)
  expect(failure).toBeInstanceOf(Stop)
  expect(failure).toMatchObject({ code: 'source.odd_answer' })
})
