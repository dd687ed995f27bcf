/** The report of a run that was cut before it could make one: its last note of itself, put right by what the disk has. */
import { genericReasons } from '../../runtime/reasons.ts'
import { emptyTally, type PathReport, type ReasonCount, type Tally } from '../../runtime/report.ts'
import type { Store } from './open.ts'
import { type RunTally, runTally } from './run-tally.ts'

const none: RunTally = { delivered: 0, rejected: new Map(), open: 0, again: { resent: 0, doubles: 0 }, requests: 0 }

/**
 * `paths` as last noted; those that had not ended are put right. A path that did something and noted nothing is added. What was
 * read and neither settled nor under way is unsent: the next run has it.
 */
export function asRecorded(store: Store, run: string, paths: readonly PathReport[]): PathReport[] {
  const recorded = runTally(store, run)
  const unnoted = [...recorded.keys()].filter(path => path && !paths.some(known => known.path === path))
  return [...paths, ...unnoted.map(begun)].map(path =>
    path.state === 'running' ? { ...putRight(path, recorded.get(path.path) ?? none), state: 'interrupted' as const } : path,
  )
}

const begun = (path: string): PathReport => ({
  path,
  destination: path.slice(path.lastIndexOf(' > ') + 3),
  state: 'running',
  tally: emptyTally(),
  reasons: [],
  requests: 0,
  resent: 0,
  possibleDoubles: 0,
  nodes: [],
})

function putRight(
  { waiting: _, progress: __, ...noted }: PathReport,
  { delivered, rejected, open, again, requests }: RunTally,
): PathReport {
  const reasons = new Reasons(noted)
  reasons.keep('rejected', rejected)
  for (const [code, events] of rejected) reasons.set('rejected', code, events)
  reasons.set('uncertain', 'outcome_unknown', open)
  const settled = { ...noted.tally, delivered, rejected: reasons.sum('rejected'), uncertain: reasons.sum('uncertain') }
  const { read, ...ends } = settled
  const told = Object.values(ends).reduce((sum, rows) => sum + rows, 0)
  reasons.add('unsent', 'run_failed', read - told)
  const tally: Tally = { ...settled, read: Math.max(read, told), unsent: reasons.sum('unsent') }
  const nodes = noted.nodes.map(({ whole: _, ...node }, i) => (i === noted.nodes.length - 1 ? { ...node, out: delivered } : node))
  // A run that was begun by an older version has noted more than was counted for it.
  const sent = Math.max(requests, noted.requests)
  return { ...noted, tally, reasons: reasons.all(), requests: sent, resent: again.resent, possibleDoubles: again.doubles, nodes }
}

class Reasons {
  readonly #node: string
  #list: ReasonCount[]
  constructor({ destination, reasons }: PathReport) {
    this.#node = destination
    this.#list = reasons.map(reason => ({ ...reason }))
  }
  keep(outcome: 'rejected', codes: ReadonlyMap<string, number>): void {
    this.#list = this.#list.filter(reason => reason.outcome !== outcome || codes.has(reason.code))
  }
  set(outcome: 'rejected' | 'uncertain', code: string, rows: number): void {
    const known = this.#list.find(reason => reason.outcome === outcome && reason.code === code)
    if (known) known.rows = rows
    else this.add(outcome, code, rows)
  }
  add(outcome: ReasonCount['outcome'], code: string, rows: number): void {
    if (rows <= 0) return
    const means = genericReasons[code]
    const message = means ? `${means.title}. ${means.why}` : code
    this.#list.push({ outcome, code, node: this.#node, field: null, rows, message, samples: [] })
  }
  sum(outcome: ReasonCount['outcome']): number {
    return this.#list.reduce((sum, reason) => (reason.outcome === outcome ? sum + reason.rows : sum), 0)
  }
  all(): ReasonCount[] {
    return this.#list.filter(({ rows }) => rows > 0).sort((a, b) => b.rows - a.rows)
  }
}
