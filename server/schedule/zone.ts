/** Wall clocks of the world: what a clock in a zone shows at an instant, and back. A wall time is epoch ms as if UTC. */

const HOUR = 3_600_000
const formats = new Map<string, Intl.DateTimeFormat>()

/** Whether this is an IANA name (or a fixed offset) that this machine knows. */
export function isZone(zone: string): boolean {
  try {
    formatOf(zone)
    return true
  } catch {
    return false
  }
}

/** What a clock in this zone shows at this instant. */
export const wallOf = (zone: string, instant: number): number => instant + offsetAt(zone, instant)

/** The instants at which a clock in this zone shows this: none in a gap, two when clocks are set back over it. */
export function instantsOf(zone: string, wall: number): number[] {
  const offsets = new Set([offsetAt(zone, wall - 26 * HOUR), offsetAt(zone, wall + 26 * HOUR)])
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
    const [before, after] = [offsetAt(zone, start), offsetAt(zone, end)]
    if (before !== after) changes.push({ at: firstAfter(zone, start, end, before), before, after })
  }
  return changes
}

function firstAfter(zone: string, start: number, end: number, before: number): number {
  let [low, high] = [start, end]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (offsetAt(zone, middle) === before) low = middle
    else high = middle
  }
  return high
}

function offsetAt(zone: string, instant: number): number {
  if (zone === 'UTC') return 0
  const whole = Math.floor(instant / 1000) * 1000
  const part: Record<string, number> = {}
  for (const { type, value } of formatOf(zone).formatToParts(whole)) part[type] = Number(value)
  return Date.UTC(part.year!, part.month! - 1, part.day!, part.hour!, part.minute!, part.second!) - whole
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  if (formats.size > 1000) formats.clear()
  formats.set(zone, made)
  return made
}
