/** Where flows are run: what the command line and the server each bring, so that both are one engine. */
import type { Destination, Kinds, Session, Surroundings } from '../../runtime/contract.ts'
import { Stop } from '../../runtime/contract.ts'
import type { Cursors } from '../../runtime/cursor.ts'
import type { Body, Call } from '../../runtime/dialect.ts'
import type { RunError } from '../../runtime/report.ts'
import type { Placed, Resolved } from '../../runtime/resolve.ts'
import { errorOf, UNFORESEEN } from '../../runtime/run.ts'
import type { Account, EventKey, Ledger, Sent, World } from '../../runtime/world.ts'
import { incomplete } from '../connections/incomplete.ts'
import type { CoverageMemory } from '../store/coverage.ts'

export interface KnownConnection {
  kind: string
  /** Address and secrets in clear. */
  settings: Record<string, unknown>
  /** Talks to the simulator on this machine. */
  simulated: boolean
}

export interface Workplace {
  kinds: Kinds
  connection(name: string): KnownConnection | undefined
  ledger(stream: string, run: string, path: string): Ledger
  /** Makes prints of events this install's own. */
  printKey?: string | undefined
  /** What the account that is sent to allows, for all who send to it. */
  account(name: string): Account
  /** Only while a restore has to be answered for. */
  putBack?(stream: string): PutBack | undefined
  /** Prepares events beside this thread; absent: it does all. */
  secondThread?: World['secondThread']
  /** The events of a stream that a run had refused; absent: nobody knows of any. */
  refused?(stream: string, run: string): Promise<ReadonlyMap<EventKey, unknown>>
  /** How far each path of a stream has read; absent: every run looks at everything. */
  cursors?(stream: string): Cursors | undefined
  /** Sends once over the network. `chosen`: the address that a person chose for this connection. */
  send(call: Call<Body>, kill: AbortSignal, chosen?: string): Promise<Sent>
  /** The platform's address: fixed, the operator's, or the simulator's for a simulated connection. */
  base(destination: Destination, connection: KnownConnection): string
  /** A destination on this server that speaks another's language: its address, and what answers there. */
  local(speaker: Destination, from: { flow: string; node: string }): { base: string; send(call: Call<Body>): Promise<Sent> }
  /** Where runs are compared with the one before; absent: they are not. */
  coverage?: CoverageMemory | undefined
  /** Told what nobody foresaw, for the log; `run`: in which run, if in one. */
  unforeseen?: ((cause: unknown, run?: string) => void) | undefined
  now(): number
  /** 0 to 1, for spreading retries. */
  random(): number
  /** Resolves after `ms`, or at once when `until` is aborted. */
  wait(ms: number, until: AbortSignal): Promise<void>
  /** Relative file paths start here. */
  folder: string
  given?: Surroundings['given']
  /** Whether they may leave it. */
  anywhere: boolean
}

/** What was decided for a stream whose memory went back with the database. */
export interface PutBack {
  /** `null`: nobody has chosen yet, so nothing may be sent. */
  choice: 'treat_as_sent' | 'send_again' | null
  /** Epoch ms: events up to here count as sent. */
  upTo: number | null
  /** Sent since, at most; `null`: nobody counted. */
  events: number | null
  keep(run: string, keys: readonly EventKey[]): void
  /** A whole run went over every row. */
  done(): void
}

/** A path's two ends, ready to be used. */
export interface Ends {
  address: { connection: unknown; base: string }
  send(call: Call<Body>, kill: AbortSignal): Promise<Sent>
  /** Names the ledger: one flow's model to one destination account. */
  stream: string
  /** Names the account: what it asks for holds for everybody who sends to it. */
  account: string
}

/** Finds and parses the saved connection that a node names. Kinds without connections need none. */
export function connectionOf({ id, kind, config }: Placed, place: Workplace): { parsed: unknown; known: KnownConnection } {
  if (!('connection' in kind) || !kind.connection) return { parsed: {}, known: { kind: kind.id, settings: {}, simulated: false } }
  const name = String((config as { connection?: unknown }).connection ?? '')
  const known = place.connection(name)
  if (!known)
    throw new Stop(
      'connection.missing',
      name ? `There is no connection called "${name}"` : `${kind.title} has no connection yet`,
      'Add it under Connections, or choose another.',
      { node: id },
    )
  if (known.kind !== kind.id)
    throw new Stop(
      'connection.other_kind',
      `The connection "${name}" is for another kind of step`,
      `It is for "${known.kind}", and this step is "${kind.id}".`,
      { node: id },
    )
  const parsed = kind.connection.safeParse(known.settings)
  if (parsed.success) return { parsed: parsed.data, known }
  throw new Stop('connection.incomplete', `The connection "${name}" is not complete`, incomplete(kind, parsed.error), { node: id })
}

/** Where a connection leads and what sends there: the platform's address, or the one that the connection names. */
export function wayTo(kind: Destination, parsed: unknown, known: KnownConnection, place: Workplace): Pick<Ends, 'address' | 'send'> {
  const chosen = known.simulated ? undefined : kind.address?.(parsed)
  return {
    address: { connection: parsed, base: chosen ?? place.base(kind, known) },
    send: (call, kill) => place.send(call, kill, chosen),
  }
}

export function openEnds({ destination, model, speaker, dialect }: Resolved, flow: string, place: Workplace): Ends {
  if (destination.kind.speaks) {
    const { base, send } = place.local(speaker, { flow, node: destination.id })
    const connection = speaker.connection?.parse(speaker.exampleConnection) ?? {}
    return {
      address: { connection, base },
      send: call => send(call),
      stream: [flow, model.id, destination.kind.id, destination.id].join('\n'),
      account: [destination.kind.id, flow, destination.id].join('\n'),
    }
  }
  const { parsed, known } = connectionOf(destination, place)
  // A simulator is nobody's account: what it took is new to the platform's account of the same number, and slows none.
  const account = [destination.kind.id, dialect.account(parsed), ...(known.simulated ? ['simulated'] : [])]
  return {
    ...wayTo(destination.kind, parsed, known, place),
    stream: [flow, model.id, ...account].join('\n'),
    account: account.join('\n'),
  }
}

/** Opens the source of a path. Whatever its driver throws has become a `Stop` that names the node. */
export async function openSource(source: Resolved['source'], place: Workplace, kill: AbortSignal): Promise<Session> {
  const { parsed } = connectionOf(source, place)
  const around: Surroundings = { folder: place.folder, given: place.given, anywhere: place.anywhere, now: place.now(), kill }
  try {
    return await source.kind.open(source.config, parsed, around)
  } catch (cause) {
    throw named(cause, source.id)
  }
}

/** A failure that knows its step. What is not a `Stop` is a fault of ours and keeps no message: it might hold data. */
export function named(cause: unknown, node: string): Stop {
  if (!(cause instanceof Stop))
    return new Stop(UNFORESEEN, 'Something went wrong on our side', cause instanceof Error ? cause.name : '', { node, cause })
  cause.node ??= node
  return cause
}

/** The failure of a path in words; one that nobody foresaw is told to the log as well. */
export function failureOf(cause: unknown, { source }: Pick<Resolved, 'source'>, place: Workplace, run?: string): RunError {
  const error = errorOf(cause, source.id)
  if (error.code === UNFORESEEN) place.unforeseen?.(cause, run)
  return error
}
