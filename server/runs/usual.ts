/** What is usual for a flow, from its own runs of the last four weeks, and what is not. */
import type { PathReport, ReasonCount, Tally } from '../../runtime/report.ts'
import { getVersion } from '../store/flows.ts'
import type { Store } from '../store/open.ts'
import { isWhole, listRuns, type StoredRun } from '../store/runs.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const WEEKS_MS = 28 * DAY_MS
/** Fewer runs than these say nothing of what is usual. */
const RUNS_MIN = 5
const TIMES = 10
/** So few more or less are never worth a question. */
const ROWS_MIN = 20

export interface Usual {
  /** New rows a run at this time of day, the median: neither left out, nor sent before, nor too old. */
  rows: number
}

export const newRows = ({ read, filtered, duplicate, expired }: Tally): number => read - filtered - duplicate - expired

type Before = Pick<StoredRun, 'id' | 'flow'>
/** Undefined while too little is known of this destination. A shop that sleeps at night is compared with its nights, once there are enough. */
export function usualOf(store: Store, run: Before, destination: string): Usual | undefined {
  const known = runsBefore(store, run, destination)
  if (known.length < RUNS_MIN) return undefined
  const atThisHour = known.filter(({ at }) => apartInADay(at, store.now()) <= HOUR_MS)
  return { rows: median((atThisHour.length < RUNS_MIN ? known : atThisHour).map(({ tally }) => newRows(tally))) }
}
/** Share of the new rows that is held back, the median, 0 to 1. One run before is enough to tell that something changed. */
export function heldBackBefore(store: Store, run: Before, destination: string): number | undefined {
  const busy = runsBefore(store, run, destination).filter(({ tally }) => newRows(tally) > 0)
  return busy.length === 0 ? undefined : median(busy.map(({ tally }) => tally.invalid / newRows(tally)))
}
function runsBefore(store: Store, { id, flow }: Before, destination: string): { at: number; tally: Tally }[] {
  const since = store.now() - WEEKS_MS
  return listRuns(store, { flow, before: id, limit: 500 })
    .filter(run => run.version !== null && isWhole(run.options) && run.createdAt > since)
    .flatMap(run =>
      run.paths.filter(path => path.destination === destination && ended(path)).map(({ tally }) => ({ at: run.createdAt, tally })),
    )
}
const apartInADay = (a: number, b: number): number => {
  const apart = Math.abs(a - b) % DAY_MS
  return Math.min(apart, DAY_MS - apart)
}
const ended = ({ state, error }: PathReport) => !error && (state === 'succeeded' || state === 'partial')

/** Ten times more or less than usual, as a remark; a flow whose usual is next to nothing has no "ten times". */
export function unusualVolume({ tally, destination }: PathReport, usual: Usual | undefined): ReasonCount | undefined {
  if (!usual) return undefined
  const rows = newRows(tally)
  const more = rows > usual.rows * TIMES && rows - usual.rows >= ROWS_MIN
  const less = rows * TIMES < usual.rows && usual.rows - rows >= ROWS_MIN
  if (!more && !less) return undefined
  return {
    outcome: 'warning',
    code: 'volume_unusual',
    node: destination,
    field: null,
    rows,
    message: `${words(rows)} new ${rows === 1 ? 'row' : 'rows'}, where ${words(Math.round(usual.rows))} are usual. If the source was changed or filled again, look at what was sent; if it is a sale or a holiday, all is well.`,
    samples: [],
  }
}

/** The paths with what is worth a look. */
export function remarked(store: Store, run: StoredRun, paths: PathReport[]): PathReport[] {
  if (run.version === null || !isWhole(run.options)) return paths
  const watch = getVersion(store, run.flow, run.version).document.delivery?.volume !== 'off'
  return paths.map(path => {
    const remark = watch && !path.error ? unusualVolume(path, usualOf(store, run, path.destination)) : undefined
    return remark ? { ...path, reasons: [...path.reasons, remark] } : path
  })
}

const words = (n: number) => n.toLocaleString('en')
function median(numbers: readonly number[]): number {
  if (numbers.length === 0) return 0
  const sorted = [...numbers].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
