/** One session with Snowflake, through its own driver, which is loaded here and nowhere else. */
import { createPrivateKey } from 'node:crypto'
import type { Readable } from 'node:stream'
import type { ConnectionOptions, Connection as Driver, RowStatement } from 'snowflake-sdk'
import { Stop } from '../../../runtime/contract.ts'
import { cancelled } from '../../../runtime/source-failure.ts'
import type { Connection } from './connection.ts'
import { stopOf } from './failures.ts'
import { refuseOwnAuthority } from './own-authority.ts'

/** In milliseconds; replaced in tests only. */
export interface Limits {
  connectMs: number
  /** A statement, by Snowflake. */
  statementMs: number
  /** How much later it is cancelled from here, should Snowflake not do so. */
  graceMs: number
  /** From asking for rows to having some. */
  silenceMs: number
}
export const usualLimits: Limits = { connectMs: 30_000, statementMs: 15 * 60_000, graceMs: 10_000, silenceMs: 60_000 }
const FAREWELL_MS = 2000

/** Before the driver is loaded: else it asks the clouds' metadata services where it runs. */
const quietly = {
  SNOWFLAKE_DISABLE_PLATFORM_DETECTION: 'true',
  SNOWFLAKE_DISABLE_MINICORE: '1',
  SF_TELEMETRY_DISABLE_CONNECTION_SHAPE: '1',
}
async function driver() {
  Object.assign(process.env, quietly)
  const { default: snowflake } = await import('snowflake-sdk')
  // Documents are asked for as text. Should one come as it is, it must never reach the driver's own parser, which runs it.
  snowflake.configure({
    logLevel: 'OFF',
    additionalLogToConsole: false,
    logFilePath: 'STDOUT',
    jsonColumnVariantParser: (raw: string) => raw,
  })
  return snowflake
}

export interface Asked {
  statement: RowStatement
  rows(): Readable
}

export class Link {
  readonly limits: Limits
  readonly #connection: Driver
  readonly #kill: AbortSignal

  private constructor(connection: Driver, limits: Limits, kill: AbortSignal) {
    this.#connection = connection
    this.limits = limits
    this.#kill = kill
  }

  static async open(settings: Connection, limits: Limits, kill: AbortSignal): Promise<Link> {
    if (kill.aborted) throw cancelled()
    const options = optionsOf(settings)
    await refuseOwnAuthority(settings.endpoint, kill)
    if (kill.aborted) throw cancelled()
    const link = new Link((await driver()).createConnection(options), limits, kill)
    const none = () =>
      new Stop(
        'source.unreachable',
        'Snowflake cannot be reached',
        'No answer in time. Check the account’s name; a firewall may be in the way.',
      )
    await link.#inTime(limits.connectMs, none, done => void link.#connection.connect(cause => done(cause)))
    await link.select(`alter session set ${parameters(limits)}`)
    return link
  }

  /** All rows of a small answer. */
  async select(text: string, binds: readonly string[] = []): Promise<(string | null)[][]> {
    const { rows } = await this.run(text, binds)
    const found: (string | null)[][] = []
    for await (const row of rows()) found.push(row as (string | null)[])
    return found
  }
  /** Columns, without running. */
  async describe(text: string): Promise<RowStatement> {
    return (await this.run(text, [], true)).statement
  }

  /** Runs one statement; killing cancels it there. */
  async run(text: string, binds: readonly string[] = [], describeOnly = false, stop?: AbortSignal): Promise<Asked> {
    let statement: RowStatement | undefined
    const cancel = () => statement?.cancel(() => {})
    const late = () => {
      cancel()
      return new Stop('source.timeout', 'The query took longer than 15 minutes', 'It was cancelled. Read less, or use a larger warehouse.')
    }
    this.#kill.addEventListener('abort', cancel, { once: true })
    stop?.addEventListener('abort', cancel, { once: true })
    try {
      await this.#inTime(this.limits.statementMs + this.limits.graceMs, late, done => {
        statement = this.#connection.execute({
          sqlText: text,
          binds: [...binds],
          describeOnly,
          streamResult: true,
          rowMode: 'array',
          fetchAsString: ['Number', 'Boolean', 'Date', 'JSON', 'Buffer'],
          complete: cause => done(cause),
        })
      })
      return { statement: statement!, rows: () => statement!.streamRows() }
    } finally {
      this.#kill.removeEventListener('abort', cancel)
      stop?.removeEventListener('abort', cancel)
    }
  }

  /** Ends with the first of: the work, the limit, the kill. */
  #inTime(ms: number, late: () => Stop, work: (done: (cause?: unknown) => void) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = (cause?: unknown) => {
        clearTimeout(timer)
        this.#kill.removeEventListener('abort', killed)
        if (cause) reject(stopOf(cause))
        else resolve()
      }
      const killed = () => end(cancelled())
      const timer = setTimeout(() => end(late()), ms)
      if (this.#kill.aborted) return killed()
      this.#kill.addEventListener('abort', killed, { once: true })
      try {
        work(end)
      } catch (cause) {
        end(cause)
      }
    })
  }

  close(): Promise<void> {
    return new Promise(resolve => {
      const patience = setTimeout(resolve, FAREWELL_MS)
      const gone = () => {
        clearTimeout(patience)
        resolve()
      }
      try {
        this.#connection.destroy(gone)
      } catch {
        gone()
      }
    })
  }
}

function parameters({ statementMs }: Limits): string {
  const wanted: Readonly<Record<string, string>> = {
    STATEMENT_TIMEOUT_IN_SECONDS: String(Math.max(1, Math.round(statementMs / 1000))),
    ABORT_DETACHED_QUERY: 'true',
    MULTI_STATEMENT_COUNT: '1',
    TIMEZONE: `'UTC'`,
    STRICT_JSON_OUTPUT: 'true',
    QUERY_TAG: `'tributary'`,
  }
  return Object.entries(wanted)
    .map(([name, value]) => `${name} = ${value}`)
    .join(' ')
}

function optionsOf(settings: Connection): ConnectionOptions {
  const { account, user, warehouse, database, schema, role, endpoint } = settings
  return {
    account,
    username: user,
    ...secretOf(settings),
    warehouse,
    database,
    schema: schema ?? 'PUBLIC',
    ...(role !== undefined && { role }),
    ...(endpoint !== undefined && { accessUrl: endpoint.replace(/\/$/, '') }),
    application: 'tributary',
    clientSessionKeepAlive: false,
    // Else what is not there arrives as the word NULL.
    representNullAsStringNull: false,
    validateDefaultParameters: false,
    sfRetryMaxLoginRetries: 1,
    resultPrefetch: 2,
    timeout: 60_000,
  }
}
function secretOf({ private_key, private_key_password, access_token, password }: Connection): Partial<ConnectionOptions> {
  if (private_key !== undefined) return { authenticator: 'SNOWFLAKE_JWT', privateKey: keyOf(private_key, private_key_password) }
  if (access_token !== undefined) return { authenticator: 'PROGRAMMATIC_ACCESS_TOKEN', token: access_token.trim() }
  return { password: password ?? '' }
}
/** A form may have taken the line breaks out of it. */
function keyOf(pem: string, passphrase: string | undefined): string {
  const [, kind, body] = /-----BEGIN ([A-Z ]+)-----([\s\S]+?)-----END/.exec(pem.trim()) ?? []
  try {
    const lines = body!
      .replaceAll(/\\n|\s/g, '')
      .match(/.{1,64}/g)!
      .join('\n')
    const key = createPrivateKey({ key: `-----BEGIN ${kind}-----\n${lines}\n-----END ${kind}-----\n`, ...(passphrase && { passphrase }) })
    return key.export({ type: 'pkcs8', format: 'pem' }).toString()
  } catch (cause) {
    throw new Stop(
      'source.bad_address',
      'The private key cannot be used',
      'Paste the whole PEM text, from -----BEGIN to -----END; an encrypted one needs its password.',
      { cause },
    )
  }
}
