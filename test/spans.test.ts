/** "In the last" and "in the next" against another reading: Postgres' own calendar, at the ends of months and around changes of the clock. */
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { shift } from '../runtime/conditions/moment.ts'
import { predicate } from '../runtime/conditions/predicate.ts'
import { type Span, units } from '../runtime/conditions/tree.ts'
import { freshDatabase } from './stand-ins/postgres.ts'
import { sql } from './stand-ins/reading.ts'

let url = ''
beforeAll(async () => {
  url = await freshDatabase()
})

/** Leap days, ends of months, ends of years, and the minutes beside changes of the clock in Europe and America. */
const hard = [
  '2024-02-29T00:00:00Z',
  '2024-03-31T12:00:00Z',
  '2023-03-30T23:59:59.999Z',
  '2024-05-31T23:59:59.999Z',
  '2024-12-31T23:30:00Z',
  '2025-01-01T00:00:00Z',
  '2024-03-31T00:59:59Z',
  '2024-03-31T01:00:00Z',
  '2024-10-27T00:30:00Z',
  '2024-10-27T01:30:00Z',
  '2024-03-10T07:00:00Z',
  '2024-11-03T06:30:00Z',
  '2100-03-01T00:00:00Z',
].map(text => Date.parse(text))
const now = fc.oneof(fc.constantFrom(...hard), fc.integer({ min: Date.UTC(2004, 0, 1), max: Date.UTC(2036, 11, 31) }))
const span = fc.record({ amount: fc.integer({ min: 1, max: 60 }), unit: fc.constantFrom(...units) })
const asked = fc.sample(fc.tuple(now, span, fc.constantFrom(-1 as const, 1 as const)), { numRuns: 3000, seed: 20261126 })
const interval = ({ amount, unit }: Span) => (unit === 'quarter' ? `${amount * 3} months` : `${amount} ${unit}s`)

test('a span ends where Postgres ends it', async () => {
  const values = asked.map(
    ([at, one, way], i) =>
      `(${i}, '${new Date(at).toISOString().slice(0, -1)}'::timestamp ${way < 0 ? '-' : '+'} interval '${interval(one)}')`,
  )
  const rows = await sql(
    url,
    `select i, floor(extract(epoch from edge) * 1000)::bigint::text as ms from (values ${values.join(', ')}) v(i, edge) order by i`,
  )
  const theirs = rows.map(({ ms }) => Number(ms))
  expect(asked.map(([at, one, way]) => [new Date(at).toISOString(), one, way, shift(at, one, way)])).toEqual(
    asked.map(([at, one, way], i) => [new Date(at).toISOString(), one, way, theirs[i]]),
  )
})

test('both ends of a span belong to "in the last", and only the far one to "in the next"', () => {
  const meets = (op: 'in_last' | 'in_next' | 'not_in_last', at: number, value: Span, cell: number) =>
    predicate(
      { match: 'all', conditions: [{ column: 'z', op, value }] },
      [{ key: 'z', type: 'time', zoned: true, native: 'timestamptz' }],
      { now: at, timezone: 'Europe/Paris' },
    )({
      z: new Date(cell).toISOString(),
    })
  for (const [at, one] of asked) {
    const [from, to] = [shift(at, one, -1), shift(at, one, 1)]
    const last = [from - 1, from, at, at + 1].map(cell => meets('in_last', at, one, cell))
    const next = [at, at + 1, to, to + 1].map(cell => meets('in_next', at, one, cell))
    const not = [from - 1, from, at, at + 1].map(cell => meets('not_in_last', at, one, cell))
    expect([at, one, last, next, not]).toEqual([
      at,
      one,
      [false, true, true, false],
      [false, true, true, false],
      [true, false, false, true],
    ])
  }
})
