import { describe, expect, it } from 'vitest'
import { serverBounds } from '../bounds.ts'
import { Places } from './places.ts'

const LONG_MS = 2 ** 31 - 1
const going = new AbortController().signal
const most = { working: 2, open: 4 }
const untold = () => {}

describe('a run that waits', () => {
  it('gives its place to another one, and gets one back before what has not begun', async () => {
    let told = 0
    const places = new Places(most, () => told++)
    const [waits, works] = [places.enter(), places.enter()]
    expect(places.room()).toBe(false)
    waits.give(LONG_MS)
    expect([told, places.room()]).toEqual([1, true])
    const third = places.enter()
    let back = false
    let behind = 0
    const asked = waits
      .take(LONG_MS, going, () => behind++)
      .then(() => {
        back = true
      })
    await Promise.resolve()
    expect([back, behind, places.room()]).toEqual([false, 1, false])
    third.leave()
    await asked
    // Nobody new was let in between.
    expect([back, told, places.room()]).toEqual([true, 1, false])
    works.leave()
    expect([told, places.room()]).toEqual([2, true])
  })

  it('goes on after as long again, although no place became free', async () => {
    const places = new Places({ working: 1, open: 4 }, untold)
    const waits = places.enter()
    waits.give(LONG_MS)
    // Where there is a place, nobody stands in line.
    await waits.take(LONG_MS, going, () => expect.unreachable())
    waits.give(LONG_MS)
    const works = places.enter()
    await waits.take(1, going)
    // Two work where one may: nothing begins before both have made way.
    works.leave()
    expect(places.room()).toBe(false)
    waits.leave()
    expect(places.room()).toBe(true)
  })

  it.each(['before it asks', 'while it asks'])('is held by nobody when it is stopped %s', async when => {
    const places = new Places({ working: 1, open: 4 }, untold)
    const waits = places.enter()
    waits.give(LONG_MS)
    places.enter()
    const stop = new AbortController()
    if (when === 'before it asks') stop.abort()
    const asked = waits.take(LONG_MS, stop.signal)
    stop.abort()
    await asked
  })

  it('counts once, however often it gives, asks and leaves', async () => {
    const places = new Places(most, untold)
    const one = places.enter()
    one.give(LONG_MS)
    one.give(LONG_MS)
    await Promise.all([one.take(LONG_MS, going), one.take(LONG_MS, going)])
    await one.take(LONG_MS, going)
    places.enter()
    expect(places.room()).toBe(false)
    one.give(LONG_MS)
    one.leave()
    expect(places.room()).toBe(true)
    places.enter()
    expect(places.room()).toBe(false)
  })
})

it('runs that wait are bounded as well, and from half of that on those that could only wait are sent away', () => {
  const { most: open } = serverBounds.openRuns
  const places = new Places({ working: 2, open }, untold)
  const runs = []
  const crowded = []
  while (places.room()) {
    const run = places.enter()
    run.give(LONG_MS)
    runs.push(run)
    crowded.push(run.crowded())
  }
  expect(runs).toHaveLength(serverBounds.openRuns.most)
  expect(crowded).toEqual(runs.map((_, i) => i >= open / 2))
  runs[0]!.leave()
  expect(places.room()).toBe(true)
})

it('for one that cannot begin, the one that waits longest makes way: one at a time, and none that is back soon or is not begun again', () => {
  const places = new Places({ working: 2, open: 4 }, untold)
  const runs = [8_000, 4_000, 60_000].map(ms => {
    const run = places.enter()
    run.give(ms)
    return run
  })
  const unwatched = places.enter(false)
  unwatched.give(LONG_MS)
  const gone = () => [...runs, unwatched].map(({ makeWay }) => makeWay.aborted)
  places.makeWay()
  expect(gone()).toEqual([false, false, true, false])
  // That one has not ended yet.
  places.makeWay()
  expect(gone()).toEqual([false, false, true, false])
  runs[2]!.leave()
  // There is room now.
  places.makeWay()
  expect(gone()).toEqual([false, false, true, false])
  places.enter()
  places.makeWay()
  expect(gone()).toEqual([true, false, true, false])
  runs[0]!.leave()
  places.enter()
  places.makeWay()
  expect(gone()).toEqual([true, false, true, false])
})

it('nobody makes way for one that would have to wait for those at work', () => {
  const places = new Places({ working: 1, open: 2 }, untold)
  const waits = places.enter()
  waits.give(LONG_MS)
  places.enter()
  places.makeWay()
  expect(waits.makeWay.aborted).toBe(false)
})
