/** A cursor over numbers misses no row that appears within 15 minutes of its number, and is not led astray. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Row } from './contract.ts'
import { type Cursor, OVERLAP_MS, SWEEP_MS } from './cursor.ts'
import { NumberReading } from './number-cursor.ts'
import type { World } from './world.ts'

const MINUTE = 60_000
const START = Date.parse('2026-11-20T00:00:00Z')

/** What runs keep of their cursor, and one run over what is there. */
function shop() {
  let kept: Cursor | undefined
  const run = (now: number, there: readonly Row[], good = true) => {
    const put = (_: string, next: Cursor) => {
      kept = next
    }
    const world = { now: () => now, cursors: { get: () => kept, put } } as unknown as World
    const reading = new NumberReading('id', 'path', world, now, () => true)
    const from = reading.where?.conditions[1]
    const least = from && 'value' in from ? BigInt(String(from.value)) : undefined
    const read = there.filter(({ id }) => least === undefined || id === null || BigInt(String(id)) >= least)
    reading.see(read)
    if (good) reading.advance(world)
    return { read, report: reading.report() }
  }
  return { run, kept: () => kept }
}

it('finds each row in the first good run after it could be read, with ids beyond 2^53', () => {
  const rows = fc.array(fc.record({ after: fc.nat(20 * MINUTE), late: fc.nat(OVERLAP_MS) }), { minLength: 1, maxLength: 60 })
  const runs = fc.array(fc.record({ after: fc.integer({ min: 1, max: 40 * MINUTE }), good: fc.boolean() }), { minLength: 3, maxLength: 40 })
  let narrowed = 0
  fc.assert(
    fc.property(rows, runs, (arrivals, times) => {
      const { run } = shop()
      let at = START
      const all = arrivals.map(({ after, late }, i) => {
        at += after
        return { id: (9_007_199_254_740_993n + BigInt(i)).toString(), there: at + late }
      })
      const found = new Set<string>()
      let now = START
      for (const { after, good } of times) {
        now += after
        if (now - START >= SWEEP_MS) break
        const there = all.filter(row => row.there <= now)
        const { read, report } = run(now, there, good)
        if (report.since !== null) narrowed++
        if (!good) continue
        for (const { id } of read) found.add(String(id))
        expect(there.filter(({ id }) => !found.has(id))).toEqual([])
      }
    }),
    { numRuns: 300 },
  )
  expect(narrowed).toBeGreaterThan(100)
})

describe('what it says', () => {
  it('from where to where, when all is read again, and how many are empty', () => {
    const { run } = shop()
    const ids = (...list: (number | null)[]) => list.map(id => ({ id }))
    expect(run(START, ids(1, 2)).report).toMatchObject({ since: null, to: '2' })
    expect(run(START + 20 * MINUTE, ids(1, 2, 3)).report).toMatchObject({ since: null, to: '3' })
    const third = run(START + 40 * MINUTE, ids(1, 2, 3, 4, null)).report
    expect(third).toMatchObject({ since: '2', to: '4', empty: 1, nextSweep: '2026-11-21T00:20:00.000Z' })
    expect(third.message).toBe(
      'Only rows with "id" from 2 to 4, or empty, were read. From 2026-11-21 00:20 UTC on a run looks at all rows again. 1 row has nothing there and is read each time.',
    )
    expect(run(START + SWEEP_MS + 21 * MINUTE, ids(1, 2)).report.since).toBe(null)
  })
})

it.each([
  ['seconds', 1000],
  ['milliseconds', 1],
  ['microseconds', 0.001],
])('of times in %s, a future one and one beyond all time move nothing', (_, unit) => {
  const { run } = shop()
  const time = (ms: number) => ({ id: Math.round((START + ms) / unit) })
  const odd = [time(300 * MINUTE), { id: '99999999999999999999' }]
  const past = [time(-30 * MINUTE), time(-20 * MINUTE), time(-10 * MINUTE)]
  for (const n of [0, 20]) run(START + n * MINUTE, [...past, ...odd])
  const late = { id: Math.round((START + 30 * MINUTE) / unit) }
  const { read, report } = run(START + 40 * MINUTE, [...past, ...odd, late])
  expect(read).toContain(late)
  expect(report.since).toBe(String(past[2]!.id))
})

it('keeps few marks, however often it runs', () => {
  const { run, kept } = shop()
  for (let i = 0; i < 2000; i++) run(START + i * 1000, [{ id: i }])
  expect(kept()!.marks!.length).toBeLessThanOrEqual(40)
  expect(Number(run(START + 2_000_000, [{ id: 5000 }]).report.since)).toBeGreaterThan(900)
})
