/** Wall-clock times and time zones. The zone of this process never has a say. */

const DAY = 86_400_000
const QUARTER = 900_000
const formats = new Map<string, Intl.DateTimeFormat | undefined>()
const offsets = new Map<string, Map<number, number>>()

function format(zone: string): Intl.DateTimeFormat | undefined {
  if (formats.has(zone)) return formats.get(zone)
  let made: Intl.DateTimeFormat | undefined
  try {
    made = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
      era: 'short',
    })
  } catch {
    made = undefined
  }
  if (formats.size < 1000) formats.set(zone, made)
  return made
}

/** Whether this names a time zone that the machine knows. */
export const isZone = (zone: string): boolean => format(zone) !== undefined

/** Milliseconds that the zone's clock is ahead of UTC at this instant. Clocks change on quarters of an hour, so one answer serves one. */
export function offsetAt(instant: number, zone: string): number {
  const known = offsets.get(zone) ?? new Map<number, number>()
  if (known.size === 0) offsets.set(zone, known)
  const quarter = Math.floor(instant / QUARTER)
  let offset = known.get(quarter)
  if (offset === undefined) {
    if (known.size > 20_000) known.clear()
    const at = quarter * QUARTER
    const part = Object.fromEntries(
      format(zone)!
        .formatToParts(at)
        .map(p => [p.type, Number(p.value)]),
    )
    offset = Date.UTC(part.year!, part.month! - 1, part.day!, part.hour!, part.minute!, part.second!) - at
    known.set(quarter, offset)
  }
  return offset
}

/**
 * The instant when the zone's clock shows `wall` (written as if it were UTC). `skipped`: the clock never shows it, because
 * it is put forward over it; `repeated`: it shows it twice.
 */
export function instantOf(wall: number, zone: string): number | 'skipped' | 'repeated' {
  const before = offsetAt(wall - DAY, zone)
  const after = offsetAt(wall + DAY, zone)
  const early = offsetAt(wall - before, zone) === before
  if (before === after) return early ? wall - before : nearby(wall, zone)
  const late = offsetAt(wall - after, zone) === after
  if (early && late) return 'repeated'
  return early ? wall - before : late ? wall - after : 'skipped'
}

/** Two changes within two days: look at the hours around. */
function nearby(wall: number, zone: string): number | 'skipped' {
  for (let hour = -26; hour <= 26; hour++) {
    const offset = offsetAt(wall + hour * 3_600_000, zone)
    if (offsetAt(wall - offset, zone) === offset) return wall - offset
  }
  return 'skipped'
}

/** The first instant of a calendar day in a zone, also where midnight itself is skipped or comes twice. */
export function startOfDay(wall: number, zone: string): number {
  const instant = instantOf(wall, zone)
  if (instant === 'skipped') return wall - offsetAt(wall - DAY, zone)
  return instant === 'repeated' ? wall - Math.max(offsetAt(wall - DAY, zone), offsetAt(wall + DAY, zone)) : instant
}
