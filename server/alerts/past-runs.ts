/** What the last runs of a flow said, as far as alerts ask for it. An end never changes, so each report is read once. */
import type { PathReport, ReasonCount, Tally } from '../../runtime/report.ts'
import type { Store } from '../store/open.ts'
import { endedRuns, isWhole, runsOf, type StoredRun } from '../store/runs.ts'

export interface PastRun extends Pick<StoredRun, 'state' | 'createdAt'> {
  paths: PastPath[]
}
export interface PastPath extends Pick<PathReport, 'path' | 'state' | 'error'> {
  tally: Pick<Tally, 'delivered' | 'rejected' | 'unsent'>
  /** Of the refusals, the most frequent. */
  refused: string | undefined
  remarks: Pick<ReasonCount, 'outcome' | 'code' | 'message'>[]
}

/** Runs that are looked at; enough to know what is usual. */
const LOOK_BACK = 40
type Kept = ReadonlyMap<string, PastRun | undefined>
const kept = new WeakMap<Store, Map<string, Kept>>()

/** Newest first; `remarks`: the reasons that are worth keeping. */
export function pastRuns(store: Store, flow: string, remarks: (reason: ReasonCount) => boolean): PastRun[] {
  const flows = kept.get(store) ?? new Map<string, Kept>()
  kept.set(store, flows)
  const before = flows.get(flow)
  const ids = endedRuns(store, flow, LOOK_BACK)
  const unread = ids.filter(id => !before?.has(id))
  const read = new Map(runsOf(store, unread).map(run => [run.id, pastRun(run, remarks)]))
  const now: Kept = new Map(ids.map(id => [id, read.get(id) ?? before?.get(id)]))
  flows.set(flow, now)
  return [...now.values()].filter(run => run !== undefined)
}
/** Lets go of flows that are looked at no more. */
export function forgetOthers(store: Store, flows: ReadonlySet<string>): void {
  for (const flow of kept.get(store)?.keys() ?? []) if (!flows.has(flow)) kept.get(store)!.delete(flow)
}

/** Ended by itself, over all rows, and sent: what a person stopped or only tried says nothing of the flow. */
const real = ({ state, options, version }: StoredRun) =>
  version !== null && isWhole(options) && ['succeeded', 'partial', 'failed', 'interrupted'].includes(state)

function pastRun(run: StoredRun, remarks: (reason: ReasonCount) => boolean): PastRun | undefined {
  if (!real(run)) return undefined
  const { state, createdAt, paths } = run
  return { state, createdAt, paths: paths.map(path => pastPath(path, remarks)) }
}
function pastPath({ path, state, error, tally, reasons }: PathReport, remarks: (reason: ReasonCount) => boolean): PastPath {
  const { delivered, rejected, unsent } = tally
  const top = reasons.filter(({ outcome }) => outcome === 'rejected').sort((a, b) => b.rows - a.rows)[0]
  return {
    path,
    state,
    ...(error && { error }),
    tally: { delivered, rejected, unsent },
    refused: top?.message,
    remarks: reasons.filter(remarks).map(({ outcome, code, message }) => ({ outcome, code, message })),
  }
}
