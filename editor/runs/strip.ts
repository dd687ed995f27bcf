/** The bars of the 30-day strip: one a run while they are few, else one a day. */

import type { Tally } from '../../runtime/report.ts'
import type { Run } from '../../server/api/payloads.ts'
import { say } from '../words/words.ts'
import { day, moment } from './time.ts'
import { barWords, tallyOf } from './words.ts'

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
}

/** Runs that began in the last 30 days, oldest first. */
export const recent = (runs: readonly Run[], now: number): Run[] =>
  runs.filter(run => began(run) > now - DAYS * DAY_MS).toSorted((a, b) => began(a) - began(b))

/** Bars for the strip, oldest first; `perDay` is decided by their number unless said. */
export function barsOf(runs: readonly Run[], now: number, perDay = recent(runs, now).length > BARS_MAX): Bar[] {
  const shown = recent(runs, now)
  if (!perDay) return shown.map(run => ({ ...barOf(run.run, [run]), name: barWords(moment(startOf(run), now), run) }))
  const days = Map.groupBy(shown, run => new Date(began(run)).toDateString())
  return [...days].map(([id, of]) => {
    const bar = barOf(id, of)
    return { ...bar, name: dayWords(bar, day(startOf(of[0]!), now)) }
  })
}

function barOf(id: string, runs: readonly Run[]): Omit<Bar, 'name'> {
  return {
    id,
    runs,
    tally: tallyOf({ paths: runs.flatMap(run => run.paths) }),
    failed: runs.filter(run => run.state === 'failed').length,
    at: began(runs[0]!),
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

export const startOf = (run: Run): string => run.startedAt ?? run.endedAt ?? new Date(0).toISOString()
const began = (run: Run): number => Date.parse(startOf(run))
