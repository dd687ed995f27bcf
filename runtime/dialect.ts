/**
 * A platform's language: its fields, its rules, its calls and its answers. Pure: nothing here does I/O, and `read`
 * never throws, whatever the platform answered.
 */
import type { Left, Row, Value } from './contract.ts'

/** What normalising may look at beside the value. */
export interface Context {
  /** ISO 3166-1 alpha-2, upper case: the event's own country, else the default. */
  country: string | undefined
  dayFirst: boolean
  /** Zone of times that carry none. */
  timezone: string | undefined
  now: number
  /** Epoch seconds of the event, once known. */
  eventTime?: number
}
/** A value that cannot be brought to the platform's spelling: the field is left out and counted under `code`. */
export class Unusable {
  readonly code: string
  constructor(code: string) {
    this.code = code
  }
}
/** What may stand in a request body. */
export type Wire = string | number | boolean | readonly Wire[] | { readonly [key: string]: Wire }

/** One documented way to bring a value to a spelling. `says` is shown to people: "trimmed, lower case". */
export interface Normaliser {
  id: string
  says: string
  apply(value: Value, context: Context): Wire | Unusable
}

/** A field of a destination's event, fed by one concept. Drives mapping, sealing, the catalogue and the docs. */
export interface Target {
  /** Path in the wire event: `user_data.em`. */
  key: string
  concept: string
  title: string
  normalise: Normaliser
  /** A second spelling, sent beside the first when a person asks for it; only where `many`. */
  variant?: Normaliser
  /** SHA-256, lower-case hex, after normalising; 64-hex input passes through. */
  hash?: boolean
  /** The wire holds an array; several values are allowed. */
  many?: boolean
  /** Always needed. Needs that depend on the event are answered by `judge` and `needs`. */
  required?: boolean
  personal?: boolean
  /** Points towards match readiness; 0 or absent: not used for matching. */
  worth?: number
  help?: string
  /** Where the rule stands, and when it was read. */
  source?: string
  advanced?: boolean
}
/** An event in the platform's spelling, before it is text. */
export interface Sealed {
  values: Readonly<Record<string, Wire>>
  /** Standard or custom name in the platform's spelling, action source likewise, epoch seconds. */
  name: string
  source: string
  time: number
}
/** A body as text, or as its bytes in UTF-8 where it is long. */
export type Body = string | Uint8Array
export interface Call<B extends Body = string> {
  method: 'GET' | 'POST'
  url: string
  headers: Readonly<Record<string, string>>
  body: B
}
export interface Answer {
  status: number
  headers: Readonly<Record<string, string>>
  body: string
  /** When it was heard, epoch ms by our clock. */
  heard?: number
}
/** How a platform names an exchange: `id` is what its support asks for; `code` its own number of a refusal, `100/2804050`. */
export interface Trace {
  id?: string
  code?: string
}
export interface Refusal {
  code: string
  message: string
  /** The concept that it is about, where it is told: only a lead for whoever repairs it. */
  field?: string
}
/**
 * What an answer means for the events of one request.
 * settled: one result per event, in order. poisoned: nothing was stored and content is at fault; drop suspects, else
 * halve. With `taken: 'unknown'` some of it may have been stored all the same: halved where the platform removes a copy,
 * else held. retry: `taken: 'no'` when the platform surely processed nothing. unknown short answers are
 * `retry` with `taken: 'unknown'`. stop: the connection is at fault, keep the events.
 */
export type Verdict =
  | { kind: 'settled'; results: readonly (null | Refusal)[]; warnings?: readonly string[]; waitMs?: number }
  | ({ kind: 'poisoned'; suspects?: readonly number[]; taken?: 'unknown' } & Refusal)
  | ({ kind: 'retry'; taken: 'no' | 'unknown'; afterMs?: number } & Refusal)
  | ({ kind: 'stop'; fault: 'token' | 'permission' | 'account' | 'version' | 'quota' | 'redirect' | 'address' } & Refusal)

/** How events may share a request. `resendSafe`: a copy after a lost answer is removed by the platform. */
export interface Group {
  id: string
  events: number
  resendSafe: boolean
}
export interface Window {
  maxAgeS: number
  maxFutureS: number
  /** Older than this the event is taken, but loses something: counted in the run under this code, and said of a schedule that is too slow. */
  late?: { afterS: number; code: string }
}
/** `connection` is the saved connection; `base` the platform's address, fixed in code or overridden by the operator. */
export interface Address<N = unknown> {
  connection: N
  base: string
}
export interface TestMode {
  /** What it does and what it costs, for the dialog. */
  title: string
  says: string
  /** Asked for per run, never saved. */
  code?: { title: string; help: string }
  maxEvents: number
}
/** A platform's language: its fields, its rules, its calls and its answers. */
export interface Dialect<N = any> {
  targets: readonly Target[]
  /** Standard event names (the concept's) the platform knows, in the platform's spelling. */
  events: Readonly<Record<string, string>>
  /** Concepts that an event of this name and source needs beside the always required ones. */
  needs(eventName: string, actionSource: string): readonly string[]
  /** Concepts that the platform asks of an event of this name and source, of which these are mapped, and takes it without. */
  asks?(eventName: string, actionSource: string, mapped?: ReadonlySet<string>): readonly string[]
  /** Concepts of which one complete set must be there for the platform to find the person. */
  identity: readonly (readonly string[])[]
  window(source: string): Window
  limits: { bytes: number; inFlight: number }
  /** What is worth a look about a name that many events will have, before anything is read. */
  remark?(eventName: string, actionSource: string): NameRemark | undefined
  /** Adds what is made of several concepts (a click id from its parts) before sealing. */
  derive?(event: Row, context: Context): Row
  /** Every documented refusal that one event can be checked for; `undefined` = fit to send. */
  judge(event: Sealed, now: number): Left | undefined
  group(event: Sealed, now: number): Group
  /** What the platform asks for and this event lacks, though it is taken: codes with sentences, counted as warnings. */
  lacks?(event: Sealed): readonly string[]
  /** What the person allowed less than usual: codes with sentences, counted for each event that goes on. */
  restrictions?(event: Sealed): readonly string[]
  /** One event as JSON text, exactly as it stands in the body. */
  encode(event: Sealed): string
  /** The events stand in the body one after another, with the same text before, between and after them whatever they are. */
  call(events: readonly string[], address: Address<N>, test?: { code?: string }): Call
  /** Adds what depends on the moment of sending, such as a signature with its time: asked before each attempt, never changes the body. */
  sign?<B extends Body>(call: Call<B>, address: Address<N>, now: number): Call<B>
  /** `address`: where it was sent, so that what was asked can be compared with what was served. */
  read(answer: Answer, sent: number, address?: Address<N>): Verdict
  /** What the platform itself calls this answer. Absent: it gives it no name. */
  trace?(answer: Answer): Trace
  /** Any success that is no web page means taken, whatever its body says. Absent: a success has a form, and is checked for it. */
  byStatus?: true
  /** The account that remembers: a new one starts with an empty ledger. */
  account(connection: N): string
  verify?: {
    call(address: Address<N>, now: number): Call
    read(answer: Answer, address?: Address<N>): Proof
  }
  /** When the token ends: epoch ms, `null` where it never does, `undefined` where the platform does not say. Changes nothing. */
  tokenEnd?: { call(address: Address<N>): Call; read(answer: Answer): number | null | undefined }
  /** What one of the connection's settings may be, where the platform lists it. */
  lists?: Listing<N>
  test?: TestMode
  /** Sentences for the codes that `judge`, the normalisers and `read` use: what happened and what to do. */
  reasons: Readonly<Record<string, Reason>>
}
/** One value that a setting of a connection may have. */
export interface Choice {
  value: string
  title: string
  /** What tells it from others of that name. */
  note?: string
}
/** One call of a listing, and what its answer will be about. */
export interface Asking {
  call: Call
  about: string
}
export type Listed = { choices: readonly Choice[]; more: readonly Asking[] } | { problem: Refusal }
/** A walk of calls, each answer naming the next ones. Pure, like all of a dialect. */
export interface Listing<N = any> {
  /** The setting of the connection that the choices are for. */
  setting: string
  start(address: Address<N>): readonly Asking[]
  read(answer: Answer, about: string, address: Address<N>): Listed
}
export interface NameRemark {
  code: string
  message: string
  /** The name that was probably meant, as a mapping writes it. */
  meant?: string
}
/** What trying a connection showed, part by part: "token", "dataset". */
export interface Proof {
  ok: boolean
  proves: readonly string[]
  /** The part that is at fault, with the problem. */
  failed?: string
  problem?: Refusal
  /** What a person should know although it works: "v21.0 ends on 21 January 2027." */
  remarks?: readonly string[]
}
export interface Reason {
  /** What happened, past tense: "Event is older than 7 days". */
  title: string
  /** Why, and what to do. */
  why: string
  /** The concept that is at fault, where it is one. */
  field?: string
}
/** One documented rule as the simulator checks it. */
export interface Rule {
  id: string
  says: string
  source: string
  read: string
  /** What the platform does with an event that breaks it: "refuses the whole request". */
  verdict: string
  /** Of a rule whose breach is taken all the same: what the event goes without. */
  matters?: string
}
/** How an event stands to a rule. `allowed`: breaks it, and the platform takes it all the same. `beside`: the rule asks nothing of it. */
export type Standing = 'met' | 'allowed' | 'broken' | 'beside'
export interface Finding {
  rule: string
  state: Standing
  message?: string
}
/** A platform to try things on: answers like the real one, keeps what it took in memory. */
export interface Simulator {
  rules: readonly Rule[]
  /** Whole-request behaviour: status, headers and body as the platform would answer. Takes any token. */
  answer(request: { method: string; path: string; headers: Readonly<Record<string, string>>; body: string }, now: number): Answer
  /** Each event of a body against each rule, for people to read. */
  judge(body: string, now: number): readonly { event: unknown; findings: readonly Finding[] }[]
}
