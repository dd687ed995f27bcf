/** A schedule so slow that every event is late at its platform when it leaves. */
import { actionSource } from '../../runtime/concepts.ts'
import type { Fix, Problem, Step } from '../../runtime/contract.ts'
import type { Dialect } from '../../runtime/dialect.ts'
import type { Flow } from '../../runtime/flow.ts'
import type { Placed } from '../../runtime/resolve.ts'
import { BadSchedule, nextRuns } from '../schedule/due-times.ts'

const HOUR_S = 3600
/** Said where the place of all events is known before a row is read. */
export function tooSlow({ schedule }: Flow, steps: readonly Placed<Step>[], end: Placed, dialect: Dialect, now: number): Problem[] {
  const place = steps.map(({ kind, config }) => kind.feeds?.(config, 'action_source')).find(fed => fed !== undefined)
  if (!schedule || !place || !('value' in place)) return []
  const { late } = dialect.window(actionSource(String(place.value)) ?? String(place.value))
  if (!late || shortestGapS(schedule, now) <= late.afterS) return []
  const message = `With this schedule most events are late there. ${dialect.reasons[late.code]?.why ?? ''}`.trim()
  const run = (label: string, cron: string): Fix => ({ label, node: '', set: { path: ['schedule', 'cron'], value: cron } })
  const fixes = late.afterS >= HOUR_S ? [run('Run every half hour', '*/30 * * * *'), run('Run hourly', '0 * * * *')] : []
  return [{ node: end.id, code: 'flow.too_slow', level: 'worth_a_look', message, fixes }]
}

/** The shortest, so that a night without runs is no reason. */
function shortestGapS({ cron, timezone }: NonNullable<Flow['schedule']>, now: number): number {
  try {
    const due = nextRuns(cron, timezone, 50, now)
    if (due.length < 2) return 0
    return Math.min(...due.slice(1).map((at, i) => (at - due[i]!) / 1000))
  } catch (cause) {
    if (!(cause instanceof BadSchedule)) throw cause
    return 0
  }
}
