/** One query: started, waited for, read page by page, and cancelled when nobody wants it any more. */
import { Stop } from '../../../runtime/contract.ts'
import { refuseShort } from '../../../runtime/source-failure.ts'
import type { Cell, Field } from './cells.ts'
import type { Client, Limits } from './client.ts'
import type { Connection } from './connection.ts'
import { stopOf } from './failures.ts'

export interface Statement {
  sql: string
  params: readonly string[]
}
interface JobAnswer {
  jobReference: { jobId: string; location?: string }
  status?: { state?: string; errorResult?: { reason?: string; message?: string } }
  statistics?: { query?: { statementType?: string; schema?: { fields?: Field[] } } }
}
export interface Page {
  jobComplete?: boolean
  pageToken?: string
  totalRows?: string
  rows?: { f: { v: Cell }[] }[]
  schema?: { fields?: Field[] }
}
/** How long one question may wait for a query to end. */
const WAIT_MS = 5_000
const GIGABYTE = 1_000_000_000

export class Jobs {
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

  /**
   * Columns and kind of statement, without reading or paying. Emulators run nothing dry and name neither: there the
   * columns are those of an empty answer; that it is one SELECT was read off the query itself before.
   */
  async describe(sql: string): Promise<Field[]> {
    const { statistics } = await this.#client.post<JobAnswer>('/jobs', this.#job({ sql, params: [] }, true))
    const { statementType, schema } = statistics?.query ?? {}
    if (statementType !== undefined && statementType !== 'SELECT')
      throw new Stop('source.only_reads', 'The query does more than read', 'A source is only read: it must be one SELECT.')
    if (statementType !== undefined && schema?.fields) return schema.fields
    for await (const page of this.pages({ sql: `${sql} limit 0`, params: [] }, () => 1)) return page.schema?.fields ?? []
    return []
  }

  /** Pages of at most `size()` rows. */
  async *pages(statement: Statement, size: () => number, stop?: AbortSignal): AsyncGenerator<Page> {
    const { jobReference, status } = await this.#client.post<JobAnswer>('/jobs', this.#job(statement, false))
    if (status?.errorResult) throw stopOf(status.errorResult)
    const { jobId, location } = jobReference
    const path = `/queries/${jobId}`
    const asking = { 'formatOptions.useInt64Timestamp': true, ...(location && { location }) }
    const cancel = () => this.#client.cancel(jobId, location)
    this.#kill.addEventListener('abort', cancel, { once: true })
    let running = true
    try {
      const end = performance.now() + this.#limits.statementMs + this.#limits.graceMs
      while (running) {
        if (performance.now() > end)
          throw new Stop(
            'source.timeout',
            'The query took longer than 15 minutes',
            'It was cancelled. Read less, or look at the project’s reservations.',
          )
        const { jobComplete } = await this.#client.get<Page>(path, { ...asking, maxResults: 0, timeoutMs: WAIT_MS })
        running = jobComplete !== true
        if (running && stop?.aborted) return
      }
      let token: string | undefined
      let came = 0
      let total: string | undefined
      do {
        const page: Page = await this.#client.get<Page>(path, { ...asking, maxResults: size(), ...(token && { pageToken: token }) })
        token = page.pageToken
        came += page.rows?.length ?? 0
        total = page.totalRows ?? total
        yield page
      } while (token)
      refuseShort(came, total)
    } finally {
      this.#kill.removeEventListener('abort', cancel)
      if (running && !this.#kill.aborted) cancel()
    }
  }

  #job({ sql, params }: Statement, dryRun: boolean): object {
    const { location, max_gigabytes } = this.#settings
    return {
      ...(location && { jobReference: { projectId: this.#settings.project, location } }),
      configuration: {
        dryRun,
        jobTimeoutMs: String(this.#limits.statementMs),
        labels: { program: 'tributary' },
        query: {
          query: sql,
          useLegacySql: false,
          ...(this.#settings.dataset && { defaultDataset: datasetOf(this.#settings, this.#settings.dataset) }),
          ...(max_gigabytes && { maximumBytesBilled: String(Math.round(max_gigabytes * GIGABYTE)) }),
          ...(params.length > 0 && {
            parameterMode: 'NAMED',
            queryParameters: params.map((value, i) => ({
              name: `tributary_${i + 1}`,
              parameterType: { type: 'STRING' },
              parameterValue: { value },
            })),
          }),
        },
      },
    }
  }
}

/** `dataset` or `project.dataset`. */
export function datasetOf({ project }: Connection, written: string): { projectId: string; datasetId: string } {
  const at = written.lastIndexOf('.')
  return at < 0 ? { projectId: project, datasetId: written } : { projectId: written.slice(0, at), datasetId: written.slice(at + 1) }
}
