/**
 * The timekeeper: once a second it compares the clock with the next due time of each published flow. A due time
 * becomes a tick, once, with a verdict; a tick becomes a run. No timer is longer than a second, so neither a sleeping
 * machine nor a changed clock is ever missed.
 */
import type { Schedule } from '../runtime/flow.ts'
import { dueAfter } from './due-times.ts'
import { getVersion, type ScheduledFlow, type StoredFlow, scheduledFlows, setDueAfter } from './store/flows.ts'
import type { Store } from './store/open.ts'
import { prune } from './store/prune.ts'
import { activeRun, createRun, type StoredRun } from './store/runs.ts'
import { addTick, hasTick } from './store/ticks.ts'

export interface Timekeeper {
  /** One comparison with the clock; called by its own heartbeat, and by tests. */
  beat(): void
  close(): void
}
export interface TimekeeperOptions {
  store: Store
  /** Told each run that came due: wakes the worker. */
  queued(run: StoredRun): void
  /** Told what went wrong with one flow's schedule; the others go on. */
  failed?: (flow: string, cause: unknown) => void
  /** Ms between heartbeats. */
  every?: number
}

/** Later than this is a missed time, and the flow's `missed` rule decides. */
const GRACE_MS = 5 * 60_000
/** Missed times older than this are recorded as one. */
const WINDOW_MS = 7 * 86_400_000
const DAY_MS = 86_400_000

export function startTimekeeper({ store, queued, failed, every = 1000 }: TimekeeperOptions): Timekeeper {
  const known = new Map<string, ScheduledFlow & { schedule: Schedule | null; next: number }>()
  let pruned = 0
  const beat = () => {
    for (const flow of scheduledFlows(store)) {
      try {
        let entry = known.get(flow.id)
        if (entry?.live !== flow.live || entry.dueAfter !== flow.dueAfter) {
          // Kept before it is computed, so that a schedule that cannot be read is complained about once.
          known.set(flow.id, { ...flow, schedule: null, next: Number.POSITIVE_INFINITY })
          const schedule = getVersion(store, flow.id, flow.live).document.schedule ?? null
          entry = { ...flow, schedule, next: schedule ? firstAfter(schedule, flow.dueAfter) : Number.POSITIVE_INFINITY }
          known.set(flow.id, entry)
        }
        if (entry.schedule && store.now() >= entry.next) for (const run of comeDue(store, flow, entry.schedule)) queued(run)
      } catch (cause) {
        failed?.(flow.id, cause)
      }
    }
    if (performance.now() - pruned > DAY_MS || pruned === 0) {
      pruned = performance.now()
      prune(store).catch(cause => failed?.('', cause))
    }
  }
  const timer = setInterval(beat, every)
  return { beat, close: () => clearInterval(timer) }
}

/** When the schedule runs this flow next; `null` when it does not. */
export function nextRunOf(store: Store, flow: StoredFlow): number | null {
  if (flow.live === null || flow.paused) return null
  const { schedule } = getVersion(store, flow.id, flow.live).document
  if (!schedule) return null
  const next = firstAfter(schedule, Math.max(flow.dueAfter ?? 0, store.now()))
  return Number.isFinite(next) ? next : null
}

const firstAfter = (schedule: Schedule, from: number): number =>
  dueAfter(schedule.cron, schedule.timezone, from).next().value ?? Number.POSITIVE_INFINITY

/** Deals with every due time up to now, in one transaction: either all of it happened or nothing. */
function comeDue(store: Store, flow: ScheduledFlow, schedule: Schedule): StoredRun[] {
  return store.write(() => {
    const now = store.now()
    const { dues, older } = passed(schedule, flow.dueAfter, now)
    const newest = dues.at(-1) ?? older?.until
    if (newest === undefined) return []
    const onTime = now - newest <= GRACE_MS
    const runs: StoredRun[] = []
    const busy = activeRun(store, flow.id)
    const fire = (due: number, trigger: 'schedule' | 'catch_up', until?: number): string | undefined => {
      if (hasTick(store, flow.id, due)) return undefined
      // Runs queued for missed times wait for each other; anything else joins the run that is under way.
      const joins = busy && !(schedule.missed === 'all' && trigger === 'catch_up')
      const run = joins ? busy : createRun(store, { flow: flow.id, trigger, due }).run
      addTick(store, { flow: flow.id, due, ...(until !== undefined && { until }), verdict: joins ? 'coalesced' : 'queued', run: run.id })
      if (!joins) runs.push(run)
      return run.id
    }
    const missed = onTime ? dues.slice(0, -1) : dues
    if (schedule.missed === 'all') {
      if (older) addTick(store, { flow: flow.id, ...older, verdict: 'skipped' })
      for (const due of missed) fire(due, 'catch_up')
      if (onTime) fire(newest, 'schedule')
    } else {
      const last = schedule.missed === 'last'
      const run = onTime ? fire(newest, 'schedule') : last ? catchUp(fire, dues, older) : undefined
      const rest = { flow: flow.id, verdict: last ? ('coalesced' as const) : ('skipped' as const), ...(last && run && { run }) }
      if (older) addTick(store, { ...rest, ...older })
      for (const due of missed) addTick(store, { ...rest, due })
    }
    setDueAfter(store, flow.id, newest)
    return runs
  })
}

type Fire = (due: number, trigger: 'catch_up', until?: number) => string | undefined
interface Older {
  due: number
  until: number
}
const catchUp = (fire: Fire, dues: readonly number[], older: Older | undefined) =>
  dues.length > 0 ? fire(dues.at(-1)!, 'catch_up') : older && fire(older.due, 'catch_up', older.until)

/** Due times since the last one dealt with: each of the last 7 days, and what is older as one. */
function passed({ cron, timezone }: Schedule, after: number, now: number): { dues: number[]; older: Older | undefined } {
  const dues: number[] = []
  const start = Math.max(after, now - WINDOW_MS)
  const first = start > after ? dueAfter(cron, timezone, after).next().value : undefined
  for (const due of dueAfter(cron, timezone, start)) {
    if (due > now) break
    dues.push(due)
  }
  return { dues, older: first !== undefined && first <= start ? { due: first, until: start } : undefined }
}
