/**
 * Claims queued runs and runs them: one per flow at a time, a few flows at work side by side. Every way a run can end is
 * recorded here, and nowhere else.
 */
import type { Flow } from '../../runtime/flow.ts'
import { emptyTally, type PathReport, type PathState, type RunReport, stateOf } from '../../runtime/report.ts'
import type { RowProblem } from '../../runtime/world.ts'
import { serverBounds } from '../bounds.ts'
import { asRecorded } from '../store/as-recorded.ts'
import { getVersion } from '../store/flows.ts'
import type { Store } from '../store/open.ts'
import { addProblems } from '../store/problems.ts'
import { askToStop, claimRun, findRun, finishRun, isWhole, type StoredRun, saveProgress, stopQueued, waitsForPlace } from '../store/runs.ts'
import type { Trigger } from '../store/tables.ts'
import { storeTrouble } from '../upkeep/store-health.ts'
import { queueAgain, resume, tooOften } from './cut-short.ts'
import { Unfit } from './execute.ts'
import { type Place, Places, type Seats } from './places.ts'

/** What a run is asked and how it tells what it does. */
export interface RunOrder {
  flowId: string
  run: string
  trigger: Trigger
  resumed?: boolean
  dryRun?: boolean
  limit?: number
  rejectedOf?: string
  /** Read no more, begin no new request, let what is under way finish. */
  stop: AbortSignal
  /** Cut everything. */
  kill: AbortSignal
  /** Given up while it can do nothing but wait. */
  place: Place
  progress(report: RunReport): void
  problems(path: string, rows: readonly RowProblem[]): void
}
/** `execute` of `execute.ts`, bound to the place it works in. */
export type Execute = (flow: Flow, order: RunOrder) => Promise<RunReport>

export interface WorkerOptions {
  store: Store
  execute: Execute
  /** Flows that work side by side, and with those that wait. */
  seats?: Seats
  /** Told each change of a run: queued elsewhere, begun, progressed, ended. */
  changed?: (run: StoredRun) => void
  /** Told how a run ended, in the transaction that records it; gives its paths as they are to be kept. */
  ended?: (run: StoredRun, paths: PathReport[]) => PathReport[]
  /** Told what a run died of; without row values. */
  failed?: (run: StoredRun, cause: unknown) => void
  /** Asked before a run begins: not while the database cannot be written. */
  may?: () => boolean
  /** Told when the database could not be written. */
  hindered?: (cause: unknown) => void
}
export interface Worker {
  /** Something was queued: look now rather than at the next heartbeat. */
  wake(): void
  /** Stops a run gently, or takes it off the queue. `false` when it had ended. */
  stop(run: string): boolean
  /** Listens to changes of runs; gives the way to stop listening. */
  subscribe(listener: (run: StoredRun) => void): () => void
  /** Begins nothing new, stops what runs, resolves when all of it is recorded. */
  drain(): Promise<void>
  /** Cuts what runs; `drain` then resolves soon. */
  kill(): void
}

const SEATS: Seats = { working: 2, open: serverBounds.openRuns.most }
/** Progress is written and told at most this often for each run. */
const PROGRESS_MS = 500

/** Starts working. Call it once, after the lock is held: whatever stands as running is then known to be dead. */
export function startWorker({ store, execute, seats = SEATS, changed, ended, failed, may = () => true, hindered }: WorkerOptions): Worker {
  const listeners = new Set<(run: StoredRun) => void>(changed ? [changed] : [])
  const working = new Map<string, { flow: string; stop: AbortController; kill: AbortController; done: Promise<void> }>()
  /** Stopped because the server ends: begun anew when it is back. */
  const cutShort = new Set<string>()
  /** Ended, but the disk could not be told: it is tried again with each look. */
  const unrecorded = new Map<string, { run: StoredRun; end: End }>()
  let draining = false
  const tell = (id: string) => {
    const run = findRun(store, id)
    if (run) for (const listener of listeners) listener(run)
  }
  /** What the database refuses is told to whoever watches over it, and tried again later. */
  const attempt = (act: () => void): boolean => {
    try {
      act()
      return true
    } catch (cause) {
      hindered?.(cause)
      return false
    }
  }
  const record = (run: StoredRun, end: End) => {
    const done = attempt(() => {
      store.write(() => {
        const paths = end.broke ? broken(asRecorded(store, run.id, end.paths), end.broke) : end.paths
        finishRun(store, run.id, end.state, (!end.hindered && ended?.(run, paths)) || paths)
      })
      const cut = cutShort.has(run.id) && end.state === 'stopped'
      const asked = findRun(store, run.id)?.stopping
      if (!asked && (cut || (end.hindered && !tooOften(store, run.flow)))) queueAgain(store, run)
    })
    if (done) unrecorded.delete(run.id)
    else unrecorded.set(run.id, { run, end })
  }
  const begin = (run: StoredRun) => {
    const stop = new AbortController()
    const kill = new AbortController()
    const place = places.enter(beginsAgain(run))
    const done = work(store, execute, run, { stop: stop.signal, kill: kill.signal, place, tell, failed, attempt }).then(end => {
      if (end.hindered) hindered?.(end.hindered)
      record(run, end)
      working.delete(run.id)
      attempt(() => tell(run.id))
      place.leave()
      wake()
    })
    working.set(run.id, { flow: run.flow, stop, kill, done })
    tell(run.id)
  }
  const wake = () => {
    if (!store.sql.open || !may()) return
    for (const { run, end } of [...unrecorded.values()]) {
      record(run, end)
      attempt(() => tell(run.id))
    }
    attempt(() => {
      while (!draining && places.room()) {
        const run = claimRun(store)
        if (!run) return
        begin(run)
      }
      if (!draining && waitsForPlace(store)) places.makeWay()
    })
  }
  const places = new Places(seats, () => setImmediate(wake))
  for (const run of resume(store)) tell(run.id)
  setImmediate(wake)
  return {
    wake,
    stop(id) {
      const known = working.get(id)
      // A disk that cannot be written keeps nobody from stopping what runs.
      if (known) attempt(() => askToStop(store, id))
      known?.stop.abort()
      const stopped = known !== undefined || stopQueued(store, id)
      if (stopped) tell(id)
      return stopped
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    async drain() {
      draining = true
      for (const [id, { stop }] of working) {
        if (!stop.signal.aborted) cutShort.add(id)
        stop.abort()
      }
      while (working.size > 0) await Promise.all([...working.values()].map(({ done }) => done))
    },
    kill() {
      draining = true
      for (const { stop, kill } of working.values()) {
        stop.abort()
        kill.abort()
      }
    },
  }
}

interface Surroundings {
  stop: AbortSignal
  kill: AbortSignal
  place: Place
  tell(run: string): void
  failed: WorkerOptions['failed']
  attempt(act: () => void): boolean
}
/** How a run ended. `hindered`: the database could not be written; the run is begun anew when it can. */
interface End {
  state: Exclude<PathState, 'running'>
  paths: PathReport[]
  hindered?: unknown
  /** What no report tells of: the paths are as last noted. */
  broke?: unknown
}

async function work(
  store: Store,
  execute: Execute,
  run: StoredRun,
  { stop, kill, place, tell, failed, attempt }: Surroundings,
): Promise<End> {
  let paths: PathReport[] = []
  let saved = 0
  let unsaved = false
  let later: NodeJS.Timeout | undefined
  const save = () => {
    saved = performance.now()
    unsaved = false
    clearTimeout(later)
    later = undefined
    // Only for those who look: a run does not end because of it.
    attempt(() => {
      saveProgress(store, run.id, { paths })
      tell(run.id)
    })
  }
  try {
    const { document, columns } = run.document ? { document: run.document, columns: null } : getVersion(store, run.flow, run.version ?? 0)
    const report = await execute(document, {
      ...run.options,
      ...(columns && { published: columns }),
      flowId: run.flow,
      run: run.id,
      trigger: run.trigger,
      stop,
      kill,
      place: {
        ...place,
        give(ms) {
          // Whoever looks while it waits sees where it stands.
          if (unsaved) save()
          place.give(ms)
        },
      },
      progress(report) {
        paths = report.paths
        unsaved = true
        // The last of several is told as well: nothing may come after it for long.
        const wait = PROGRESS_MS - (performance.now() - saved)
        if (wait <= 0) save()
        else later ??= setTimeout(save, wait)
      },
      problems: (path, rows) => addProblems(store, run, path, rows),
    })
    const unwritten = report.paths.find(({ error }) => error?.code === 'store.failed')
    return unwritten
      ? { state: 'interrupted', paths: report.paths, hindered: unwritten.error }
      : { state: endOf(report), paths: report.paths }
  } catch (cause) {
    failed?.(run, cause)
    const hindered = storeTrouble(cause) ? { hindered: cause } : {}
    return { state: 'hindered' in hindered ? 'interrupted' : 'failed', paths, broke: cause, ...hindered }
  } finally {
    clearTimeout(later)
  }
}

/** What a hold goes on with by itself; a draft or a try of a few rows is somebody's who looks at it. */
const beginsAgain = ({ version, options }: StoredRun) => version !== null && isWhole(options)

/** A report that still says "running" was cut short. */
function endOf({ paths }: RunReport) {
  const state = stateOf(paths)
  return state === 'running' ? 'interrupted' : state
}

/** What was not expected is said without its text, which may hold anything: the log has it. */
function broken(paths: PathReport[], cause: unknown): PathReport[] {
  const error =
    cause instanceof Unfit
      ? { code: 'flow.unfit', message: cause.message, why: cause.problems.map(problem => problem.message).join(' ') }
      : (unwritable(cause) ?? {
          code: 'run.broken',
          message: 'The run ended unexpectedly.',
          why: 'This is a fault of the program. The server’s log has the details.',
        })
  if (paths.length === 0)
    return [
      {
        path: '',
        destination: '',
        state: 'failed',
        tally: emptyTally(),
        reasons: [],
        requests: 0,
        resent: 0,
        possibleDoubles: 0,
        error,
        nodes: [],
      },
    ]
  return paths.map(path => (path.state === 'interrupted' ? { ...path, state: 'failed' as const, error } : path))
}

function unwritable(cause: unknown): PathReport['error'] {
  const trouble = storeTrouble(cause)
  return trouble && { code: trouble.code, message: trouble.title, why: trouble.why }
}
