/** One connection in one read-only snapshot: what every statement of a session goes through. */
import pg, { type ClientConfig } from 'pg'
import { Stop } from '../../../runtime/contract.ts'
import { guard } from '../pg-wire/guarded.ts'
import { stopOf } from './failures.ts'

/** In milliseconds; replaced in tests only. */
export interface Limits {
  /** A statement, by the server. */
  statementMs: number
  /** From asking for rows to having some. */
  silenceMs: number
}
export const usualLimits: Limits = { statementMs: 15 * 60_000, silenceMs: 60_000 }

/** Cells arrive as the text that Postgres writes; `cells.ts` reads them. */
const untouched = { getTypeParser: () => (text: unknown) => text }
export const asText = { rowMode: 'array', types: untouched, queryMode: 'extended' } as const

export class Link {
  readonly client: pg.Client
  readonly #config: ClientConfig
  readonly #limits: Limits
  readonly #kill: AbortSignal
  readonly #cut = () => this.cut(cancelled())
  readonly #gone: Promise<void>
  #last: Promise<unknown> = Promise.resolve()
  #broken: Stop | undefined
  #ended = false

  constructor(config: ClientConfig, limits: Limits, kill: AbortSignal) {
    this.#config = config
    this.#limits = limits
    this.#kill = kill
    this.client = new pg.Client(config)
    guard(this.client, cause => {
      this.#broken ??= stopOf(cause, true)
    })
    // Without a listener a lost connection would end the process.
    this.client.on('error', cause => {
      this.#broken ??= stopOf(cause)
    })
    this.#gone = new Promise(resolve => this.client.once('end', resolve))
  }

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
      throw this.#broken ?? stopOf(cause, true)
    }
    try {
      await this.client.query('begin transaction isolation level repeatable read, read only')
      await this.client.query({ text: `select ${settings(this.#limits)}`, ...asText })
    } catch (cause) {
      await this.close()
      throw this.failure(cause)
    }
  }

  /** A statement that may fail without spoiling the snapshot for the next one. One at a time, for their savepoints must not mix. */
  ask(text: string, params: readonly unknown[] = []): Promise<pg.QueryArrayResult<(string | null)[]>> {
    const answer = this.#last.then(() => this.inTime(() => this.#guarded(text, params), this.#limits.statementMs + GRACE_MS))
    this.#last = answer.catch(() => {})
    return answer
  }
  async #guarded(text: string, params: readonly unknown[]): Promise<pg.QueryArrayResult<(string | null)[]>> {
    await this.client.query('savepoint asked')
    try {
      const result = await this.client.query<(string | null)[]>({ text, values: [...params], ...asText })
      await this.client.query('release savepoint asked')
      return result
    } catch (cause) {
      await this.client.query('rollback to savepoint asked').catch(() => {})
      throw this.failure(cause)
    }
  }

  /** Cuts the connection when nothing comes for too long. */
  async inTime<T>(work: () => Promise<T>, silenceMs = this.#limits.silenceMs): Promise<T> {
    if (this.#broken) throw this.#broken
    const silence = setTimeout(
      () =>
        this.cut(
          new Stop('source.timeout', 'The database gave no row for too long', 'The reading was cancelled. Read less, or add an index.'),
        ),
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
    return this.#broken ?? stopOf(cause)
  }

  /** Ends everything now. The server is told through a second connection, for it would not notice by itself. */
  cut(why: Stop): void {
    if (this.#ended) return
    this.#broken ??= why
    const { processID } = this.client as unknown as { processID: number | null }
    if (processID) void cancel(this.#config, processID)
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

/** The server ends a statement by itself; only when it does not, the connection is cut. */
const GRACE_MS = 10_000
/** How long a server may take to say goodbye. */
const FAREWELL_MS = 2000
const cancelled = () => new Stop('source.cancelled', 'Reading the database was cut', 'The run was killed.')

/** Local to the transaction, so that a pooled connection is given back as it was. */
function settings({ statementMs }: Limits): string {
  const wanted: Readonly<Record<string, string>> = {
    statement_timeout: String(statementMs),
    lock_timeout: '10000',
    idle_in_transaction_session_timeout: '3600000',
    timezone: 'UTC',
    datestyle: 'ISO, YMD',
    intervalstyle: 'iso_8601',
    bytea_output: 'hex',
    extra_float_digits: '1',
    standard_conforming_strings: 'on',
  }
  return Object.entries(wanted)
    .map(([name, value]) => `set_config('${name}', '${value}', true)`)
    .join(', ')
}

async function cancel(config: ClientConfig, processID: number): Promise<void> {
  const client = new pg.Client(config)
  guard(client, () => {})
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query('select pg_terminate_backend($1)', [processID])
  } catch {
    // The server then notices at its next write that nobody listens.
  } finally {
    await client.end().catch(() => {})
  }
}
