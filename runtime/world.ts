/** What a run is given: the only ways in which it touches anything outside itself. */
import type { AccountState } from './account.ts'
import type { Attempt } from './attempts.ts'
import type { Row, Shape } from './contract.ts'
import type { Cursors } from './cursor.ts'
import type { Answer, Body, Call } from './dialect.ts'
import type { Finishing } from './finish.ts'
import type { FinishedPage } from './finished-page.ts'
import type { QualityCounts } from './quality.ts'
import type { PathReport } from './report.ts'
import type { Shown } from './shown.ts'

/** 16 bytes as 32 hex characters: which conversion this is, for life, within one stream. */
export type EventKey = string

/** `uncertain`: a request left and its outcome was never learnt, and policy holds it back. */
export type Settled = 'delivered' | 'rejected' | 'uncertain'
export interface Known {
  state: Settled
  /** The run that settled it. */
  run: string
  /** Of a delivered event: what tells the row that it was made of from a later version of it, where that was kept. */
  print?: string
}
/** One event's end: `code` says why when rejected. */
export interface Settlement {
  key: EventKey
  state: Settled
  code?: string
  /** Of a refused event: what tells its text from another one. Of a delivered one: what tells its row from a later version of it. */
  print?: string
}
/** A request before it leaves. `body` is stored sealed and encrypted until it is settled. */
export interface Outgoing {
  /** One per event in the body's order; then, where ids are watched, one per event for its id. */
  keys: readonly EventKey[]
  /** How many events it holds, for the record; absent: as many as keys. */
  events?: number
  /** One per event in the body's order, each 16 hex characters or ''; absent where none was kept. */
  prints?: readonly string[]
  body: string | Uint8Array
  /** Whether the platform removes a copy of it. */
  resendSafe: boolean
  /** Epoch ms after which it may no longer be sent. */
  expires: number
}
/** A request that some earlier process began and never settled: it may or may not have been taken. */
export interface Open extends Outgoing {
  id: number
  body: string
  firstSent: number
  /** Sendings so far; 0 for a part of a refused request whose turn never came. */
  attempts: number
  /** How many of them may have been taken, as far as anybody wrote down: the events may have arrived that often. */
  doubts: number
  /** A person let it be sent once more although a copy may arrive; over with the next attempt. */
  released?: boolean
  /** Why the stored body cannot be read (another key, damage): it must be held, never sent. */
  unreadable?: string | undefined
}

/** A request whose answer was read, and what became of its keys. */
export interface Ended {
  request: number
  outcomes: readonly Settlement[]
  /** How many of the delivered ones are of ids, beside the events that have them. */
  beside?: number
}

/** Sendings of events after a doubt, and at most how many events more than there are may have arrived by them. */
export interface Again {
  resent: number
  doubles: number
}

/**
 * What was sent where, for one stream (one flow's model to one destination account). Every writing method has
 * committed to disk, `synchronous=FULL`, when it returns.
 */
export interface Ledger {
  /** What is known of these keys; a key that is absent is new. */
  look(keys: readonly EventKey[]): ReadonlyMap<EventKey, Known>
  /**
   * Before the first byte leaves. Gives the request's id. `ended`: another one, whose answer was read just now and which is
   * settled in the same transaction; when this throws, neither is on disk.
   */
  begin(request: Outgoing, ended?: Ended): number
  /** Before each further attempt with the same bytes. `sure`: the one before was surely not taken, so no doubt is added. */
  again(request: number, sure?: boolean): void
  /**
   * What came of the attempt under way, right after it ended. On disk with the next write, whose ever it is: no write of
   * its own. `shown` makes what a person may see of it, for the few that are kept.
   */
  answered(request: number, attempt: Attempt, shown: () => Shown): void
  /**
   * The answer was read: outcomes written and the request closed, in one transaction. `beside`: how many of the delivered
   * outcomes are of ids, beside the events that have them.
   */
  settle(request: number, outcomes: readonly Settlement[], beside?: number): void
  /** Takes over what runs left to be told that died before their report was kept: it is this run's to tell. */
  inherit(): void
  /** What this path of this run has to tell, as the disk has it: each sending again is told by one run, once. */
  repeated(): Again
  /** The request surely was not processed and will not be repeated in this form: closed, its keys are new again. */
  withdraw(request: number): void
  /**
   * The request was refused and is closed, its parts opened in the same transaction. A part has not left yet: `again`
   * comes before its sending. It inherits what was in doubt of the whole before, and when that first left. `sure: false`:
   * some of the whole may have been taken, which is one more doubt.
   */
  split(request: number, parts: readonly Outgoing[], sure?: boolean): number[]
  /** Requests of this stream that nobody settled, oldest first. */
  open(): readonly Open[]
}

/** How a sending ended without an answer that can be read. `taken: 'no'` when no byte of the body left. */
export interface Unanswered {
  taken: 'no' | 'unknown'
  code: string
  message: string
  /** The same request would fare no better later. */
  final?: true
}
export type Sent = { answer: Answer } | { unanswered: Unanswered }

/** A row that left with a reason, kept for people: key and reason, never a value. */
export interface RowProblem {
  key: string
  outcome: 'invalid' | 'expired' | 'rejected' | 'uncertain' | 'duplicate'
  code: string
  node: string
  field: string | null
  message: string
}

/** What is known of the account that is sent to: shared by all who send to it, and on disk as far as it must outlive this process. */
export interface Account {
  get(): AccountState
  put(state: AccountState): void
}

/** What the second thread is told of a path: nothing but data. */
export interface FinishOrder extends Omit<Finishing, 'dialect'> {
  /** The destination whose language is spoken. */
  speaker: string
  /** What arrives at the destination, and the concepts that are said to be hashed: for the counts of quality. */
  shape: Shape
  alreadyHashed: readonly string[]
}
/** A second thread that finishes the events of one path, a page at a time. */
export interface SecondThread {
  /** Whether it has started; until then events are finished here. */
  ready: boolean
  /** Fails when the thread died, or could not do it: the events are then finished here. */
  finish(events: readonly Row[], now: number): Promise<FinishedPage>
  /** What it counted of these events; nothing when it died. */
  end(): Promise<QualityCounts | undefined>
}

export interface World {
  /** This run's id, as the ledger notes it. */
  run: string
  now(): number
  /** 0 to 1, for spreading retries. */
  random(): number
  ledger: Ledger
  account: Account
  /** What makes prints of events this install's own; absent: they are anybody's. */
  printKey?: string
  /** Never throws; cut by `kill`. */
  send(call: Call<Body>): Promise<Sent>
  /** Resolves after `ms`; at once when stopped, and when it has to make way, where that is long. */
  wait(ms: number): Promise<void>
  /** Absent: this process has one thread. */
  secondThread?(order: FinishOrder): SecondThread
  /** Lets what waits in this process have its turn; absent: nobody else is there. */
  turn?(): Promise<void>
  /** Read no more, begin no new request, let what is under way finish. */
  stop: AbortSignal
  /** Others have no place while this run only waits: from now on it ends where it would wait for long, and its rows are the next run's. */
  makeWay?: AbortSignal
  /** Cut everything. */
  kill: AbortSignal
  /** Called at most a few times a second with the report so far, and once at the end. */
  progress(report: PathReport): void
  /** Rows with reasons, in batches; the run keeps no list of them. */
  problems(rows: readonly RowProblem[]): void
  /** Told what nobody foresaw, so that it can be found where it happened: the report only names what kind it is. */
  unforeseen?(cause: unknown): void
  /** Where cursors are kept; absent in runs that must look at everything. */
  cursors?: Cursors
  /** Events that this run sent, gave up and may send again, whichever of its paths to this stream it was: once more is a retry. */
  givenUp?: Set<EventKey>
  /** After a restore: events that happened up to `until` (epoch ms) count as sent, by a person's decision; `keep` remembers them. */
  treatedAsSent?: { until: number; keep(keys: readonly EventKey[]): void }
}
