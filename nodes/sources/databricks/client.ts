/** A small client of the SQL Statement Execution API 2.0: signs in, calls, tries again when told to wait. */
import { Stop } from '../../../runtime/contract.ts'
import { cancelled, networkFailure } from '../../../runtime/source-failure.ts'
import type { Connection } from './connection.ts'
import { callFailure } from './failures.ts'

/** In milliseconds; replaced in tests only. */
export interface Limits {
  /** A statement, from sending to its result. */
  statementMs: number
  /** One call. */
  callMs: number
  /** Between two looks at a statement, at most. */
  lookMs: number
}
export const usualLimits: Limits = { statementMs: 15 * 60_000, callMs: 60_000, lookMs: 2_000 }
const TRIES = 4
const WAIT_MAX_MS = 10_000
/** A token is renewed so long before it ends. */
const RENEW_MS = 60_000
type Answer = Record<string, unknown> & { error_code?: string; message?: string }

export class Client {
  readonly #settings: Connection
  readonly #limits: Limits
  readonly #kill: AbortSignal
  readonly #base: string
  /** Whether anything was answered yet, be it a refusal. */
  answered = false
  #token: { text: string; until: number } | undefined

  constructor(settings: Connection, limits: Limits, kill: AbortSignal) {
    this.#settings = settings
    this.#limits = limits
    this.#kill = kill
    this.#base = settings.host.startsWith('http:') ? settings.host : `https://${settings.host}`
  }

  /** `kill` ends the call, unless it must be heard out (`anyway`): what it began has to be cancelled. */
  async call<T>(method: 'GET' | 'POST', path: string, body?: object, anyway = false): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      const response = await this.#send(
        `${this.#base}${path}`,
        {
          method,
          headers: { authorization: `Bearer ${await this.#bearer()}`, 'content-type': 'application/json', 'user-agent': 'tributary' },
          ...(body && { body: JSON.stringify(body) }),
        },
        anyway,
      )
      const answer = await jsonOf(response)
      if (response.ok && answer) return answer as T
      // Not begun yet: both mean that.
      if ((response.status === 429 || response.status === 503) && attempt < TRIES) {
        await this.pause(waitOf(response, attempt))
        continue
      }
      // A token may have been withdrawn before its time.
      if (response.status === 401 && this.#token && attempt === 1) {
        this.#token = undefined
        continue
      }
      throw callFailure(response.status, answer)
    }
  }

  /** A piece of a result, from the cloud's storage: the link carries its own right, and must not get ours. */
  async piece(link: string): Promise<(string | null)[][]> {
    if (!/^https:/.test(link) && !link.startsWith('http://127.0.0.1:')) throw lost()
    for (let attempt = 1; ; attempt++) {
      const response = await this.#send(link, { method: 'GET' })
      if (response.ok) return (await this.#heard(response.json())) as (string | null)[][]
      await response.body?.cancel()
      if (response.status < 500 || attempt === TRIES) throw lost()
      await this.pause(waitOf(response, attempt))
    }
  }

  async pause(ms: number): Promise<void> {
    if (this.#kill.aborted) throw cancelled()
    await new Promise<void>(resolve => {
      const done = () => {
        clearTimeout(timer)
        this.#kill.removeEventListener('abort', done)
        resolve()
      }
      const timer = setTimeout(done, ms)
      this.#kill.addEventListener('abort', done, { once: true })
    })
    if (this.#kill.aborted) throw cancelled()
  }

  async #bearer(): Promise<string> {
    const { access_token, client_id, client_secret } = this.#settings
    if (access_token !== undefined) return access_token.trim()
    if (this.#token && this.#token.until > performance.now()) return this.#token.text
    const response = await this.#send(`${this.#base}/oidc/v1/token`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(`${client_id}:${client_secret}`).toString('base64')}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: 'grant_type=client_credentials&scope=all-apis',
    })
    const answer = (await jsonOf(response)) as (Answer & { access_token?: string; expires_in?: number }) | undefined
    if (!response.ok || !answer?.access_token) throw callFailure(response.ok || response.status === 400 ? 401 : response.status, answer)
    this.#token = { text: answer.access_token, until: performance.now() + (answer.expires_in ?? 3600) * 1000 - RENEW_MS }
    return this.#token.text
  }

  async #send(url: string, request: RequestInit, anyway = false): Promise<Response> {
    const limit = AbortSignal.timeout(this.#limits.callMs)
    const response = await this.#heard(
      fetch(url, { ...request, redirect: 'manual', signal: anyway ? limit : AbortSignal.any([this.#kill, limit]) }),
    )
    this.answered = true
    return response
  }
  /** Failures of the way as sentences. */
  async #heard<T>(work: Promise<T>): Promise<T> {
    try {
      return await work
    } catch (cause) {
      if (this.#kill.aborted) throw cancelled()
      if ((cause as Error).name === 'TimeoutError')
        throw new Stop('source.timeout', 'Databricks did not answer in time', 'The network may be slow. Run again.')
      throw networkFailure(cause) ?? lost()
    }
  }
}
const lost = () =>
  new Stop('source.lost', 'The connection to Databricks was lost', 'The network or the server cut it. The next run reads again.')

/** `undefined` when it is none: a page to log in, say. */
async function jsonOf(response: Response): Promise<Answer | undefined> {
  try {
    const found: unknown = JSON.parse(await response.text())
    return typeof found === 'object' && found !== null ? (found as Answer) : undefined
  } catch {
    return undefined
  }
}
function waitOf(response: Response, attempt: number): number {
  const named = Number(response.headers.get('retry-after') ?? Number.NaN) * 1000
  return Math.min(WAIT_MAX_MS, Number.isFinite(named) ? named : 500 * 2 ** attempt)
}
