/** The bars of the 30-day strip: one a run while they are few, else one a day. */

import type { Tally } from '../../runtime/report.ts'
import type { Run } from '../../server/api/payloads.ts'
import { say } from '../words/words.ts'
import { day, moment } from './time.ts'
import { barWords, tallyOf, triedAgain } from './words.ts'

const DAY_MS = 86_400_000
export const DAYS = 30
const BARS_MAX = 60

export interface Bar {
  id: string
  name: string
  runs: readonly Run[]
  tally: Tally
  failed: number
  /** Start of the bar's time, for "older" to the left. */
  at: number
  /** Days without a run before this one. */
  idle: number
}

/** Midnight here, so many days before; a day on which clocks change has 23 hours or 25. */
function midnight(at: number, daysBefore: number): number {
  const date = new Date(at)
  date.setHours(0, 0, 0, 0)
  date.setDate(date.getDate() - daysBefore)
  return date.getTime()
}
/** Where the strip begins: today and the 29 days before it, all of them whole. */
export const firstMidnight = (now: number): number => midnight(now, DAYS - 1)

/** Runs of these days, oldest first; without `all`, runs of the oldest one's day are missing, so that day is left out. */
export function recent(runs: readonly Run[], now: number, all = true): Run[] {
  const ordered = runs.toSorted((a, b) => began(a) - began(b))
  const since = all || !ordered[0] ? 0 : midnight(began(ordered[0]), -1)
  return ordered.filter(run => began(run) >= Math.max(since, firstMidnight(now)))
}

/** Bars for the strip, oldest first; `perDay` is decided by their number unless said. */
export function barsOf(runs: readonly Run[], now: number, { all = true, perDay }: { all?: boolean; perDay?: boolean } = {}): Bar[] {
  const shown = recent(runs, now, all)
  if (!(perDay ?? shown.length > BARS_MAX))
    return shown.map(run => ({ ...barOf(run.run, [run]), name: barWords(moment(startOf(run), now), run) }))
  const days = Map.groupBy(shown, run => new Date(began(run)).toDateString())
  let before: number | undefined
  return [...days].map(([id, of]) => {
    const bar = barOf(id, of)
    const [today, idle] = [midnight(bar.at, 0), before === undefined ? 0 : Math.round((midnight(bar.at, 0) - before) / DAY_MS) - 1]
    before = today
    return { ...bar, idle, name: dayWords(bar, day(startOf(of[0]!), now)) }
  })
}

function barOf(id: string, runs: readonly Run[]): Omit<Bar, 'name'> {
  return {
    id,
    runs,
    tally: tallyOf({ paths: runs.flatMap(run => run.paths) }),
    failed: runs.filter(run => run.state === 'failed' && !triedAgain(run)).length,
    at: began(runs[0]!),
    idle: 0,
  }
}

/** "21 November, 96 runs, 9,702 accepted, 29 rejected" */
function dayWords({ runs, tally, failed }: Omit<Bar, 'name'>, when: string): string {
  const parts = [
    when,
    say('{n, plural, one {# run} other {# runs}}', { n: runs.length }),
    say('{delivered, plural, other {# accepted}}', { delivered: tally.delivered }),
  ]
  if (tally.rejected) parts.push(say('{rejected, plural, other {# rejected}}', { rejected: tally.rejected }))
  if (tally.invalid) parts.push(say('{invalid, plural, other {# held back}}', { invalid: tally.invalid }))
  if (tally.uncertain) parts.push(say('{uncertain, plural, other {# with unknown outcome}}', { uncertain: tally.uncertain }))
  if (failed) parts.push(say('{failed, plural, other {# failed}}', { failed }))
  return parts.join(', ')
}

/** How many days the strip tells of. */
export const daysTold = (runs: readonly Run[], now: number, all: boolean): number => {
  const [first] = all ? [] : recent(runs, now, all)
  return first ? Math.round((midnight(now, 0) - midnight(began(first), 0)) / DAY_MS) + 1 : DAYS
}

export const startOf = (run: Run): string => run.startedAt ?? run.endedAt ?? new Date(0).toISOString()
export const began = (run: Run): number => Date.parse(startOf(run))
