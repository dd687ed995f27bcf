/** What a run says of itself: the same object on the command line, in the API and in the store. */

/** The books: `read` is the sum of all the others, always. Counts of rows. */
export interface Tally {
  read: number
  filtered: number
  invalid: number
  duplicate: number
  expired: number
  delivered: number
  rejected: number
  uncertain: number
  /** Read, but not sent, because the run stopped early (or was a dry run). */
  unsent: number
}
export type Outcome = Exclude<keyof Tally, 'read'>
export const emptyTally = (): Tally => ({
  read: 0,
  filtered: 0,
  invalid: 0,
  duplicate: 0,
  expired: 0,
  delivered: 0,
  rejected: 0,
  uncertain: 0,
  unsent: 0,
})
export const balanced = (t: Tally): boolean =>
  t.read === t.filtered + t.invalid + t.duplicate + t.expired + t.delivered + t.rejected + t.uncertain + t.unsent

/**
 * One reason and how many rows it concerns. `outcome` is where the rows went; `field_left_out` is for rows that went
 * on without a field that could not be used, `sent_again` for rows whose earlier attempt had an unknown outcome,
 * `warning` for what the platform remarked, `restricted` for rows that went with less than usual allowed,
 * `changed_after_send` for rows that say something else than when they were delivered; these are not part of the books.
 */
export interface ReasonCount {
  outcome: Outcome | 'field_left_out' | 'sent_again' | 'warning' | 'restricted' | 'changed_after_send'
  code: string
  node: string
  field: string | null
  rows: number
  /** When the run dealt with the first and the last of them so far, ISO 8601; absent in what no run has said itself. */
  firstSeen?: string
  lastSeen?: string
  message: string
  /** The drawn step in which the field is filled; absent where it is not about a field. */
  repair?: string
  /** Up to 5 keys (model key values, joined by "/"), for finding the rows again. */
  samples: string[]
}

/** What the rows of a run hold for one field. `filled` = `usable` + the rows of `failed`; `rows` − `filled` hold nothing. */
export interface FieldQuality {
  concept: string
  /** As the destination calls it. */
  title: string
  /** The platform's weight for finding a person; 0: not used for that. */
  worth: number
  /** Something is drawn that feeds it. */
  mapped: boolean
  filled: number
  usable: number
  /** Of the usable: arrived as SHA-256. */
  hashed: number
  failed: { code: string; rows: number; message: string }[]
  /** What travels and looks wrong all the same: placeholders, one value in many rows, digests of no spelling. */
  warnings: { code: string; rows: number; message: string }[]
}
/** Input quality: counts, never a value. */
export interface PathQuality {
  /** Events that were looked at: new ones, kept by all conditions. Rows sent before are not looked at again. */
  rows: number
  /** 0 to 100: worth × coverage of everything that helps to find the person. Our estimate. */
  readiness: number
  /** What would add most. */
  next: { concept: string; title: string; kind: 'map' | 'repair' | 'fill'; points: number; message: string; node?: string } | null
  fields: FieldQuality[]
  /** The last comparable run of the same path, when there was one. */
  before?: CoverageBefore
}
/** What is kept of a run for the next one to be compared with. */
export interface CoverageBefore {
  run: string
  /** ISO 8601. */
  at: string
  rows: number
  readiness: number
  /** Share of rows with a usable value, 0 to 1, by concept; only of mapped fields. */
  coverage: Record<string, number>
}

/**
 * What stopped a path. `needs`: what it takes to go on, a person's repair or nothing but time; absent where that is not
 * known. `resumesAt`: from when on it is worth another go, ISO 8601.
 */
export interface RunError {
  code: string
  message: string
  why: string
  node?: string
  needs?: 'person' | 'time'
  resumesAt?: string
}
/**
 * What a path stands still for. `platform`: the pause that the platform named. `rest`: it did not answer for a while, and is
 * left alone. `retry`: the pause before a repeat. `budget`: many requests had to be repeated. `turn`: other runs are at work.
 */
export interface PathWait {
  for: 'platform' | 'rest' | 'retry' | 'budget' | 'turn'
  /** ISO 8601; absent where nobody knows. */
  until?: string
  message: string
}
export type PathState = 'running' | 'succeeded' | 'partial' | 'failed' | 'stopped' | 'interrupted'
export interface PathReport {
  /** Ids of the nodes from source to destination, joined by " > ". */
  path: string
  destination: string
  state: PathState
  tally: Tally
  reasons: ReasonCount[]
  /** Requests that left, retries included. */
  requests: number
  /** Sendings of events again, with the same bytes, after an attempt of unknown outcome: by this run, or by one that died and keeps no report. No other run tells them. */
  resent: number
  /** At most this many events more than there are may have arrived by these sendings: one for each event and each attempt of unknown outcome before. */
  possibleDoubles: number
  /**
   * Of the rows that were delivered before: how many say something else by now, and of how many that is not known (sent
   * before it was noted, or by another drawing). They are duplicates in the books. Absent: none of either.
   */
  changedAfterSend?: { rows: number; notKnown: number }
  /** Only while it goes on. */
  waiting?: PathWait
  /** Only while it goes on, and where the source has counted. */
  progress?: PathProgress
  /** What stopped it, when it failed. */
  error?: RunError
  /** How far back was read; only where the model names a cursor, in runs that go over everything new. */
  cursor?: CursorReport
  /** Only when something waits. */
  outlook?: Outlook
  /** Rows into and out of each node, in path order; `undefined` out for what was not counted. */
  nodes: NodeCount[]
  /** Input quality; absent when no event was looked at, and while the run goes on. */
  quality?: PathQuality
}
/** `whole`: every row that is read passes it; only beside `progress`. */
export interface NodeCount {
  node: string
  in: number
  out: number
  whole?: true
}
/** Of the rows that are read one by one, without those that were only counted: how many there are, were read, are settled. */
export interface PathProgress {
  rows: number
  read: number
  settled: number
}
/**
 * `since`: rows below it were not read, and are in no count; `null`: all were looked at. `to`: as far as the cursor may move by
 * this run; `null`: not at all. Both as the column has them. `nextSweep`: from when on a run looks at all again, ISO 8601.
 * `empty`: rows without a value there; they are read each time.
 */
export interface CursorReport {
  column: string
  since: string | null
  to?: string | null
  empty?: number
  nextSweep: string | null
  /** The same as a sentence. */
  message: string
}
/** Events that were read and not sent: how many, how many leave the platform's window within six hours, and when the first does (ISO 8601). */
export interface Outlook {
  waiting: number
  soon: number
  first: string | null
}
export type RunState = PathState | 'queued'
export interface RunReport {
  flow: string
  run: string
  state: RunState
  paths: PathReport[]
}

/** The state of a whole run from its paths: the worst one counts, in the order a person would want to know. */
export function stateOf(paths: readonly Pick<PathReport, 'state'>[]): PathState {
  for (const state of ['running', 'failed', 'interrupted', 'stopped', 'partial'] as const)
    if (paths.some(p => p.state === state)) return state
  return 'succeeded'
}
