/**
 * When a schedule is due, found the slow way: minute by minute through real time, reading the zone's wall clock at each
 * one. It shares nothing with `due-times.ts`: another reading of the pattern, another way through the changes of clocks.
 */

const MINUTE = 60_000
const RANGES = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 6],
] as const

/** Zones and the nights on which their clocks are set: forward, and back. */
export const nights = [
  ['Europe/Berlin', '2026-03-29T01:00Z'],
  ['Europe/Berlin', '2026-10-25T01:00Z'],
  ['America/New_York', '2026-03-08T07:00Z'],
  ['America/New_York', '2026-11-01T06:00Z'],
  // Half an hour only.
  ['Australia/Lord_Howe', '2026-10-03T15:30Z'],
  ['Australia/Lord_Howe', '2026-04-04T15:00Z'],
  // At midnight: a day that begins at 01:00, and one that ends twice.
  ['America/Sao_Paulo', '2018-11-04T03:00Z'],
  ['America/Sao_Paulo', '2018-02-18T02:00Z'],
  // Never, and half an hour off.
  ['Asia/Kolkata', '2026-03-29T01:00Z'],
  ['Asia/Kolkata', '2026-10-25T01:00Z'],
  // Back for Ramadan, forward after it.
  ['Africa/Casablanca', '2026-02-15T02:00Z'],
  ['Africa/Casablanca', '2026-03-22T02:00Z'],
  // A day that was left out altogether, and a change at 03:00.
  ['Pacific/Apia', '2011-12-30T10:00Z'],
  ['Pacific/Apia', '2012-03-31T14:00Z'],
] as const

/** A minute of real time: its instant, and what the wall shows (as if UTC). */
interface Minute {
  at: number
  wall: number
}

/** Every minute of real time between two instants, with its wall time in this zone. */
export function minutes(zone: string, from: number, to: number): Minute[] {
  const wallClock = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' })
  const found: Minute[] = []
  for (let at = Math.ceil(from / MINUTE) * MINUTE; at <= to; at += MINUTE)
    found.push({ at, wall: Date.parse(`${wallClock.format(at).replace(' ', 'T')}Z`) })
  return found
}

/**
 * Due times within these minutes. A pattern for every hour fires whenever the wall shows it. A pattern that names its
 * hours fires once for each of them: a wall time that is jumped over at the minute after the jump, one that comes again
 * not again.
 */
export function dueIn(cron: string, walk: readonly Minute[]): number[] {
  const matches = matcher(cron)
  const everyHour = valuesOf(cron.split(' ')[1]!, 0, 23).size === 24
  const shown = new Set<number>()
  const due: number[] = []
  let before = walk[0]!.wall - MINUTE
  for (const { at, wall } of walk) {
    const jumped: number[] = []
    for (let missing = before + MINUTE; missing < wall; missing += MINUTE) jumped.push(missing)
    const fires = everyHour ? matches(wall) : [...jumped, wall].some(minute => !shown.has(minute) && matches(minute))
    if (fires) due.push(at)
    for (const minute of [...jumped, wall]) shown.add(minute)
    before = wall
  }
  return due
}

/** Lists, ranges, steps and `*`; day and weekday together mean either, as everywhere. */
function matcher(cron: string): (wall: number) => boolean {
  const parts = cron.split(' ')
  const sets = parts.map((part, i) => valuesOf(part, RANGES[i]![0], RANGES[i]![1]))
  const [minute, hour, day, month, weekday] = sets as [Set<number>, Set<number>, Set<number>, Set<number>, Set<number>]
  const either = parts[2] !== '*' && parts[4] !== '*'
  return wall => {
    const date = new Date(wall)
    const [onDay, onWeekday] = [day.has(date.getUTCDate()), weekday.has(date.getUTCDay())]
    return (
      minute.has(date.getUTCMinutes()) &&
      hour.has(date.getUTCHours()) &&
      month.has(date.getUTCMonth() + 1) &&
      (either ? onDay || onWeekday : onDay && onWeekday)
    )
  }
}

function valuesOf(part: string, min: number, max: number): Set<number> {
  const values = new Set<number>()
  for (const item of part.split(',')) {
    const [range = '', step = '1'] = item.split('/')
    const [low, high] = range === '*' ? [min, max] : range.split('-').map(Number)
    for (let value = low!; value <= (high ?? low!); value += Number(step)) values.add(value)
  }
  return values
}
