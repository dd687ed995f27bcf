import { describe, expect, it } from 'vitest'
import { CARD_HEIGHT, CARD_WIDTH, type Places } from '../document/places.ts'
import { firstView } from './room.ts'

const room = { width: 773, height: 387 }
const at = (...places: [number, number][]): Places => Object.fromEntries(places.map(([x, y], i) => [`s${i}`, { x, y }]))
/** Where a card is on screen, from the corner of the canvas. */
const seen = (places: Places, id: string) => {
  const { x, y, zoom } = firstView(places, 's0', room)
  const place = places[id]!
  return {
    left: x + place.x * zoom,
    top: y + place.y * zoom,
    right: x + (place.x + CARD_WIDTH) * zoom,
    bottom: y + (place.y + CARD_HEIGHT) * zoom,
  }
}

describe('how a flow opens', () => {
  it.each([
    ['one step', at([400, -300])],
    ['a row', at([0, 0], [352, 0], [704, 0])],
    ['a folded line, placed anywhere', at([-900, 2000], [-548, 2000], [-900, 2200], [-548, 2200])],
  ])('%s: whole, in what nothing covers, no larger than life', (_, places) => {
    expect(firstView(places, 's0', room).zoom).toBeLessThanOrEqual(1)
    for (const id of Object.keys(places)) {
      const card = seen(places, id)
      expect(card.left).toBeGreaterThanOrEqual(75.9)
      expect(card.top).toBeGreaterThanOrEqual(55.9)
      expect(card.right).toBeLessThanOrEqual(76.1 + room.width)
      expect(card.bottom).toBeLessThanOrEqual(56.1 + room.height)
    }
  })
  it.each([
    ['too high', at([0, 0], ...Array.from({ length: 20 }, (_, i) => [352, i * 200] as [number, number])), 1],
    ['too wide', at(...Array.from({ length: 20 }, (_, i) => [i * 352, 0] as [number, number])), 0.7],
    [
      'too high, and as wide as can just be read',
      at([0, 0], [704, 0], ...Array.from({ length: 9 }, (_, i) => [0, i * 200] as [number, number])),
      773 / 960,
    ],
  ])('%s: at its first step, as wide as it goes and never too small to read', (_, places, zoom) => {
    expect(firstView(places, 's0', room).zoom).toBeCloseTo(zoom, 3)
    expect(seen(places, 's0')).toMatchObject({ left: 76, top: 56 })
  })
})
