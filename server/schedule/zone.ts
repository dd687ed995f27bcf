/** Wall clocks of the world: what a clock in a zone shows at an instant, and back. A wall time is epoch ms as if UTC. */
import { offsetAt } from '../../runtime/normalise/zone.ts'

const HOUR = 3_600_000

/** What a clock in this zone shows at this instant. */
export const wallOf = (zone: string, instant: number): number => instant + offsetAt(instant, zone)

/** The instants at which a clock in this zone shows this: none in a gap, two when clocks are set back over it. */
export function instantsOf(zone: string, wall: number): number[] {
  const offsets = new Set([offsetAt(wall - 26 * HOUR, zone), offsetAt(wall + 26 * HOUR, zone)])
  return [...offsets]
    .map(offset => wall - offset)
    .filter(instant => wallOf(zone, instant) === wall)
    .sort((a, b) => a - b)
}

/** A moment at which clocks in a zone are changed: `at` is the first instant under the new offset. */
export interface ClockChange {
  at: number
  before: number
  after: number
}
/** Every change of clocks between two instants, in order. */
export function clockChangesBetween(zone: string, from: number, to: number): ClockChange[] {
  const changes: ClockChange[] = []
  for (let start = from; start < to; start += 24 * HOUR) {
    const end = Math.min(start + 24 * HOUR, to)
    const [before, after] = [offsetAt(start, zone), offsetAt(end, zone)]
    if (before !== after) changes.push({ at: firstAfter(zone, start, end, before), before, after })
  }
  return changes
}

function firstAfter(zone: string, start: number, end: number, before: number): number {
  let [low, high] = [start, end]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (offsetAt(middle, zone) === before) low = middle
    else high = middle
  }
  return high
}
