/**
 * Runs: queued → running → an end that is never overwritten. The arrows are those of `moves.ts`; each is one function here,
 * and each checks the state it starts from in the same statement that leaves it.
 */

import { and, desc, eq, inArray, lt, or, type SQL } from 'drizzle-orm'
import type { Flow } from '../../runtime/flow.ts'
import type { PathReport, PathState, RunReport, RunState } from '../../runtime/report.ts'
import { asRecorded } from './as-recorded.ts'
import { forgetCoverage } from './coverage.ts'
import { getFlow, removeFlow } from './flows.ts'
import { mustMove } from './moves.ts'
import type { Store } from './open.ts'
import { forgetProblems } from './problems.ts'
import { Refused } from './refused.ts'
import { reported } from './run-tally.ts'
import { type RunOptions, run, type Trigger } from './tables.ts'
import { ulid } from './ulid.ts'

/** Over all rows, and sent: a try, and a part, say nothing of the flow. */
export const isWhole = ({ dryRun, limit, rejectedOf }: RunOptions): boolean => !dryRun && limit === undefined && rejectedOf === undefined

/** A run as stored. Times are epoch ms. `version` is null for a run of the draft, whose `document` is kept here. */
export interface StoredRun {
  id: string
  flow: string
  flowName: string
  version: number | null
  document: Flow | null
  trigger: Trigger
  state: RunState
  options: RunOptions
  paths: PathReport[]
  createdAt: number
  startedAt: number | null
  endedAt: number | null
  idempotencyKey: string | null
  due: number | null
  /** A person asked it to stop while it ran. */
  stopping: boolean
}
export interface NewRun {
  flow: string
  /** Absent: the live version; null: the draft as it is now. */
  version?: number | null
  /** For `version: null`: a draft other than the present one. */
  document?: Flow | null
  trigger: Trigger
  options?: RunOptions
  /** The same text twice gives the first run again. */
  idempotencyKey?: string | undefined
  /** The due time that caused it; at most one run each. */
  due?: number
}

/**
 * Queues a run. `created` is false when this idempotency key (or due time) has a run already. A run that a person asks
 * for while another is queued or running throws `Refused` (`running`) with that run's id.
 */
export function createRun(store: Store, ask: NewRun): { run: StoredRun; created: boolean } {
  return store.write(() => {
    const same = sameRun(store, ask)
    if (same) return { run: same, created: false }
    const flow = getFlow(store, ask.flow)
    const version = ask.version === undefined ? flow.live : ask.version
    if (version === null && ask.version === undefined) throw new Refused('not_live', 'This flow is not published.', 'Publish it first.')
    const busy = activeRun(store, ask.flow)
    if (busy && (ask.trigger === 'manual' || ask.trigger === 'api'))
      throw new Refused('running', 'This flow is running already.', 'Wait for that run, or stop it.', busy.id)
    const id = ulid(store.now())
    store.db
      .insert(run)
      .values({
        id,
        flow: flow.id,
        flowName: flow.name,
        version,
        document: version === null ? (ask.document ?? flow.document) : null,
        trigger: ask.trigger,
        state: 'queued',
        options: ask.options ?? {},
        createdAt: store.now(),
        idempotencyKey: ask.idempotencyKey ?? null,
        due: ask.due ?? null,
      })
      .run()
    return { run: getRun(store, id), created: true }
  })
}

/** Never over every run that is kept: SQLite refuses a statement that cannot go by the index that it names. */
const ACTIVE = "from run indexed by run_active where state in ('queued', 'running')"
const CLAIMABLE = `${ACTIVE} and state = 'queued' and flow not in (select flow ${ACTIVE} and state = 'running')`

/** Takes the oldest queued run of a flow that has none running. */
export function claimRun(store: Store): StoredRun | undefined {
  return store.write(() => {
    const next = store.sql.prepare<[], string>(`select id ${CLAIMABLE} order by id limit 1`).pluck().get()
    if (next === undefined) return undefined
    store.db.update(run).set({ state: 'running', startedAt: store.now() }).where(eq(run.id, next)).run()
    return getRun(store, next)
  })
}

/** Whether a run is queued that could begin. */
export const waitsForPlace = (store: Store): boolean => store.sql.prepare(`select 1 ${CLAIMABLE} limit 1`).get() !== undefined

/** Keeps what a running run has done so far. Says nothing when it has ended meanwhile. */
export const saveProgress = (store: Store, id: string, report: Pick<RunReport, 'paths'>): void =>
  void store.db
    .update(run)
    .set({ paths: report.paths })
    .where(and(eq(run.id, id), eq(run.state, 'running')))
    .run()

/** running → its end. `false` when it had ended already. */
export function finishRun(store: Store, id: string, state: Exclude<PathState, 'running'>, paths?: PathReport[]): boolean {
  const set = { state, endedAt: store.now(), ...(paths && { paths }) }
  return store.write(() => {
    reported(store, id)
    mustMove('run', 'running', state)
    const { changes } = store.db
      .update(run)
      .set(set)
      .where(and(eq(run.id, id), eq(run.state, 'running')))
      .run()
    return changes === 1
  })
}

/** On disk before anybody is told that it was heard: a run that dies meanwhile is not begun anew. */
export const askToStop = (store: Store, id: string): void =>
  void store.db
    .update(run)
    .set({ stopping: true })
    .where(and(eq(run.id, id), eq(run.state, 'running')))
    .run()

/** queued → stopped: it never began. */
export const stopQueued = (store: Store, id: string): boolean =>
  store.db
    .update(run)
    .set({ state: 'stopped', endedAt: store.now() })
    .where(and(eq(run.id, id), eq(run.state, 'queued')))
    .run().changes === 1

/** queued → stopped, all of them: after a restore, nothing goes on by itself. */
export const emptyQueue = (store: Store): number =>
  store.db.update(run).set({ state: 'stopped', endedAt: store.now() }).where(eq(run.state, 'queued')).run().changes

/**
 * Called once at the start, when whoever ran these is dead: running → interrupted (stopped, when a person had asked for
 * it), with the numbers that the ledger has and not those of their last note. What was only queued stays so, for nothing of it has happened.
 */
export function interruptRuns(store: Store): StoredRun[] {
  return store.write(() => {
    const dead = store.db.select().from(run).where(eq(run.state, 'running')).all()
    for (const { id, paths, stopping } of dead) {
      const ended = asRecorded(store, id, paths)
      const state = stopping ? 'stopped' : 'interrupted'
      store.db.update(run).set({ state, endedAt: store.now(), paths: ended }).where(eq(run.id, id)).run()
      reported(store, id)
    }
    return dead.map(({ id }) => getRun(store, id))
  })
}

export const findRun = (store: Store, id: string): StoredRun | undefined => store.db.select().from(run).where(eq(run.id, id)).get()

/** Those of these ids that there are, in no order. */
export const runsOf = (store: Store, ids: readonly string[]): StoredRun[] =>
  ids.length === 0
    ? []
    : store.db
        .select()
        .from(run)
        .where(inArray(run.id, [...ids]))
        .all()

/** Throws `Refused` (`not_found`) when there is none. */
export function getRun(store: Store, id: string): StoredRun {
  const found = findRun(store, id)
  if (!found) throw new Refused('not_found', 'There is no such run.', 'Old runs are removed after a while.')
  return found
}

/** The run of this flow that is queued or running. */
export function activeRun(store: Store, flow: string): StoredRun | undefined {
  const first = `select id ${ACTIVE} and flow = ? order by state desc, id limit 1`
  const id = store.sql.prepare<[string], string>(first).pluck().get(flow)
  return id === undefined ? undefined : getRun(store, id)
}

/** Those under way, and those that were queued before this one; what runs first. */
export const aheadOf = (store: Store, id: string): Pick<StoredRun, 'id' | 'flow' | 'flowName' | 'state'>[] =>
  store.sql
    .prepare<[string], Pick<StoredRun, 'id' | 'flow' | 'flowName' | 'state'>>(
      `select id, flow, flow_name as flowName, state ${ACTIVE} and (state = 'running' or id < ?) order by state desc, id`,
    )
    .all(id)

export interface RunFilter {
  flow?: string | undefined
  state?: RunState | undefined
  /** Only runs made before this one: the next page. */
  before?: string | undefined
  limit?: number
}
/** Newest first. */
export function listRuns(store: Store, { flow, state, before, limit = 50 }: RunFilter = {}): StoredRun[] {
  const where: SQL[] = []
  if (flow !== undefined) where.push(eq(run.flow, flow))
  if (state !== undefined) where.push(eq(run.state, state))
  if (before !== undefined) where.push(lt(run.id, before))
  return store.db
    .select()
    .from(run)
    .where(and(...where))
    .orderBy(desc(run.id))
    .limit(Math.min(limit, 500))
    .all()
}

/** The ids of a flow's newest runs that have ended, newest first. */
export const endedRuns = (store: Store, flow: string, limit: number): string[] =>
  store.sql
    .prepare<[string, number], string>(
      "select id from run indexed by run_of_flow where flow = ? and state not in ('queued', 'running') order by id desc limit ?",
    )
    .pluck()
    .all(flow, limit)

/** The newest run of each flow: for the list of flows. */
export function lastRuns(store: Store): Map<string, StoredRun> {
  const newest = store.sql.prepare('select max(id) from run group by flow').pluck().all() as string[]
  const last = new Map<string, StoredRun>()
  for (const id of newest) {
    const found = getRun(store, id)
    last.set(found.flow, found)
  }
  return last
}

/** Deletes a flow with its runs and their problems. Refuses while one is queued or running. The ledger remembers on. */
export function deleteFlow(store: Store, id: string): void {
  store.write(() => {
    getFlow(store, id)
    const busy = activeRun(store, id)
    if (busy) throw new Refused('running', 'This flow is running.', 'Stop the run, then delete the flow.', busy.id)
    forgetRuns(store, store.db.select({ id: run.id }).from(run).where(eq(run.flow, id)).all())
    forgetCoverage(store, id)
    removeFlow(store, id)
  })
}

/** With their problems, inside the caller's transaction. */
export function forgetRuns(store: Store, runs: readonly { id: string }[]) {
  for (const { id } of runs) {
    forgetProblems(store, id)
    store.db.delete(run).where(eq(run.id, id)).run()
  }
}

/** The run that this key started before. */
export const runOfKey = (store: Store, flow: string, idempotencyKey: string): StoredRun | undefined =>
  sameRun(store, { flow, idempotencyKey, trigger: 'api' })

function sameRun(store: Store, { flow, idempotencyKey, due }: NewRun): StoredRun | undefined {
  const same = [
    idempotencyKey !== undefined ? eq(run.idempotencyKey, idempotencyKey) : undefined,
    due !== undefined ? eq(run.due, due) : undefined,
  ]
  if (same.every(part => part === undefined)) return undefined
  return store.db
    .select()
    .from(run)
    .where(and(eq(run.flow, flow), or(...same)))
    .get()
}
