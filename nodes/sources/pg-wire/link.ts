/** One connection in one read-only transaction: what every statement of a session goes through, and what ends it. */
import pg, { type ClientConfig } from 'pg'
import { Stop } from '../../../runtime/contract.ts'
import { cancelled } from '../../../runtime/source-failure.ts'
import type { Opening, StopOf } from './failures.ts'
import { guard } from './guarded.ts'

/** In milliseconds; replaced in tests only. */
export interface Limits {
  /** A statement, by the server. */
  statementMs: number
  /** From asking for rows to having some. */
  silenceMs: number
}
export const usualLimits: Limits = { statementMs: 15 * 60_000, silenceMs: 60_000 }
export type Answer = pg.QueryArrayResult<(string | null)[]>

/** Cells arrive as the text that the server writes. Extended: the protocol that takes one statement only. */
export const asText = { rowMode: 'array', types: { getTypeParser: () => (text: unknown) => text }, queryMode: 'extended' } as const
/** The server ends a statement by itself; only when it does not, the connection is cut. */
const GRACE_MS = 10_000
/** How long a server may take to say goodbye. */
const FAREWELL_MS = 2000

export abstract class PgLink {
  readonly client: pg.Client
  readonly limits: Limits
  readonly #stopOf: StopOf
  readonly #config: ClientConfig
  readonly #opening: Opening
  readonly #kill: AbortSignal
  readonly #cut = () => this.cut(cancelled())
  readonly #gone: Promise<void>
  #last: Promise<unknown> = Promise.resolve()
  #broken: Stop | undefined
  #ended = false

  constructor(config: ClientConfig, limits: Limits, kill: AbortSignal, stopOf: StopOf) {
    this.#config = config
    this.#opening = config.ssl ? 'encrypted' : 'in clear'
    this.limits = limits
    this.#kill = kill
    this.#stopOf = stopOf
    this.client = new pg.Client(config)
    guard(this.client, cause => {
      this.#broken ??= stopOf(cause, this.#opening)
    })
    // Without a listener a lost connection would end the process.
    this.client.on('error', cause => {
      this.#broken ??= stopOf(cause)
    })
    this.#gone = new Promise(resolve => this.client.once('end', resolve))
  }

  /** Begins the transaction in which everything is read, with the session's settings. */
  protected abstract begin(): Promise<unknown>
  /** Sends one statement so that its failure does not spoil what comes after it. */
  protected abstract send(text: string, params: readonly unknown[]): Promise<Answer>

  /** Waits for the work, or for the end of the connection; failures are of no interest. */
  async whileThere(work: Promise<unknown>): Promise<void> {
    await Promise.race([work.catch(() => {}), this.#gone])
  }

  async open(): Promise<void> {
    if (this.#kill.aborted) throw cancelled()
    this.#kill.addEventListener('abort', this.#cut, { once: true })
    try {
      await this.client.connect()
    } catch (cause) {
      await this.close()
      throw this.#broken ?? this.#stopOf(cause, this.#opening)
    }
    try {
      await this.begin()
    } catch (cause) {
      await this.close()
      throw this.failure(cause)
    }
  }

  /** One statement at a time, in the order asked for. */
  ask(text: string, params: readonly unknown[] = [], silenceMs = this.limits.statementMs + GRACE_MS): Promise<Answer> {
    const sent = () =>
      this.send(text, params).catch(cause => {
        throw this.#stopOf(cause, undefined, text)
      })
    return this.inTurn(sent, silenceMs)
  }
  protected inTurn<T>(work: () => Promise<T>, silenceMs?: number): Promise<T> {
    const answer = this.#last.then(() => this.inTime(work, silenceMs))
    this.#last = answer.catch(() => {})
    return answer
  }

  /** Cuts the connection when nothing comes for too long. */
  async inTime<T>(work: () => Promise<T>, silenceMs = this.limits.silenceMs): Promise<T> {
    if (this.#broken) throw this.#broken
    const silence = setTimeout(
      () => this.cut(new Stop('source.timeout', 'The database gave no row for too long', 'The reading was cancelled. Read less.')),
      silenceMs,
    )
    try {
      return await work()
    } catch (cause) {
      throw this.failure(cause)
    } finally {
      clearTimeout(silence)
    }
  }

  /** Why it ended, when we know better than the driver. */
  failure(cause: unknown): Stop {
    return this.#broken ?? this.#stopOf(cause)
  }

  /** Ends everything now. The server is told through a second connection, for it would not notice by itself. */
  cut(why: Stop): void {
    if (this.#ended) return
    this.#broken ??= why
    const { processID } = this.client as unknown as { processID: number | null }
    if (processID) void terminate(this.#config, processID)
    this.#destroy()
  }

  async close(): Promise<void> {
    if (this.#ended) return
    this.#ended = true
    this.#kill.removeEventListener('abort', this.#cut)
    if (this.#broken) return
    const patience = setTimeout(() => this.#destroy(), FAREWELL_MS)
    await this.whileThere(this.client.end())
    clearTimeout(patience)
  }

  #destroy(): void {
    const { connection } = this.client as unknown as { connection?: { stream?: { destroy(): void } } }
    connection?.stream?.destroy()
  }
}

async function terminate(config: ClientConfig, processID: number): Promise<void> {
  const client = new pg.Client(config)
  guard(client, () => {})
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query(`select pg_terminate_backend(${processID})`)
  } catch {
    // The server then notices at its next write that nobody listens.
  } finally {
    await client.end().catch(() => {})
  }
}
