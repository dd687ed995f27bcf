/**
 * A flow that is paused reads nothing, and one whose destination rests no further than its first page, so nobody would notice
 * what becomes too old meanwhile. Once an hour its rows are counted without sending, and what leaves a platform's window soon is
 * told while there is time. Where the warehouse may bill each query, once in six hours: as seldom as a look ahead of six hours
 * allows. A flow's setting decides otherwise.
 */
import type { Kinds } from '../../runtime/contract.ts'
import type { Delivery, Flow } from '../../runtime/flow.ts'
import type { Outlook, RunReport } from '../../runtime/report.ts'
import type { WhilePaused } from '../api/payloads.ts'
import { findFlow, getVersion, type PublishedFlow, publishedFlows, type StoredFlow } from '../store/flows.ts'
import { holdsOf, recount, restingFlows } from '../store/holds.ts'
import type { Store } from '../store/open.ts'
import { activeRun } from '../store/runs.ts'
import { ulid } from '../store/ulid.ts'
import type { ExecuteOptions } from './execute.ts'

const HOUR = 3_600_000
const EVERY_MS: Readonly<Record<Every, number>> = { hourly: HOUR, six_hours: 6 * HOUR, never: Number.POSITIVE_INFINITY }
type Every = NonNullable<Delivery['countWhilePaused']>
/** What was cut by a kill goes first after a start. */
const AFTER_START_MS = 60_000

export interface Paused {
  /** Counts one flow whose time has come; at once again while that goes on. */
  beat(): Promise<void>
  /** What waits in a flow that is paused, as last counted; `unknown` before that, and when it could not be. */
  outlook(flow: string): Outlook | 'unknown' | undefined
  /** What a person is told of it; nothing of a flow that goes on, or that its own trouble paused. */
  told(flow: StoredFlow): WhilePaused | undefined
  /** Ends a count that goes on; resolves when it has ended. */
  close(): Promise<void>
}

export interface PausedOptions {
  store: Store
  kinds: Kinds
  /** `execute`, bound to the place it works in; asked for dry runs only. */
  count(flow: Flow, options: ExecuteOptions): Promise<RunReport>
}

const billed = (flow: Flow, kinds: Kinds): boolean =>
  flow.nodes.some(node => {
    const kind = kinds.get(node.kind)
    return kind?.role === 'source' && kind.billed === true
  })

/** Nothing is kept on disk: a count is true for its hours, and the next start counts anew. */
export function watchPaused({ store, kinds, count }: PausedOptions): Paused {
  const known = new Map<string, { at: number; failed: boolean; outlook: Outlook | undefined }>()
  const everyOf = (flow: Flow): Every => flow.delivery?.countWhilePaused ?? (billed(flow, kinds) ? 'six_hours' : 'hourly')
  const due = ({ id, document }: PublishedFlow): boolean =>
    store.now() - (known.get(id)?.at ?? -EVERY_MS.six_hours) >= EVERY_MS[everyOf(document)]
  const from = store.now() + AFTER_START_MS
  const stop = new AbortController()
  let going: Promise<void> | undefined
  const one = async ({ id, live }: PublishedFlow) => {
    const at = store.now()
    const { document } = getVersion(store, id, live)
    const order = { flowId: id, run: ulid(at), dryRun: true, stop: stop.signal, kill: stop.signal, progress: () => {}, problems: () => {} }
    // What cannot be counted now is counted in an hour: the flow's own runs say what is wrong with it.
    const report = await count(document, order).catch(() => undefined)
    known.set(id, { at, failed: report?.paths.every(({ error }) => !error) !== true, outlook: report && summed(report) })
    for (const { error, destination, outlook } of report?.paths ?? [])
      if (!error && !stop.signal.aborted) recount(store, id, destination, outlook)
  }
  return {
    outlook(id) {
      const last = known.get(id)
      if (last && !last.failed) return last.outlook
      const flow = findFlow(store, id)
      const counted = flow?.paused && flow.live !== null && everyOf(getVersion(store, id, flow.live).document) !== 'never'
      return counted ? 'unknown' : undefined
    },
    told(flow) {
      if (!flow.paused || flow.live === null || rests(store, flow.id)) return undefined
      const { document } = getVersion(store, flow.id, flow.live)
      const last = known.get(flow.id)
      const { waiting, soon, first } = last?.outlook ?? { waiting: 0, soon: 0, first: null }
      return {
        every: everyOf(document),
        billed: billed(document, kinds),
        counted: last && !last.failed ? { at: new Date(last.at).toISOString(), waiting, soon, first } : null,
      }
    },
    async beat() {
      if (going || stop.signal.aborted || store.now() < from) return
      const resting = restingFlows(store)
      const still = publishedFlows(store).filter(({ id, paused }) => paused || resting.has(id))
      for (const id of known.keys()) if (!still.some(flow => flow.id === id)) known.delete(id)
      // A run that goes on counts for itself.
      const next = still.find(flow => due(flow) && !activeRun(store, flow.id))
      if (!next) return
      going = one(next).finally(() => {
        going = undefined
      })
      await going
    },
    async close() {
      stop.abort()
      await going
    },
  }
}

/** Paused by what went wrong: a person is told by the hold. */
const rests = (store: Store, flow: string): boolean => holdsOf(store, flow).some(({ resumeAt }) => resumeAt === null)

function summed({ paths }: RunReport): Outlook | undefined {
  const waiting = paths.flatMap(({ outlook }) => outlook ?? [])
  if (waiting.length === 0) return undefined
  const firsts = waiting.flatMap(({ first }) => first ?? []).sort()
  return {
    waiting: waiting.reduce((sum, one) => sum + one.waiting, 0),
    soon: waiting.reduce((sum, one) => sum + one.soon, 0),
    first: firsts[0] ?? null,
  }
}
