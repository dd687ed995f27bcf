/** One statement: sent, waited for, read piece by piece, and cancelled when nobody wants it any more. */
import { Stop } from '../../../runtime/contract.ts'
import { cancelled, refuseShort } from '../../../runtime/source-failure.ts'
import type { Client, Limits } from './client.ts'
import type { Connection } from './connection.ts'
import { statementFailure } from './failures.ts'

const PATH = '/api/2.0/sql/statements'
const pathOf = (id: string): string => `${PATH}/${encodeURIComponent(id)}`
interface Link {
  external_link: string
  next_chunk_index?: number
}
interface Result {
  external_links?: Link[]
  data_array?: (string | null)[][]
  next_chunk_index?: number
}
interface Answer {
  statement_id: string
  status: { state: string; error?: { error_code?: string; message?: string } }
  manifest?: { total_row_count?: number }
  result?: Result
}

export class Statements {
  readonly #client: Client
  readonly #settings: Connection
  readonly #limits: Limits
  readonly #kill: AbortSignal

  constructor(client: Client, settings: Connection, limits: Limits, kill: AbortSignal) {
    this.#client = client
    this.#settings = settings
    this.#limits = limits
    this.#kill = kill
  }

  /** All rows of a small answer. */
  async select(sql: string, params: readonly string[] = []): Promise<(string | null)[][]> {
    const rows: (string | null)[][] = []
    for await (const piece of this.pieces(sql, params, 'INLINE')) rows.push(...piece)
    return rows
  }

  /** Rows as they come from the warehouse, some megabytes at a time. Ends early, and cancels, when `stop` says so. */
  async *pieces(
    sql: string,
    params: readonly string[],
    disposition: 'INLINE' | 'EXTERNAL_LINKS',
    stop?: AbortSignal,
  ): AsyncGenerator<(string | null)[][]> {
    if (this.#kill.aborted) throw cancelled()
    const sent = await this.#begun(this.#body(sql, params, disposition))
    const path = pathOf(sent.statement_id)
    const done = await this.#waited(sent, path, stop)
    if (!done) return
    if (done.status.state !== 'SUCCEEDED') throw statementFailure(done.status)
    let result = done.result
    let came = 0
    while (result) {
      const link: Link | undefined = result.external_links?.[0]
      const rows = link ? await this.#client.piece(link.external_link) : (result.data_array ?? [])
      came += rows.length
      if (rows.length > 0) yield rows
      const next: number | undefined = link ? link.next_chunk_index : result.next_chunk_index
      // Asked for one by one: a link lives for minutes only.
      result = next === undefined || next === null ? undefined : await this.#client.call<Result>('GET', `${path}/result/chunks/${next}`)
    }
    refuseShort(came, done.manifest?.total_row_count)
  }

  /** Heard out even when killed meanwhile, for only the answer says what to cancel; but nobody waits for that. */
  async #begun(body: object): Promise<Answer> {
    const sent = this.#client.call<Answer>('POST', PATH, body, true)
    let killed = () => {}
    const cut = new Promise<never>((_, reject) => {
      killed = () => {
        sent.then(({ statement_id: id }) => this.#cancel(id)).catch(() => {})
        reject(cancelled())
      }
      this.#kill.addEventListener('abort', killed, { once: true })
    })
    return Promise.race([sent, cut]).finally(() => this.#kill.removeEventListener('abort', killed))
  }
  #cancel(id: string): void {
    this.#client.call('POST', `${pathOf(id)}/cancel`, {}, true).catch(() => {})
  }

  /** `undefined`: stopped meanwhile. */
  async #waited(sent: Answer, path: string, stop: AbortSignal | undefined): Promise<Answer | undefined> {
    const end = performance.now() + this.#limits.statementMs
    const cancel = () => this.#cancel(sent.statement_id)
    let answer = sent
    let pause = 50
    try {
      while (/^(PENDING|RUNNING)$/.test(answer.status.state)) {
        if (stop?.aborted) {
          cancel()
          return undefined
        }
        if (performance.now() > end)
          throw new Stop(
            'source.timeout',
            'The query took longer than 15 minutes',
            'It was cancelled. Read less, or use a larger warehouse.',
          )
        await this.#client.pause(pause)
        pause = Math.min(pause * 1.5, this.#limits.lookMs)
        answer = await this.#client.call<Answer>('GET', path)
      }
      return answer
    } catch (cause) {
      cancel()
      throw cause
    }
  }

  #body(sql: string, params: readonly string[], disposition: string): object {
    return {
      statement: sql,
      warehouse_id: this.#settings.warehouse,
      catalog: this.#settings.catalog,
      schema: this.#settings.schema ?? 'default',
      disposition,
      format: 'JSON_ARRAY',
      wait_timeout: '0s',
      ...(params.length > 0 && { parameters: params.map((value, i) => ({ name: `tributary_${i + 1}`, value, type: 'STRING' })) }),
    }
  }
}
