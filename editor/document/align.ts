/** Lining cards up: where each of several goes. */
import type { Place, Places } from './places.ts'

export type Alignment = 'left' | 'top' | 'across' | 'down'

/** New places of the given cards: one edge in common, or equal gaps between the outermost. */
export function aligned(how: Alignment, ids: readonly string[], places: Places): Record<string, Place> {
  const all = ids.flatMap(id => (Object.hasOwn(places, id) ? [[id, places[id]!] as const] : []))
  if (!all.length) return {}
  const axis = how === 'left' || how === 'across' ? 'x' : 'y'
  const values = all.map(([, at]) => at[axis])
  const [least, most] = [Math.min(...values), Math.max(...values)]
  if (how === 'left' || how === 'top') return Object.fromEntries(all.map(([id, at]) => [id, { ...at, [axis]: least }]))
  const sorted = all.toSorted((a, b) => a[1][axis] - b[1][axis])
  return Object.fromEntries(
    sorted.map(([id, at], i) => [id, { ...at, [axis]: Math.round(least + ((most - least) * i) / Math.max(1, sorted.length - 1)) }]),
  )
}

const GRID = 20
const REACH = 6

/** A line that shows what a dragged card is in line with, in the flow's coordinates. */
export interface HelperLine {
  axis: 'x' | 'y'
  at: number
}
interface Card extends Place {
  width: number
  height: number
}
/**
 * Where a dragged card comes to rest: in line with another card where an edge or the middle is within 6 px, else on
 * the 20 px grid. Each axis for itself.
 */
export function snapped(card: Card, others: readonly Card[]): { at: Place; lines: HelperLine[] } {
  const x = nearest(
    card.x,
    card.width,
    others.map(o => [o.x, o.width]),
  )
  const y = nearest(
    card.y,
    card.height,
    others.map(o => [o.y, o.height]),
  )
  return {
    at: { x: x?.to ?? Math.round(card.x / GRID) * GRID, y: y?.to ?? Math.round(card.y / GRID) * GRID },
    lines: [...(x ? [{ axis: 'x' as const, at: x.line }] : []), ...(y ? [{ axis: 'y' as const, at: y.line }] : [])],
  }
}
/** The closest of the others' starts, middles and ends to the same edge of the card. */
function nearest(start: number, size: number, others: readonly (readonly [number, number])[]): { to: number; line: number } | undefined {
  let best: { to: number; line: number; off: number } | undefined
  for (const [other, width] of others)
    for (const share of [0, 0.5, 1]) {
      const line = other + width * share
      const off = Math.abs(start + size * share - line)
      if (off <= REACH && off < (best?.off ?? Number.POSITIVE_INFINITY)) best = { to: line - size * share, line, off }
    }
  return best
}
