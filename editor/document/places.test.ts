import { afterEach, describe, expect, it, test } from 'vitest'
import type { Flow } from '../../runtime/flow.ts'
import { moveSteps } from './edits.ts'
import { kindsOf } from './graph.ts'
import { noHistory, perform } from './history.ts'
import { arrange, CARD_HEIGHT, CARD_WIDTH, columnsFor, columnsWithin, laidOut, placesOf, showColumns } from './places.ts'

/** A line of steps; the last `ends` of them all follow the one before them. */
function line(steps: number, ends = 1): Flow {
  const ids = Array.from({ length: steps }, (_, i) => `s${i}`)
  const trunk = steps - ends
  return {
    tributary: 1,
    name: 'Line',
    nodes: ids.map(id => ({ id, kind: 'filter', config: {} })),
    edges: ids.slice(1).map((to, i) => ({ from: ids[Math.min(i, trunk - 1)]!, to })),
  }
}
/** The uncovered part of the canvas in a window of that size, with the panels as they open. */
const windows = {
  '1280 × 720': { width: 740, height: 328 },
  '1500 × 820': { width: 773, height: 387 },
  '1920 × 1080': { width: 1192, height: 647 },
}
const zoomOf = (flow: Flow, columns: number, room: { width: number; height: number }): number => {
  const places = Object.values(arrange(flow, columns))
  const width = Math.max(...places.map(p => p.x)) + CARD_WIDTH
  const height = Math.max(...places.map(p => p.y)) + CARD_HEIGHT
  return Math.min(1, room.width / width, room.height / height)
}

describe('how many steps stand side by side', () => {
  it.each([
    ['1280 × 720', 5],
    ['1500 × 820', 6],
    ['1500 × 820', 9],
    ['1920 × 1080', 9],
    ['1920 × 1080', 12],
  ] as const)('in %s a line of %i steps is folded so that all of it can be read', (name, steps) => {
    expect(zoomOf(line(steps), columnsFor(line(steps), windows[name]), windows[name])).toBeGreaterThanOrEqual(0.7)
  })
  it.each(Object.entries(windows))('in %s no other number of columns shows a flow larger', (_, room) => {
    for (const flow of [line(3), line(5), line(6), line(7, 2)]) {
      const chosen = zoomOf(flow, columnsFor(flow, room), room)
      const others = Array.from({ length: columnsWithin(room) - 1 }, (_, i) => zoomOf(flow, i + 2, room))
      if (Math.max(...others) >= 0.7) expect(chosen).toBe(Math.max(...others))
    }
  })
  it('of a flow too large to be read whole: what the width takes, so that it is followed downwards', () => {
    const room = windows['1500 × 820']
    for (const flow of [line(9, 3), line(60)]) {
      const columns = columnsFor(flow, room)
      expect((columns - 1) * 352 + CARD_WIDTH).toBeLessThanOrEqual(room.width / 0.7)
      expect(columns).toBe(columnsWithin(room))
    }
  })
})

describe('what is drawn in two columns', () => {
  afterEach(() => showColumns(3))
  test('stays so when one of its steps is moved: the others keep their places', () => {
    showColumns(2)
    const flow = line(6)
    const seen = placesOf(flow)
    expect(seen.s2!.x).toBe(0)
    const moved = perform(flow, noHistory, moveSteps(flow, kindsOf([]), ['s5'], { x: 20, y: 0 }), 0)!.flow
    expect(laidOut(flow)).toBe(false)
    expect(moved.layout).toEqual({ ...seen, s5: { x: seen.s5!.x + 20, y: seen.s5!.y } })
  })
})
