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
    waits.give()
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
    waits.give()
    // Where there is a place, nobody stands in line.
    await waits.take(LONG_MS, going, () => expect.unreachable())
    waits.give()
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
    waits.give()
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
    one.give()
    one.give()
    await Promise.all([one.take(LONG_MS, going), one.take(LONG_MS, going)])
    await one.take(LONG_MS, going)
    places.enter()
    expect(places.room()).toBe(false)
    one.give()
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
    run.give()
    runs.push(run)
    crowded.push(run.crowded())
  }
  expect(runs).toHaveLength(serverBounds.openRuns.most)
  expect(crowded).toEqual(runs.map((_, i) => i >= open / 2))
  runs[0]!.leave()
  expect(places.room()).toBe(true)
})
