/**
 * The timekeeper: once a second it compares the clock with the next due time of each published flow. A due time
 * becomes a tick, once, with a verdict; a tick becomes a run. No timer is longer than a second, so neither a sleeping
 * machine nor a changed clock is ever missed.
 *
 * A clock that was far ahead for a while has dealt with due times that have not come yet. Once it has been right again for
 * five minutes they are given back: those that had a run keep it, the others come due as if nothing had been.
 */
import type { Schedule } from '../../runtime/flow.ts'
import { getVersion, pullBackDueAfter, type ScheduledFlow, scheduledFlows, setDueAfter } from '../store/flows.ts'
import { dueHolds } from '../store/holds.ts'
import type { Store } from '../store/open.ts'
import { prune } from '../store/prune.ts'
import { activeRun, createRun } from '../store/runs.ts'
import { addTick, forgetFutureTicks, hasTick } from '../store/ticks.ts'
import { watchClock } from './clock.ts'
import { crowds } from './crowd.ts'
import { BadSchedule, dueAfter } from './due-times.ts'
import { watchForgetting } from './forgetting.ts'

/** Keeps time until it is stopped. */
export interface Timekeeper {
  /** One comparison with the clock; called by its own heartbeat, and by tests. */
  beat(): void
  stop(): void
}
export interface TimekeeperOptions {
  store: Store
  /** Called when runs came due: the worker looks at once. */
  wake(): void
  /** Told what went wrong with one flow's schedule; the others go on. */
  failed?: (flow: string, cause: unknown) => void
  /** Asked before each look: not while the database cannot be written. What comes due meanwhile is missed, and made up for. */
  may?: () => boolean
  /** Told when the clock was set, by how many ms; negative: back. */
  jumped?: (ms: number) => void
  /** Ms between heartbeats. */
  every?: number
  /** Days for which the ledger remembers. */
  ledgerDays?: number
  /** Ms that only run forward. */
  steadily?: () => number
}

/** Later than this is a missed time, and the flow's `missed` rule decides. */
const GRACE_MS = 5 * 60_000
/** Missed times older than this are recorded as one. */
const WINDOW_MS = 7 * 86_400_000
const DAY_MS = 86_400_000
/** A mark this far in the future was set by a wrong clock; less is a clock set back, and nothing of it fires twice. */
const AHEAD_MS = DAY_MS

export function startSchedule(options: TimekeeperOptions): Timekeeper {
  const { store, wake, failed, jumped, may = () => true, every = 1000, ledgerDays, steadily = () => performance.now() } = options
  const known = new Map<string, Known>()
  const crowd = crowds()
  const clock = watchClock({ store, steadily, ...(jumped && { jumped }) })
  const forgetting = watchForgetting({ store, forget: () => prune(store, ledgerDays), failed: cause => failed?.('', cause) })
  const guarded = (flow: string, work: () => void) => {
    try {
      work()
    } catch (cause) {
      failed?.(flow, cause)
    }
  }
  const beat = () =>
    guarded('', () => {
      if (!may()) return
      clock.beat()
      const now = store.now()
      const flows = scheduledFlows(store)
      for (const flow of flows)
        guarded(flow.id, () => {
          if (flow.dueAfter - now > AHEAD_MS && clock.steadyFor() >= GRACE_MS) giveBack(store, flow, now)
          remember(store, known, flow)
        })
      crowd.see(
        flows.map(({ id }) => known.get(id)!.next),
        now,
      )
      let due = 0
      for (const flow of flows)
        guarded(flow.id, () => {
          const { schedule, next } = known.get(flow.id)!
          if (schedule && now >= next + crowd.delay(flow.id, next)) due += comeDue(store, flow, schedule)
        })
      for (const flow of dueHolds(store))
        guarded(flow, () => {
          due += goOn(store, flow)
        })
      if (due > 0) wake()
      if (clock.trusted()) forgetting.beat()
    })
  const timer = setInterval(beat, every)
  return { beat, stop: () => clearInterval(timer) }
}

/** What rested until now is sent, unless a run is under way anyway. */
function goOn(store: Store, flow: string): number {
  if (activeRun(store, flow)) return 0
  createRun(store, { flow, trigger: 'catch_up' })
  return 1
}

interface Known extends ScheduledFlow {
  schedule: Schedule | null
  next: number
}
/** A flow's schedule and next due time, worked out again only when it was published, resumed or came due. */
function remember(store: Store, known: Map<string, Known>, flow: ScheduledFlow): Known {
  const before = known.get(flow.id)
  if (before?.live === flow.live && before.dueAfter === flow.dueAfter) return before
  const entry: Known = { ...flow, schedule: null, next: Number.POSITIVE_INFINITY }
  // Kept first, so that a schedule that cannot be read is complained about once and not each second.
  known.set(flow.id, entry)
  const schedule = getVersion(store, flow.id, flow.live).document.schedule ?? null
  if (schedule) Object.assign(entry, { schedule, next: firstAfter(schedule, flow.dueAfter) })
  return entry
}

/** Due times after `now` were dealt with by a clock that was wrong; the flow goes on from now. */
function giveBack(store: Store, flow: ScheduledFlow, now: number): void {
  store.write(() => {
    forgetFutureTicks(store, flow.id, now)
    pullBackDueAfter(store, flow.id, now)
  })
  flow.dueAfter = now
}

/** The first due time after `from`; `undefined` when there is none, or when the schedule cannot be read. */
export function nextRun({ cron, timezone }: Pick<Schedule, 'cron' | 'timezone'>, from: number): number | undefined {
  try {
    return dueAfter(cron, timezone, from).next().value
  } catch (cause) {
    if (cause instanceof BadSchedule) return undefined
    throw cause
  }
}

/** When a flow runs next, for people. Up to `dueAfter` all due times were dealt with, also where the clock was set back since. */
export const nextToCome = (schedule: Pick<Schedule, 'cron' | 'timezone'>, dueAfter: number | null, now: number): number | undefined =>
  nextRun(schedule, dueAfter !== null && dueAfter - now <= AHEAD_MS ? Math.max(now, dueAfter) : now)

const firstAfter = (schedule: Schedule, from: number): number =>
  dueAfter(schedule.cron, schedule.timezone, from).next().value ?? Number.POSITIVE_INFINITY

/** Deals with every due time up to now, in one transaction: either all of it happened or nothing. */
function comeDue(store: Store, flow: ScheduledFlow, schedule: Schedule): number {
  return store.write(() => {
    const now = store.now()
    const { dues, older } = passed(schedule, flow.dueAfter, now)
    const newest = dues.at(-1) ?? older?.until
    if (newest === undefined) return 0
    const onTime = now - newest <= GRACE_MS
    let queued = 0
    const busy = activeRun(store, flow.id)
    const fire = (due: number, trigger: 'schedule' | 'catch_up', until?: number): string | undefined => {
      if (hasTick(store, flow.id, due)) return undefined
      // Runs queued for missed times wait for each other; anything else joins the run that is under way.
      const joins = busy && !(schedule.missed === 'all' && trigger === 'catch_up')
      const run = joins ? busy : createRun(store, { flow: flow.id, trigger, due }).run
      addTick(store, { flow: flow.id, due, ...(until !== undefined && { until }), verdict: joins ? 'coalesced' : 'queued', run: run.id })
      if (!joins) queued++
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
    return queued
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
