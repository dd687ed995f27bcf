/**
 * What a run has on disk while its report is not: requests, events by outcome, and those that went again after a doubt. Each
 * count is written in the transaction of what it counts, so that a process that dies leaves true numbers: the ones that the ledger has.
 */
import type { Again, Settlement } from '../../runtime/world.ts'
import type { Store } from './open.ts'
import { wordsOf } from './words.ts'

const numberOf = { delivered: 1, rejected: 2, resent: 3, doubles: 4, requests: 5 } as const
export type Counted = keyof typeof numberOf

/** One path of a run. Numbers of words, as the ledger has them. */
export interface Counter {
  stream: number
  path: number
  run: number
}

/** Adds events (or requests) to a count, inside the caller's transaction. A refused part takes a possible double back: below zero. */
export function count(store: Store, { run, stream, path }: Counter, what: Counted, events: number, code = 0): void {
  if (events !== 0) statementsOf(store).add.run(run, stream, path, numberOf[what], code, events)
}

/**
 * Events by outcome, inside the caller's transaction. `beside`: how many of the delivered keys are ids of events that stand
 * there by their own key.
 */
export function countOutcomes(store: Store, by: Counter, outcomes: readonly Settlement[], beside: number): void {
  const codes = new Map<string, number>()
  let delivered = -beside
  for (const { state, code = '' } of outcomes)
    if (state === 'delivered') delivered++
    else if (state === 'rejected') codes.set(code, (codes.get(code) ?? 0) + 1)
  count(store, by, 'delivered', delivered)
  for (const [code, events] of codes) count(store, by, 'rejected', events, wordsOf(store).id(code))
}

/** What went again after a doubt, of this path of this run so far. */
export function repeatedBy(store: Store, { run, stream, path }: Counter): Again {
  const of = (what: Counted) => statementsOf(store).one.get(run, stream, path, numberOf[what]) ?? 0
  return { resent: of('resent'), doubles: of('doubles') }
}

/**
 * A run opens a stream: what runs left that died without a report (of the command line, which keeps none) is told by it,
 * once. Their outcomes are in the ledger, and nobody's report waits for them.
 */
export function inherit(store: Store, heir: Counter): void {
  const { left, drop, add } = statementsOf(store)
  const rows = left.all(heir.stream, heir.run)
  if (rows.length === 0) return
  store.write(() => {
    for (const { run, path, what, events } of rows) {
      if (what === numberOf.resent || what === numberOf.doubles) add.run(heir.run, heir.stream, heir.path, what, 0, events)
      drop.run(run, heir.stream, path, what)
    }
  })
}

/** What the disk has of one path of a run. */
export interface RunTally {
  delivered: number
  /** By code. */
  rejected: ReadonlyMap<string, number>
  /** Events of requests that it began and that nobody has settled. */
  open: number
  again: Again
  /** Sendings that it had on disk before they left; whether the last one of a process that died did leave, nobody knows. */
  requests: number
}

/** Of every path that did anything; read before anybody else settles what this run left open. */
export function runTally(store: Store, run: string): Map<string, RunTally> {
  const words = wordsOf(store)
  const id = words.find(run)
  const paths = new Map<string, RunTally & { rejected: Map<string, number> }>()
  if (id === undefined) return paths
  const of = (path: number) => {
    const name = words.text(path)
    const known = paths.get(name) ?? {
      delivered: 0,
      rejected: new Map<string, number>(),
      open: 0,
      again: { resent: 0, doubles: 0 },
      requests: 0,
    }
    paths.set(name, known)
    return known
  }
  const { all, open } = statementsOf(store)
  for (const { path, what, code, events } of all.all(id)) {
    const tally = of(path)
    if (what === numberOf.delivered) tally.delivered += events
    if (what === numberOf.rejected) tally.rejected.set(words.text(code), (tally.rejected.get(words.text(code)) ?? 0) + events)
    if (what === numberOf.resent) tally.again.resent += events
    if (what === numberOf.doubles) tally.again.doubles += events
    if (what === numberOf.requests) tally.requests += events
  }
  for (const { path, events } of open.all(id)) of(path).open += events
  return paths
}

/** The run's report is on disk (in the caller's transaction) or was handed over: it says all of this. */
export function reported(store: Store, run: string): void {
  const id = wordsOf(store).find(run)
  if (id !== undefined) statementsOf(store).forget.run(id)
}

type Statements = ReturnType<typeof prepare>
const prepared = new WeakMap<Store, Statements>()
function statementsOf(store: Store): Statements {
  const statements = prepared.get(store) ?? prepare(store)
  prepared.set(store, statements)
  return statements
}
interface Row {
  run: number
  path: number
  what: number
  code: number
  events: number
}
function prepare({ sql }: Store) {
  return {
    add: sql.prepare(
      `insert into run_tally (run, stream, path, what, code, events) values (?, ?, ?, ?, ?, ?)
       on conflict do update set events = events + excluded.events`,
    ),
    one: sql
      .prepare<number[], number>('select events from run_tally where run = ? and stream = ? and path = ? and what = ? and code = 0')
      .pluck(),
    left: sql.prepare<[number, number], Row>(
      'select run, path, what, sum(events) as events from run_tally where stream = ? and run <> ? group by run, path, what',
    ),
    drop: sql.prepare('delete from run_tally where run = ? and stream = ? and path = ? and what = ?'),
    all: sql.prepare<[number], Row>(
      'select path, what, code, sum(events) as events from run_tally where run = ? group by path, what, code',
    ),
    open: sql.prepare<[number], Pick<Row, 'path' | 'events'>>(
      'select path, sum(events) as events from request where run = ? and doubts > 0 group by path',
    ),
    forget: sql.prepare('delete from run_tally where run = ?'),
  }
}
