/** The books of one path: every row read is entered once, under one outcome, and reasons say how many rows and which. */
import { bounds } from './bounds.ts'
import type { Compared } from './changed.ts'
import { concept } from './concepts.ts'
import type { Dialect } from './dialect.ts'
import type { Quality } from './quality.ts'
import { genericReasons } from './reasons.ts'
import {
  balanced,
  type CursorReport,
  emptyTally,
  type NodeCount,
  type Outcome,
  type PathProgress,
  type PathReport,
  type PathState,
  type PathWait,
  type ReasonCount,
} from './report.ts'
import type { Again, RowProblem } from './world.ts'

const SAMPLES = bounds.samples.most
const iso = (ms: number) => new Date(ms).toISOString()
const KEY_SHOWN = bounds.keyShown.most
/** What leaves the platform's window within this time is soon too late. */
export const SOON_MS = 6 * 3_600_000
/** More kinds of reasons than this are folded into one: a platform that invents codes must not fill our memory. */
const REASONS_MAX = bounds.reasons.most
/** What another filling of the field may change. */
const REPAIRABLE: ReadonlySet<string> = new Set(['rejected', 'invalid', 'expired', 'field_left_out'])
const LISTED: ReadonlySet<string> = new Set(['invalid', 'expired', 'rejected', 'uncertain'])

/** Epoch ms, for it is noted with every row. */
type Noted = Omit<ReasonCount, 'firstSeen' | 'lastSeen'> & { first: number; last: number }

export interface Entry {
  outcome: ReasonCount['outcome']
  code: string
  node: string
  field?: string | undefined
  /** The row's key as people see it. */
  key?: string | undefined
  rows?: number
  /** The platform's own words, when there are any. */
  message?: string
}

export class Books {
  readonly tally = emptyTally()
  requests = 0
  /** What the path stands still for. */
  readonly waits = new Set<PathWait>()
  /** What went again after a doubt, as the ledger has it. */
  repeated: Again = { resent: 0, doubles: 0 }
  readonly #changed = { rows: 0, notKnown: 0 }
  /** How far back this run reads, where that is not everything. */
  cursor: CursorReport | undefined
  readonly #waiting = { events: 0, soon: 0, first: Number.POSITIVE_INFINITY }
  readonly nodes: NodeCount[]
  #ahead: { rows: number; before: Pick<PathProgress, 'read' | 'settled'>; whole: number } | undefined
  /** What the events hold, when somebody asks. */
  readonly quality: Quality | undefined
  readonly #reasons = new Map<string, Noted>()
  #last: Noted | undefined
  readonly #now: () => number
  readonly #dialect: Dialect
  readonly #path: string
  readonly #destination: string
  #listed: RowProblem[] = []

  constructor(path: string, destination: string, nodes: readonly string[], dialect: Dialect, quality?: Quality, now = Date.now) {
    this.#path = path
    this.#destination = destination
    this.#dialect = dialect
    this.quality = quality
    this.#now = now
    this.nodes = nodes.map(node => ({ node, in: 0, out: 0 }))
  }

  /** So many rows are read from now on; all of them pass the first `whole` nodes. */
  ahead(rows: number, whole: number): void {
    this.#ahead = { rows, before: this.#dealtWith(), whole }
  }
  read(rows: number): void {
    this.tally.read += rows
  }
  /** Enters rows under an outcome, with the reason. */
  enter(outcome: Outcome, entry: Omit<Entry, 'outcome'>): void {
    this.tally[outcome] += entry.rows ?? 1
    this.note({ outcome, ...entry })
  }
  /** Enters rows that need no reason: delivered ones. */
  count(outcome: Outcome, rows: number): void {
    this.tally[outcome] += rows
  }
  /** A reason that is not an outcome: a field left out, a warning. */
  note({ outcome, code, node, field, key: whole, rows = 1, message }: Entry): void {
    const key = whole === undefined || whole.length <= KEY_SHOWN ? whole : `${whole.slice(0, KEY_SHOWN - 1).toWellFormed()}…`
    const reason = this.#reason(outcome, code, node, field, message)
    reason.rows += rows
    reason.last = this.#now()
    if (key !== undefined && reason.samples.length < SAMPLES) reason.samples.push(key)
    if (key !== undefined && (LISTED.has(outcome) || code === 'same_key'))
      this.#listed.push({ key, outcome: outcome as RowProblem['outcome'], code, node, field: field ?? null, message: reason.message })
  }
  #reason(outcome: ReasonCount['outcome'], code: string, node: string, field?: string, message?: string): Noted {
    const room = this.#reasons.size < REASONS_MAX
    const last = this.#last
    // A run over rows that were sent before enters all of them for one reason.
    if (room && last && last.code === code && last.outcome === outcome && last.node === node && last.field === (field ?? null)) return last
    const id = room ? `${outcome}|${code}|${node}|${field ?? ''}` : `${outcome}|more`
    let reason = this.#reasons.get(id)
    if (!reason) {
      const first = this.#now()
      const said = message ?? this.sentence(code, field)
      reason = { outcome, code, node, field: field ?? null, rows: 0, first, last: first, message: said, samples: [] }
      this.#reasons.set(id, reason)
    }
    this.#last = reason
    return reason
  }
  /** An event that is ready and stays for a later run. */
  unsent(entry: Omit<Entry, 'outcome'>, expires: number, now: number): void {
    this.enter('unsent', entry)
    this.#waiting.events++
    if (expires - now <= SOON_MS) this.#waiting.soon++
    this.#waiting.first = Math.min(this.#waiting.first, expires)
  }
  /** Events that went again after a doubt, and what came of them now. */
  again(node: string, events: number): void {
    this.note({ outcome: 'sent_again', code: 'sent_again', node, rows: events })
  }
  /** A row that was sent before, beside what it said then. Not in the sum: it is a duplicate there. */
  compared(is: Compared, node: string, key: string): void {
    if (is === 'not_known') this.#changed.notKnown++
    if (is !== 'changed') return
    this.#changed.rows++
    this.note({ outcome: 'changed_after_send', code: 'changed_after_send', node, key })
  }
  /** What a code means, in the platform's folder's words or ours. */
  sentence(code: string, field?: string): string {
    const reason = this.#dialect.reasons[code] ?? genericReasons[code]
    const text = reason ? `${reason.title}. ${reason.why}` : code
    return text.replaceAll('{field}', field ? (concept.get(field)?.title ?? field) : 'A field')
  }
  /** Rows with reasons since the last call, for whoever keeps them. */
  listed(): RowProblem[] {
    const list = this.#listed
    this.#listed = []
    return list
  }

  #dealtWith() {
    const { read, ...ends } = this.tally
    return { read, settled: Object.values(ends).reduce((sum, rows) => sum + rows, 0) }
  }
  #progress(): PathProgress | undefined {
    if (!this.#ahead) return undefined
    const { rows, before } = this.#ahead
    const now = this.#dealtWith()
    const read = now.read - before.read
    // More than was counted: lines that nobody could read are found while reading.
    return { rows: Math.max(rows, read), read, settled: now.settled - before.settled }
  }
  /** Where somebody can do something about it. */
  #repair({ outcome, field }: ReasonCount): Pick<ReasonCount, 'repair'> {
    const node = this.quality?.where.mapping
    return node !== undefined && field !== null && REPAIRABLE.has(outcome) && concept.has(field) ? { repair: node } : {}
  }
  report(state: PathState, error?: PathReport['error']): PathReport {
    if (state !== 'running' && !balanced(this.tally))
      throw new Error(`The books of ${this.#path} do not balance: ${JSON.stringify(this.tally)}`)
    const reasons = [...this.#reasons.values()]
      .map(({ first, last, ...r }) => ({
        ...r,
        firstSeen: iso(first),
        lastSeen: iso(last),
        ...this.#repair(r),
        samples: [...r.samples],
      }))
      .sort((a, b) => b.rows - a.rows)
    const { events, soon, first } = this.#waiting
    const [waits] = this.waits
    const progress = state === 'running' ? this.#progress() : undefined
    return {
      path: this.#path,
      destination: this.#destination,
      state,
      tally: { ...this.tally },
      reasons,
      requests: this.requests,
      resent: this.repeated.resent,
      possibleDoubles: this.repeated.doubles,
      ...(this.#changed.rows + this.#changed.notKnown > 0 && { changedAfterSend: { ...this.#changed } }),
      ...(state === 'running' && waits && { waiting: { ...waits } }),
      ...(progress && { progress }),
      ...(error && { error }),
      ...(this.cursor && { cursor: this.cursor }),
      ...(events > 0 && { outlook: { waiting: events, soon, first: iso(first) } }),
      nodes: this.nodes.map((n, i) => ({ ...n, ...(progress && i < this.#ahead!.whole && { whole: true as const }) })),
      ...(state !== 'running' && this.quality?.rows && { quality: this.quality.report((code, field) => this.sentence(code, field)) }),
    }
  }
}
