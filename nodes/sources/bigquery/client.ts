/** Calls BigQuery's REST API through Google's own client, which signs in and tries again. The driver is loaded here and nowhere else. */
import { BigQuery } from '@google-cloud/bigquery'
import { Stop } from '../../../runtime/contract.ts'
import { cancelled } from '../../../runtime/source-failure.ts'
import type { Connection } from './connection.ts'
import { stopOf } from './failures.ts'

/** In milliseconds; replaced in tests only. */
export interface Limits {
  /** A statement, by BigQuery. */
  statementMs: number
  /** How much later it is cancelled from here, should BigQuery not do so. */
  graceMs: number
  /** One call that should answer at once. */
  callMs: number
}
export const usualLimits: Limits = { statementMs: 15 * 60_000, graceMs: 10_000, callMs: 60_000 }
/** What fails before there is an answer. */
const WAY: ReadonlySet<string> = new Set(['source.unknown_host', 'source.unreachable', 'source.encryption', 'source.lost'])
export type Asking = Readonly<Record<string, string | number | boolean>>

export class Client {
  readonly #google: BigQuery
  readonly #kill: AbortSignal
  readonly #limits: Limits
  /** Whether anything was answered yet, be it a refusal. */
  answered = false

  constructor(settings: Connection, kill: AbortSignal, limits: Limits) {
    this.#kill = kill
    this.#limits = limits
    this.#google = new BigQuery({
      projectId: settings.project,
      ...(settings.endpoint !== undefined && { apiEndpoint: settings.endpoint.replace(/\/$/, '') }),
      retryOptions: { autoRetry: true, maxRetries: 2 },
    })
    if (settings.login === 'server_identity') return
    const auth = this.#google.authClient as { jsonContent: object | null; useJWTAccessWithScope?: boolean }
    auth.jsonContent = keyOf(settings)
    // At an endpoint of one's own the key signs for itself; Google's token server is not asked.
    if (settings.endpoint !== undefined) auth.useJWTAccessWithScope = true
  }

  get<T>(path: string, asking: Asking = {}): Promise<T> {
    return this.#call({ method: 'GET', uri: path, qs: asking })
  }
  post<T>(path: string, body: unknown, project?: string): Promise<T> {
    return this.#call({ method: 'POST', uri: path, json: body, ...(project && { projectId: project }) })
  }
  getOf<T>(project: string, path: string, asking: Asking = {}): Promise<T> {
    return this.#call({ method: 'GET', uri: path, qs: asking, projectId: project })
  }
  /** Of no interest is whether it arrives: the job then ends by its own limit. */
  cancel(job: string, location: string | undefined): void {
    this.#google.request({ method: 'POST', uri: `/jobs/${job}/cancel`, qs: location ? { location } : {} } as never, () => {})
  }

  #call<T>(request: object): Promise<T> {
    if (this.#kill.aborted) return Promise.reject(cancelled())
    return new Promise<T>((resolve, reject) => {
      const end = () => {
        clearTimeout(silence)
        this.#kill.removeEventListener('abort', killed)
      }
      const fail = (cause: unknown) => {
        end()
        reject(stopOf(cause))
      }
      const killed = () => fail(cancelled())
      const silence = setTimeout(
        () => fail(new Stop('source.timeout', 'BigQuery did not answer in time', 'The network may be slow. Run again.')),
        this.#limits.callMs,
      )
      this.#kill.addEventListener('abort', killed, { once: true })
      this.#google.request(request as never, (cause: unknown, body: unknown) => {
        if (cause) {
          const failure = stopOf(cause)
          this.answered ||= !WAY.has(failure.code)
          return fail(failure)
        }
        this.answered = true
        end()
        resolve(body as T)
      })
    })
  }
}

/** Only the two parts that sign: a key file may also name addresses and programs to get a token from, which are not followed. */
function keyOf({ private_key_json = '' }: Connection): object {
  try {
    const { type, client_email, private_key } = JSON.parse(private_key_json) as Record<string, unknown>
    if (type === 'service_account' && typeof client_email === 'string' && typeof private_key === 'string')
      return { type, client_email, private_key }
  } catch {
    // Said below.
  }
  throw new Stop(
    'source.bad_address',
    'The service account’s key cannot be used',
    'Paste the whole JSON file, from { to }. For a workload identity, log in as the server instead.',
  )
}
