/**
 * What a kind of node promises. Everything else in the product is written against this file.
 *
 * MUST: a step never changes its input and gives the same output for the same input. A source's session sees one
 * snapshot and frees everything on `close`. A destination does no I/O: `call` and `read` are pure, and `read` never
 * throws, whatever the platform answered. A row that cannot go on is a value (`Left`), never an exception.
 */
import type * as z from 'zod'
import type { Composed } from './composed.ts'
import type { Conditions } from './conditions/tree.ts'
import type { Dialect, Simulator, Target } from './dialect.ts'
import type { Hints } from './hints.ts'
import type { Looking, Lookup } from './lookup/lookup.ts'
import type { Cut } from './narrowed.ts'
import type { DateOrder } from './normalise/date-order.ts'
import type { DecimalMark } from './normalise/decimal-mark.ts'
import type { Complaint, Fix, Problem } from './problem.ts'
import type { Sealing } from './sealing.ts'

/**
 * A cell. Numbers wider than a double, decimals, dates and times travel as text so that they arrive exactly:
 * numeric and bigint as plain decimal text, times as ISO 8601 (`2026-11-21T18:04:11.123456Z`, no zone when the
 * source has none), dates as `2026-11-21`.
 */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value }
export type Row = Readonly<Record<string, Value>>

export type ColumnType = 'text' | 'number' | 'boolean' | 'date' | 'time' | 'list' | 'json'

/** A named thing that travels along a connection: a column of a row, or (after mapping) a concept of an event. */
export interface Column {
  key: string
  type: ColumnType
  /** For `time`: whether values carry a zone. */
  zoned?: boolean
  /** The source's own name for the type, shown to people. */
  native?: string
}
export type Shape = readonly Column[]
export type Port = 'connection' | 'rows' | 'events'

export type { Complaint, Fix, Problem, Sealing }

/** Why a row left before it was sent. Returned, never thrown; made once per reason at plan time where possible. */
export class Left {
  readonly outcome: 'filtered' | 'invalid' | 'expired'
  readonly code: string
  readonly field: string | undefined
  constructor(outcome: Left['outcome'], code: string, field?: string) {
    this.outcome = outcome
    this.code = code
    this.field = field
  }
}

/**
 * The run cannot go on, and a person can understand why. `message` says what happened, `why` the cause in one
 * sentence. Neither may hold a secret or a cell's content. `node` is filled in by whoever knows it.
 */
export class Stop extends Error {
  readonly code: string
  readonly why: string
  node?: string
  /** What it takes to go on: a person's repair, or nothing but time, from `until` (epoch ms) on. Absent: not known. */
  needs?: 'person' | 'time'
  until?: number
  constructor(
    code: string,
    message: string,
    why = '',
    options?: ErrorOptions & { node?: string; needs?: 'person' | 'time'; until?: number | undefined },
  ) {
    super(message, options)
    this.code = code
    this.why = why
    if (options?.node !== undefined) this.node = options.node
    if (options?.needs !== undefined) this.needs = options.needs
    if (options?.until !== undefined) this.until = options.until
  }
}

interface Kind<Role extends string, C extends z.ZodType, N extends z.ZodType> {
  role: Role
  id: string
  title: string
  /** One sentence for the add-step menu. */
  summary: string
  accepts: Port | null
  emits: Port | null
  /** Name of a pictogram the editor may know; unknown names fall back to the role's. */
  icon?: string
  /** The node's settings. `.meta({ title, description, control, secret, advanced })` drives the form. */
  config: C
  /** A saved connection of this kind: address and secrets (`.meta({ secret: true })`). Absent: needs none. */
  connection?: N
  /** A config (and connection) that parses; used by tests and docs. */
  example: z.input<C>
  exampleConnection?: z.input<N>
  /** Settings that a newly drawn node starts with; absent: none. */
  initial?: z.input<C>
  /** The card's sentence: "Status is paid and order date in last 7 days". */
  sentence?(config: z.output<C>): string
}

// ── Sources ──────────────────────────────────────────────────────────────────────────────────────────────────

export interface Table {
  name: string
  title?: string
  columns?: Shape
}
/** What a model asks of a session: a table by name, or one SELECT; its key; and the zone of zone-less times. */
export interface Query {
  from: { table: string } | { sql: string }
  key: readonly string[]
  /** Of rows with one key only this one goes on, decided at the source. Absent: the first that is read. */
  keep?: { which: 'first' | 'last'; by: string }
  /** The column that says when a row last changed, to read less by. */
  cursor?: string
}
export interface Reading {
  /** Rows a page, at most. */
  size: number
  /** Rows in all, at most. */
  limit?: number
  /** Conditions to decide at the source; only ones that `narrows` said yes to. */
  where?: Conditions
  /** The run's clock, for relative dates: "now" is the start of the run. */
  now: number
  /** Read no more pages. */
  stop: AbortSignal
}
/** Lines or rows that could not be read at all: counted in the books as invalid. `samples` are line numbers. */
export interface Spoiled {
  count: number
  code: string
  samples: readonly string[]
}
/** An open connection, one snapshot. Every failure is thrown as `Stop` with a `source.*` code. */
export interface Session {
  tables(): Promise<readonly Table[]>
  describe(query: Query): Promise<Shape>
  read(query: Query, reading: Reading): AsyncIterable<readonly Row[]>
  /** Whether this engine decides `where` exactly as `predicate` would, for these columns. */
  narrows?(where: Conditions, shape: Shape): boolean
  /** How many rows meet each of these, counted in the same snapshot as `read`. `undefined` = all rows. */
  count?(query: Query, wheres: readonly (Conditions | undefined)[], now: number): Promise<readonly number[]>
  /** For statements built upon a query. Absent: no SQL here. */
  compose?(query: Query): Promise<Composed>
  /** The source's own clock, epoch ms, asked before the first row: never later than the snapshot. Absent: a cursor is not used. */
  clock?(): Promise<number>
  spoiled?(): readonly Spoiled[]
  /** What else this login may do, to follow "this login": "may change shop.orders". Absent: it cannot be asked, or there is none. */
  mayWrite?(): Promise<string | undefined>
  /** How what was described is read, where that had to be found out, in sentences: "Columns are parted by semicolons." */
  understood?(shape: Shape): readonly string[]
  /** Whether its server has said anything yet. Absent: it had to, or there would be no session. */
  answered?(): boolean
  close(): Promise<void>
}
/** Where a source may look around: never the environment, never the clock. */
export interface Surroundings {
  /** Relative file paths start here. */
  folder: string
  /** A folder within it, where files are that people gave to the server: looked into for what is not in `folder` itself. */
  given?: string | undefined
  /** Whether paths may leave `folder` (true on the command line, false on the server). */
  anywhere: boolean
  now: number
  /** Aborted when the run is killed: cut the connection. */
  kill: AbortSignal
}
/**
 * Stations on the way to a server, in this order, as trying a connection names them. Which one failed is told by the
 * code of the `Stop`: `source.unknown_host`, `source.unreachable`, `source.encryption`, `source.refused_login`; any other: `query`.
 */
export type Stage = 'name' | 'network' | 'tls' | 'login' | 'query'
export interface Source<C extends z.ZodType = z.ZodType, N extends z.ZodType = z.ZodType> extends Kind<'source', C, N> {
  open(config: z.output<C>, connection: z.output<N>, around: Surroundings): Promise<Session>
  /** The stations on the way that this connection takes. Absent: trying it is one step. */
  stages?(connection: z.output<N>): readonly Stage[]
  /** What an owner of the data runs once, for a login that can only read. Copied; what has to be replaced stands in CAPITALS. */
  setup?: { says: string; script: string }
  /** The warehouse may bill each query, so what is asked without a person's word is asked seldom, and that is said. */
  billed?: true
  hints?(config: z.output<C>): Hints
  /** Choices for the add-step menu that arrive filled in: "Sample shop orders". */
  presets?: readonly { title: string; config: z.input<C>; model?: { table: string; key: readonly string[] } }[]
}

// ── Models ───────────────────────────────────────────────────────────────────────────────────────────────────

export interface Model<C extends z.ZodType = z.ZodType> extends Kind<'model', C, z.ZodType> {
  query(config: z.output<C>): Query
  /** IANA zone of columns whose times carry none. Never guessed: without it such a time is invalid. */
  timezone?(config: z.output<C>): string | undefined
  /** The press that names that zone. */
  sayZone?(zone: string): Fix
  check?(config: z.output<C>): Complaint[]
}

// ── Steps ────────────────────────────────────────────────────────────────────────────────────────────────────

/** What a step sees while being prepared: what arrives, what the far end wants, and the run's facts. */
export interface Edge {
  has: Shape
  wants: readonly Target[]
  /** Short titles of the destinations that want them, for messages. */
  destination?: string
  hints: Hints
  /** The way out that the path takes ('' when the step has one). */
  port: string
  now: number
  /** Zone of relative calendar units ("this month") and of times without one in conditions. */
  timezone?: string
  /** Zone of times that carry none, as the model names it. */
  columnsTimezone?: string | undefined
  /** Values of each wanted event, by standard name: what a mapping must also fill ("value" for Purchase). */
  needs?(eventName: string, actionSource: string): readonly string[]
  /** Values that the far end asks for, and takes the event without. */
  asks?: Dialect['asks']
  /** What is worth a look about an event's name at the far end. */
  remark?: Dialect['remark']
  /** What the far end makes of several values before it judges any. */
  derive?: Dialect['derive']
  /** Sets of concepts of which one complete set lets the far end find the person. */
  identity?: readonly (readonly string[])[]
  looking?: Looking | undefined
}
/** `lost` is told of a value that a row goes on without: why, and the name of the column or field. */
export type Apply = (row: Row, lost?: (code: string, field: string) => void) => Row | Left

export interface Step<C extends z.ZodType = z.ZodType> extends Kind<'step', C, z.ZodType> {
  /** Ways out, first one is the default. Absent: one unnamed way. */
  ports?: readonly { id: string; title: string }[]
  shape?(config: z.output<C>, edge: Edge): Shape
  check?(config: z.output<C>, edge: Edge): Complaint[]
  prepare(config: z.output<C>, edge: Edge): Apply
  /** The same decision as conditions, for the warehouse, when the step is nothing but conditions. */
  where?(config: z.output<C>, edge: Edge): Conditions | undefined
  /** That decision one after another, where rows leave for reasons of their own: all of them met are `where`. */
  cuts?(config: z.output<C>, edge: Edge): readonly Cut[]
  sealing?(config: z.output<C>): Sealing
  /** The second table of the same source that the step brings columns from. */
  looksUp?(config: z.output<C>): Lookup | undefined
  /** What feeds a concept unchanged, when it is that simple: one column, or one value for all rows. */
  feeds?(config: z.output<C>, concept: string): { column: string } | { value: Value } | undefined
  /** Every column that has a part in a concept; none where the step makes no events. */
  madeOf?(config: z.output<C>, concept: string): readonly string[]
  /** Which number of a concept's dates is the day, and which mark of its amounts stands before decimals, as far as the step says it. */
  readings?(config: z.output<C>): Readonly<Record<string, { column: string; unit: DateOrder | DecimalMark }>>
  /** The presses that say which number is the day, and of which country what names none is, where the step can hold that. */
  sayOrder?(config: z.output<C>, concept: string, order: DateOrder): Fix | undefined
  sayCountry?(config: z.output<C>, from: { column: string } | { value: string }): Fix | undefined
  /** Judges the first rows that arrive, where it cannot be told from columns whether the step understands their values. */
  unread?(config: z.output<C>, has: Shape): ((rows: readonly Row[]) => Complaint[]) | undefined
}

// ── Destinations ─────────────────────────────────────────────────────────────────────────────────────────────

export interface Destination<C extends z.ZodType = z.ZodType, N extends z.ZodType = z.ZodType> extends Kind<'destination', C, N> {
  dialect?: Dialect<z.output<N>>
  /** Instead of an own dialect: the id of the destination whose language to speak; nothing leaves this server. */
  speaks?(config: z.output<C>): string
  /** The platform's fixed address and the variable by which an operator may replace it. */
  host?: { url: string; variable: string }
  /** Instead of a fixed one: the address that a connection names. Only public ones are reached, over TLS; others as the operator lists. */
  address?(connection: z.output<N>): string
  /** Our reading of the platform's rules, sharing no code with `dialect`. Loaded on demand. */
  simulator?(): Promise<Simulator>
}

export type AnyKind = Source | Model | Step | Destination
export type Kinds = ReadonlyMap<string, AnyKind>

type Omitted<K> = Omit<K, 'role' | 'accepts' | 'emits'>
export const source = <C extends z.ZodType, N extends z.ZodType>(k: Omitted<Source<C, N>>): Source<C, N> => ({
  ...k,
  role: 'source',
  accepts: null,
  emits: 'connection',
})
export const model = <C extends z.ZodType>(k: Omitted<Model<C>>): Model<C> => ({
  ...k,
  role: 'model',
  accepts: 'connection',
  emits: 'rows',
})
export const step = <C extends z.ZodType>(k: Omit<Step<C>, 'role'>): Step<C> => ({ ...k, role: 'step' })
export const destination = <C extends z.ZodType, N extends z.ZodType>(k: Omitted<Destination<C, N>>): Destination<C, N> => ({
  ...k,
  role: 'destination',
  accepts: 'events',
  emits: null,
})
