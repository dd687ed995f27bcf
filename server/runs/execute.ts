/** One run of a flow: each path planned, pulled dry and reported. The command line and the server both end here. */

import type { Problem } from '../../runtime/contract.ts'
import { Stop } from '../../runtime/contract.ts'
import type { Columns } from '../../runtime/drift.ts'
import type { Delivery, Flow } from '../../runtime/flow.ts'
import { plan } from '../../runtime/plan.ts'
import { forgiving, onlyThese } from '../../runtime/refused-rows.ts'
import { emptyTally, type PathReport, type RunError, type RunReport, stateOf } from '../../runtime/report.ts'
import { destinationsOf, drawingProblems, type Resolved, resolve } from '../../runtime/resolve.ts'
import { run } from '../../runtime/run.ts'
import { waitWords } from '../../runtime/waits.ts'
import { type DeliveryRules, ownRules, SHORT_PAUSE_MS } from '../../runtime/way.ts'
import type { EventKey, RowProblem, World } from '../../runtime/world.ts'
import { serverBounds } from '../bounds.ts'
import { besideWaiting, type Pace } from './beside.ts'
import { besideLastRun } from './coverage.ts'
import type { Place } from './places.ts'
import { type Ends, failureOf, named, openEnds, openSource, type Workplace } from './workplace.ts'

export type { Workplace } from './workplace.ts'

export interface ExecuteOptions {
  /** Names the flow in the ledger for ever: its id on the server, its name in a file. */
  flowId: string
  run: string
  dryRun?: boolean
  /** Rows to read per path, at most. */
  limit?: number
  /** Only rows that this run had refused. */
  rejectedOf?: string
  /** The columns of its models when this version was published. */
  published?: Columns | undefined
  /** A person waits for it: what did not work is tried at once. */
  asked?: boolean
  /** Destinations that rest until a person resumes them, with what they rest for: their paths are not run. */
  resting?: ReadonlyMap<string, RunError>
  /** Nobody begins the next run by itself: rather wait long than end early. */
  alone?: boolean
  /** Told each path that its drawing keeps from being run, for the columns that its source has: it is read no further. */
  misdrawn?(path: string): void
  /** The run's place among those that work at a time; absent: there are no others. */
  place?: Place
  /** Read no more, begin no new request, let what is under way finish. */
  stop: AbortSignal
  /** Cut everything. */
  kill: AbortSignal
  progress(report: RunReport): void
  problems(path: string, rows: readonly RowProblem[]): void
}

/** The flow's own rules where it has some, the product's where not. */
export const rulesOf = ({ unknown, waitMinutes, attempts, refusedPercent }: Delivery = {}, { alone = false } = {}): DeliveryRules => ({
  unknown,
  attempts: attempts ?? ownRules.attempts,
  patienceMs: waitMinutes !== undefined ? waitMinutes * 60_000 : alone ? ALONE_MS : ownRules.patienceMs,
  refusedShare: (refusedPercent ?? ownRules.refusedShare * 100) / 100,
})
const ALONE_MS = 3_600_000

/** The drawing cannot be run; nothing was opened. */
export class Unfit extends Error {
  readonly problems: readonly Problem[]
  constructor(problems: readonly Problem[]) {
    super('The flow cannot be run yet')
    this.problems = problems
  }
}

/**
 * Runs every path once: one after the other, and past those that wait for their platform. Throws `Unfit` when the drawing
 * has faults; every other failure is in the report.
 */
export async function execute(flow: Flow, options: ExecuteOptions, place: Workplace): Promise<RunReport> {
  const leaves = destinationsOf(flow, place.kinds)
  const faults = drawingProblems(flow, place.kinds)
  const resolved = leaves.map(leaf => resolve(flow, leaf, place.kinds))
  // In a loop every step seems to receive nothing: the loop is the one thing to say.
  const looped = faults.filter(p => p.code === 'flow.cycle')
  const problems = (looped.length ? looped : [...faults, ...resolved.flatMap(r => (Array.isArray(r) ? r : []))]).filter(
    p => p.level === 'must_fix',
  )
  if (problems.length) throw new Unfit(problems)

  const paths = (resolved as Resolved[]).map(waiting)
  const report = (): RunReport => ({ flow: flow.name, run: options.run, state: stateOf(paths), paths: [...paths] })
  const givenUp = new Map<string, Set<EventKey>>()
  const sound = (resolved as Resolved[]).map((path, i) => ({ path, i, account: accountOf(path, options.flowId, place) }))
  await besideWaiting(sound, {
    most: serverBounds.openPaths.most,
    // One sender per stream, and what an account asks for holds for all who send to it.
    may: ({ account }, open) => account === undefined || open.every(other => other.account !== account),
    stop: AbortSignal.any([options.stop, options.kill]),
    place: options.place,
    turn({ i }, waits) {
      const { waiting: _, ...now } = paths[i]!
      paths[i] = waits ? { ...now, waiting: { for: 'turn', message: waitWords.turn } } : now
      options.progress(report())
    },
    async begin({ path, i }, paced) {
      const tell = (now: PathReport) => {
        paths[i] = now
        options.progress(report())
      }
      tell(await runPath(path, flow, { ...options, progress: tell, paced, givenUp }, place))
    },
  })
  return report()
}

/** The account that a path sends to; undefined when it cannot be sent to, which the path says itself. */
function accountOf(path: Resolved, flow: string, place: Workplace): string | undefined {
  try {
    return openEnds(path, flow, place).account
  } catch {
    return undefined
  }
}

const waiting = (path: Resolved): PathReport => ({
  path: path.path,
  destination: path.destination.id,
  state: 'running',
  tally: emptyTally(),
  reasons: [],
  requests: 0,
  resent: 0,
  possibleDoubles: 0,
  nodes: [],
})

interface PathOptions extends Omit<ExecuteOptions, 'progress'> {
  progress(report: PathReport): void
  paced(pace: Pace): Pace
  /** What this run gave up, by stream: two of its paths may send to one. */
  givenUp: Map<string, Set<EventKey>>
}

async function runPath(resolved: Resolved, flow: Flow, options: PathOptions, place: Workplace): Promise<PathReport> {
  const { kill } = options
  try {
    if (options.stop.aborted) return { ...waiting(resolved), state: 'stopped' }
    const rests = options.resting?.get(resolved.destination.id)
    if (rests) return { ...waiting(resolved), state: 'failed', error: rests }
    const ends = openEnds(resolved, options.flowId, place)
    const refused = options.rejectedOf === undefined ? undefined : ((await place.refused?.(ends.stream, options.rejectedOf)) ?? new Map())
    if (refused?.size === 0) return { ...waiting(resolved), state: 'succeeded' }
    const back = options.dryRun ? undefined : place.putBack?.(ends.stream)
    if (back?.choice === null) throw undecided(resolved.destination.id, back.events)
    const session = await openSource(resolved.source, place, kill)
    try {
      const now = place.now()
      const part = options.limit !== undefined || refused !== undefined
      const facts = { now, timezone: flow.schedule?.timezone ?? 'UTC', published: options.published }
      const ready = await plan(resolved, session, facts, !part, options.stop).catch(cause =>
        Promise.reject(named(cause, resolved.model.id)),
      )
      const [first] = ready.problems.filter(p => p.level === 'must_fix')
      if (first) options.misdrawn?.(resolved.path)
      if (first) throw new Stop(first.code, first.message, 'The step must be repaired before the flow can run.', { node: first.node })
      // What was put back, a part of the rows, or a look at what would be sent: all rows count.
      const whole = !options.dryRun && !part && back === undefined
      const cursors = whole ? place.cursors?.(ends.stream) : undefined
      const world = {
        ...worldOf(options, place, ends, resolved.path),
        ...(cursors && { cursors }),
        ...(back?.upTo && { treatedAsSent: { until: back.upTo, keep: (keys: readonly string[]) => back.keep(options.run, keys) } }),
      }
      const { inFlight = resolved.dialect.limits.inFlight, batch } = resolved.destination.config as { inFlight?: number; batch?: number }
      const report = await run(ready, refused ? onlyThese(session, ready, refused) : session, world, {
        address: ends.address,
        inFlight,
        ...(batch !== undefined && { batch }),
        ...(options.dryRun && { dryRun: true }),
        ...(options.limit !== undefined && { limit: options.limit }),
        rules: rulesOf(flow.delivery, options),
        ...(options.asked && { asked: true }),
        ...(options.place?.crowded() && { crowded: true }),
      })
      if (!part && (report.state === 'succeeded' || report.state === 'partial')) back?.done()
      return besideLastRun(report, resolved, options, place)
    } finally {
      await session.close().catch(() => {})
    }
  } catch (cause) {
    return { ...waiting(resolved), state: 'failed', error: failureOf(cause, resolved, place, options.run) }
  }
}

const undecided = (node: string, events: number | null) =>
  new Stop(
    'store.put_back',
    'The database was put back, and nobody has chosen yet',
    `${events ? `Up to ${events.toLocaleString('en')} events that were sent since would be sent again.` : 'What was sent since would be sent again.'} Choose on the page Flows, or with "tributary after-restore".`,
    { node },
  )

function worldOf(options: PathOptions, place: Workplace, ends: Ends, path: string): World {
  const stop = AbortSignal.any([options.stop, options.kill])
  const ledger = place.ledger(ends.stream, options.run, path)
  const makeWay = options.place?.makeWay
  const givenUp = options.givenUp.get(ends.stream) ?? new Set()
  options.givenUp.set(ends.stream, givenUp)
  const patient = makeWay ? AbortSignal.any([stop, makeWay]) : stop
  return {
    run: options.run,
    now: place.now,
    random: place.random,
    ledger: options.rejectedOf === undefined ? ledger : forgiving(ledger, options.rejectedOf),
    givenUp,
    account: place.account(ends.account),
    ...(place.printKey !== undefined && { printKey: place.printKey }),
    ...options.paced({ send: call => ends.send(call, options.kill), wait: ms => place.wait(ms, ms > SHORT_PAUSE_MS ? patient : stop) }),
    ...(makeWay && { makeWay }),
    ...(place.secondThread && { secondThread: place.secondThread }),
    turn: () => new Promise(resolve => setImmediate(resolve)),
    stop,
    kill: options.kill,
    progress: options.progress,
    unforeseen: cause => place.unforeseen?.(cause, options.run),
    problems: rows => {
      if (rows.length) options.problems(path, rows)
    },
  }
}
