import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Flow } from '../../../runtime/flow.ts'
import { CARD_HEIGHT, CARD_WIDTH, READABLE } from '../../document/places.ts'
import { pictureOf } from './picture.ts'

const line = (count: number, layout?: Flow['layout']): Flow =>
  ({
    tributary: 1,
    name: 'A flow',
    nodes: Array.from({ length: count }, (_, i) => ({ id: `s${i}`, kind: 'formula', config: {} })),
    edges: Array.from({ length: count - 1 }, (_, i) => ({ from: `s${i}`, to: `s${i + 1}` })),
    ...(layout && { layout }),
  }) as Flow
const none = new Map()

describe('the picture of a run', () => {
  it('has every card inside it, none on another, a thread for each connection, and fits the page or is as small as can be read', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 300, max: 2_000 }), (count, width) => {
        const picture = pictureOf(line(count), none, width)
        const places = Object.values(picture.places)
        expect(places).toHaveLength(count)
        for (const { x, y } of places) {
          expect(x).toBeGreaterThanOrEqual(0)
          expect(y).toBeGreaterThanOrEqual(0)
          expect(x + CARD_WIDTH).toBeLessThanOrEqual(picture.width)
          expect(y + CARD_HEIGHT).toBeLessThanOrEqual(picture.height)
        }
        for (const [i, a] of places.entries())
          for (const b of places.slice(i + 1)) expect(Math.abs(a.x - b.x) >= CARD_WIDTH || Math.abs(a.y - b.y) >= CARD_HEIGHT).toBe(true)
        expect(picture.threads).toHaveLength(count - 1)
        expect(picture.scale).toBeGreaterThanOrEqual(READABLE)
        if (picture.scale > READABLE) expect(picture.width * picture.scale).toBeLessThanOrEqual(width + 1)
      }),
    )
  })
  it('keeps the places that a person gave, moved to its corner, where they can be read', () => {
    const { places } = pictureOf(line(3, { s0: { x: 500, y: 900 }, s1: { x: 900, y: 700 }, s2: { x: 500, y: 1_100 } }), none, 1_100)
    expect(places.s1!.x - places.s0!.x).toBe(400)
    expect(places.s0!.y - places.s1!.y).toBe(200)
    expect(Math.min(...Object.values(places).map(p => p.x))).toBe(58)
  })
  it('folds what was drawn too wide to be read', () => {
    const wide = Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`s${i}`, { x: i * 900, y: 0 }]))
    const picture = pictureOf(line(8, wide), none, 1_100)
    expect(picture.width * picture.scale).toBeLessThanOrEqual(1_101)
    expect(new Set(Object.values(picture.places).map(p => p.y)).size).toBeGreaterThan(1)
  })
})
