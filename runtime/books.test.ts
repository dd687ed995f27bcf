/** What the books say of a reason beside its rows. */
import { expect, it } from 'vitest'
import { Books } from './books.ts'

it('a reason says when its first and its last row were dealt with, by the clock of the run, each reason for itself', () => {
  let now = Date.parse('2026-11-21T06:00:00Z')
  const books = new Books('a > b', 'b', ['a', 'b'], { reasons: {} } as never, undefined, () => now)
  const seen = () =>
    Object.fromEntries(books.report('running').reasons.map(({ code, firstSeen, lastSeen }) => [code, [firstSeen, lastSeen]]))
  books.enter('rejected', { code: 'no_such_currency', node: 'b', key: 'A1' })
  expect(seen()).toEqual({ no_such_currency: ['2026-11-21T06:00:00.000Z', '2026-11-21T06:00:00.000Z'] })
  now += 40_000
  books.enter('filtered', { code: 'left_out', node: 'a', rows: 12 })
  now += 8_000
  books.enter('rejected', { code: 'no_such_currency', node: 'b', key: 'A2' })
  expect(seen()).toEqual({
    no_such_currency: ['2026-11-21T06:00:00.000Z', '2026-11-21T06:00:48.000Z'],
    left_out: ['2026-11-21T06:00:40.000Z', '2026-11-21T06:00:40.000Z'],
  })
})
