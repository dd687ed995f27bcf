/**
 * When a schedule is due. One rule for clock changes, the same for the screen and for what fires:
 * a pattern that names its hours runs once for each of them (an hour that does not exist: at the first instant after
 * it; an hour that comes twice: the first time); a pattern for every hour follows real time.
 *
 * croner reads the pattern and gives wall times; this file turns them into instants. Its own zone arithmetic loses
 * `0,30 2 * * *` in a gap and doubles it in an overlap (11.0.1).
 */
import { Cron } from 'croner'
import { isZone } from '../../runtime/normalise/zone.ts'
import { type ClockChange, clockChangesBetween, instantsOf, wallOf } from './zone.ts'

/** The schedule is not one. `message` names the part and what was written. */
export class BadSchedule extends Error {
  readonly code = 'schedule.bad'
  readonly field: 'cron' | 'timezone'
  constructor(field: BadSchedule['field'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.field = field
  }
}

const HOUR = 3_600_000
/** Clocks are set back by less than this everywhere. */
const OVERLAP_MAX = 3 * HOUR

/** Throws `BadSchedule`, or gives nothing. */
export function checkSchedule(cron: string, timezone: string): void {
  checkZone(timezone)
  const pattern = patternOf(cron)
  if (pattern.nextRun(new Date()) === null) throw new BadSchedule('cron', 'No date ever matches this schedule.')
}

function checkZone(timezone: string): void {
  if (!isZone(timezone)) throw new BadSchedule('timezone', `“${timezone}” is not a time zone. Write one like Europe/Paris.`)
}

/** The next `count` due times after `from`, epoch ms. Fewer when there are no more. */
export const nextRuns = (cron: string, timezone: string, count: number, from: number): number[] => [
  ...dueAfter(cron, timezone, from).take(count),
]

/** Every due time after `from`, in order, without end. Throws `BadSchedule`, as all that reads a schedule does. */
export function* dueAfter(cron: string, timezone: string, from: number): Generator<number, undefined, undefined> {
  checkZone(timezone)
  let last = from
  for (const due of inOrder(cron, timezone, wallOf(timezone, from) - OVERLAP_MAX))
    if (due > last) {
      last = due
      yield due
    }
}

/** Second passes over an hour that comes twice are held back until the first pass is over. */
function* inOrder(cron: string, timezone: string, from: number): Generator<number, undefined, undefined> {
  const everyHour = isEveryHour(cron)
  const second: number[] = []
  for (const wall of walls(cron, from)) {
    const [first, again] = instantsOf(timezone, wall)
    const due = first ?? (everyHour ? undefined : afterGap(timezone, wall))
    if (due === undefined) continue
    while (second.length > 0 && second[0]! < due) yield second.shift()!
    yield due
    if (everyHour && again !== undefined) second.push(again)
  }
  yield* second
}

/** A sentence for each change of clocks that falls among the next 30 runs. */
export function clockChanges(cron: string, timezone: string, from: number): string[] {
  const end = Math.min(nextRuns(cron, timezone, 30, from).at(-1) ?? from, from + 800 * 24 * HOUR)
  return clockChangesBetween(timezone, from, end)
    .map(change => sentence(cron, timezone, change))
    .filter(text => text !== '')
}

function sentence(cron: string, timezone: string, { at, before, after }: ClockChange): string {
  const city = timezone.split('/').at(-1)!.replaceAll('_', ' ')
  const [from, to] = [at + Math.min(before, after), at + Math.max(before, after)]
  const hit: string[] = []
  for (const wall of walls(cron, from - 1)) {
    if (wall >= to || hit.length === 4) break
    hit.push(clock(wall))
  }
  if (hit.length === 0) return ''
  const day = `On ${date(from)},`
  const everyHour = isEveryHour(cron)
  const times = everyHour || hit.length > 3 ? `${clock(from)} to ${clock(to)}` : hit.join(' and ')
  const many = hit.length > 1
  if (after > before) {
    const gone = `${day} ${times} ${many && !everyHour ? 'do' : 'does'} not exist in ${city}.`
    return everyHour
      ? `${gone} Runs go on at ${clock(to)}.`
      : `${gone} ${many ? 'Those runs start once,' : 'That run starts'} at ${clock(to)}.`
  }
  const twice = `${day} ${times} ${many && !everyHour ? 'come' : 'comes'} twice in ${city}.`
  return everyHour ? `${twice} Runs start both times.` : `${twice} ${many ? 'Those runs start' : 'The run starts'} once, the first time.`
}

/** The first instant after the gap that this wall time falls into. */
const afterGap = (timezone: string, wall: number): number | undefined =>
  clockChangesBetween(timezone, wall - 26 * HOUR, wall + 26 * HOUR).find(
    ({ at, before, after }) => wall >= at + before && wall < at + after,
  )?.at

function* walls(cron: string, after: number): Generator<number, undefined, undefined> {
  const pattern = patternOf(cron)
  for (let at = pattern.nextRun(new Date(after)); at !== null; at = pattern.nextRun(at)) yield at.getTime()
}

const patterns = new Map<string, Cron>()
function patternOf(cron: string): Cron {
  const known = patterns.get(cron)
  if (known) return known
  checkText(cron)
  try {
    const made = new Cron(cron.trim(), { timezone: 'UTC', mode: '5-part', paused: true })
    if (patterns.size > 1000) patterns.clear()
    patterns.set(cron, made)
    return made
  } catch (cause) {
    throw new BadSchedule('cron', `“${cron}” is not a schedule. Five parts are needed: minute, hour, day, month, weekday.`, { cause })
  }
}

const PARTS = [
  { name: 'minute', min: 0, max: 59, words: [] },
  { name: 'hour', min: 0, max: 23, words: [] },
  { name: 'day', min: 1, max: 31, words: [] },
  { name: 'month', min: 1, max: 12, words: ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'] },
  { name: 'weekday', min: 0, max: 7, words: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] },
] as const

/** Says which part is wrong, in words; what only croner knows (`L`, `W`, `#`) is left to it. */
function checkText(cron: string) {
  const parts = cron.trim().split(/\s+/).filter(Boolean)
  if (parts.length !== PARTS.length)
    throw new BadSchedule('cron', `A schedule has five parts: minute, hour, day, month, weekday. You wrote ${parts.length}.`)
  for (const [i, part] of PARTS.entries())
    for (const item of parts[i]!.split(',')) {
      const [range = '', step] = item.split('/')
      if (step !== undefined && !/^[1-9]\d*$/.test(step))
        throw new BadSchedule('cron', `The step of the ${part.name} must be 1 or more. You wrote ${step || 'nothing'}.`)
      if (step !== undefined && Number(step) > part.max)
        throw new BadSchedule('cron', `The step of the ${part.name} must be at most ${part.max}. You wrote ${step}.`)
      for (const value of range.split('-')) checkValue(part, value)
    }
}

function checkValue({ name, min, max, words }: (typeof PARTS)[number], value: string) {
  if (value === '*' || value === '?' || (words as readonly string[]).includes(value.toLowerCase()) || /[LW#]/i.test(value)) return
  if (!/^\d+$/.test(value) || Number(value) < min || Number(value) > max)
    throw new BadSchedule('cron', `The ${name} must be ${min} to ${max}. You wrote ${value || 'nothing'}.`)
}

const isEveryHour = (cron: string) => /^(\*|0-23)(\/1)?$/.test(cron.trim().split(/\s+/)[1] ?? '')
const clock = (wall: number) => new Date(wall).toISOString().slice(11, 16)
const date = (wall: number) =>
  new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', weekday: 'short', day: 'numeric', month: 'short' }).format(wall).replace(',', '')
