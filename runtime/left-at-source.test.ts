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

test('what is asked twice is counted once, and a step that leaves nothing out takes nothing from the books', async () => {
  const paid = { match: 'all' as const, conditions: [{ column: 'status', op: 'is' as const, value: 'paid' }] }
  const cheap = { match: 'all' as const, conditions: [paid, { column: 'amount', op: 'lt' as const, value: 5 }] }
  const steps = ['empty', 'paid', 'none', 'more', 'cheap'].map(id => ({ id, cuts: [] }))
  const books = new Books('a > b', 'b', ['a', 'm', ...steps.map(({ id }) => id), 'b'], { reasons: {} } as never)
  const plan = { narrowed: [undefined, paid, paid, paid, cheap], steps, joined: new Map(), resolved: { destination: { id: 'b' } } }
  const asked: unknown[][] = []
  const session = {
    count: async (_: unknown, wheres: unknown[]) => {
      asked.push(wheres)
      return [100, 70, 30]
    },
  }
  await countNarrowed({ plan, books, world: { now: Date.now } } as unknown as Way, session as unknown as Session, undefined)
  expect(asked).toEqual([[undefined, paid, cheap]])
  const { tally, nodes, reasons } = books.report('running')
  expect(tally).toMatchObject({ read: 70, filtered: 70 })
  expect(reasons.map(({ node, rows }) => [node, rows])).toEqual([
    ['cheap', 40],
    ['paid', 30],
  ])
  expect(nodes.slice(2, -1).map(({ in: came, out }) => [came, out])).toEqual([
    [70, 70],
    [70, 40],
    [40, 40],
    [40, 40],
    [40, 0],
  ])
})
test('steps that leave nothing out are not asked for at all', async () => {
  const books = new Books('a > b', 'b', ['a', 'm', 'e', 'b'], { reasons: {} } as never)
  const plan = { narrowed: [undefined], steps: [{ id: 'e', cuts: [] }], joined: new Map(), resolved: { destination: { id: 'b' } } }
  const session = { count: () => expect.unreachable() }
  await countNarrowed({ plan, books, world: { now: Date.now } } as unknown as Way, session as unknown as Session, undefined)
  expect(books.tally.read).toBe(0)
})
