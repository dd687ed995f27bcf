/** One connection in one read-only transaction, which is one snapshot: what every statement of a session goes through. */
import pg, { type ClientConfig } from 'pg'
import { Stop } from '../../../runtime/contract.ts'
import { cancelled } from '../../../runtime/source-failure.ts'
import { guard } from '../pg-wire/guarded.ts'
import { stopOf } from './failures.ts'

/** In milliseconds; replaced in tests only. */
export interface Limits {
  /** A statement, by the server. */
  statementMs: number
  /** From asking a running cursor for rows to having some. */
  silenceMs: number
}
export const usualLimits: Limits = { statementMs: 15 * 60_000, silenceMs: 60_000 }
type Answer = pg.QueryArrayResult<(string | null)[]>

/** Cells arrive as the text that Redshift writes. Extended: the protocol that takes one statement only. */
const asText = { rowMode: 'array', types: { getTypeParser: () => (text: unknown) => text }, queryMode: 'extended' } as const
/** The server ends a statement by itself; only when it does not, the connection is cut. */
const GRACE_MS = 10_000
/** How long a server may take to say goodbye. */
const FAREWELL_MS = 2000

export class Link {
  readonly limits: Limits
  readonly #client: pg.Client
  readonly #config: ClientConfig
  readonly #kill: AbortSignal
  readonly #cut = () => this.cut(cancelled())
  readonly #gone: Promise<void>
  #last: Promise<unknown> = Promise.resolve()
  #broken: Stop | undefined
  /** A failed statement spoils the transaction: there are no savepoints. */
  #spoiled = false
  #ended = false

  constructor(config: ClientConfig, limits: Limits, kill: AbortSignal) {
    this.#config = config
    this.limits = limits
    this.#kill = kill
    this.#client = new pg.Client(config)
    guard(this.#client, cause => {
      this.#broken ??= stopOf(cause, true)
    })
    // Without a listener a lost connection would end the process.
    this.#client.on('error', cause => {
      this.#broken ??= stopOf(cause)
    })
    this.#gone = new Promise(resolve => this.#client.once('end', resolve))
  }

  async open(): Promise<void> {
    if (this.#kill.aborted) throw cancelled()
    this.#kill.addEventListener('abort', this.#cut, { once: true })
    try {
      await this.#client.connect()
      for (const setting of settings(this.limits)) await this.#client.query({ text: setting, ...asText })
      await this.#begin()
    } catch (cause) {
      await this.close()
      throw this.#broken ?? stopOf(cause, true)
    }
  }
  #begin = () => this.#client.query({ text: 'begin read only', ...asText })

  /** One statement at a time, in the order asked for. */
  ask(text: string, silenceMs = this.limits.statementMs + GRACE_MS): Promise<Answer> {
    const answer = this.#last.then(() => this.#inTime(text, silenceMs))
    this.#last = answer.catch(() => {})
    return answer
  }
  async #inTime(text: string, silenceMs: number): Promise<Answer> {
    if (this.#broken) throw this.#broken
    const silence = setTimeout(
      () => this.cut(new Stop('source.timeout', 'The database gave no row for too long', 'The reading was cancelled. Read less.')),
      silenceMs,
    )
    try {
      if (this.#spoiled) {
        await this.#client.query({ text: 'rollback', ...asText })
        await this.#begin()
        this.#spoiled = false
      }
      return await this.#client.query<(string | null)[]>({ text, ...asText })
    } catch (cause) {
      this.#spoiled = true
      throw this.#broken ?? stopOf(cause)
    } finally {
      clearTimeout(silence)
    }
  }

  /** Ends everything now. The server is told through a second connection, for it would not notice by itself. */
  cut(why: Stop): void {
    if (this.#ended) return
    this.#broken ??= why
    const { processID } = this.#client as unknown as { processID: number | null }
    if (processID) void terminate(this.#config, processID)
    this.#destroy()
  }

  async close(): Promise<void> {
    if (this.#ended) return
    this.#ended = true
    this.#kill.removeEventListener('abort', this.#cut)
    if (this.#broken) return
    const patience = setTimeout(() => this.#destroy(), FAREWELL_MS)
    await Promise.race([this.#client.end().catch(() => {}), this.#gone])
    clearTimeout(patience)
  }

  #destroy(): void {
    const { connection } = this.#client as unknown as { connection?: { stream?: { destroy(): void } } }
    connection?.stream?.destroy()
  }
}

/** `extra_float_digits` at its most writes every digit that a double has. */
const settings = ({ statementMs }: Limits): string[] => [
  `set statement_timeout to ${statementMs}`,
  `set timezone to 'UTC'`,
  `set datestyle to 'ISO, YMD'`,
  'set extra_float_digits to 2',
]

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
