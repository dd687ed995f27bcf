/**
 * A stand-in for BigQuery: speaks the REST API v2 on loopback (jobs, pages of results, datasets, tables, permissions) and
 * answers from DuckDB. Tokens that a key signs for itself are verified. What it does not prove stands in the kind's README.
 */
import { createVerify, generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { Duck, type DuckCell, type DuckColumn, HANGING } from './duck.ts'
import { STAYS_OPEN } from './stays-open.ts'

export interface BigQuery {
  connection: { project: string; location: string; dataset: string; private_key_json: string; endpoint: string }
  /** A key that the server does not know. */
  strangeKey: string
  duck: Duck
  asked: { method: string; path: string; body: any }[]
  cancelled: string[]
  /** Tables that the login may not read. */
  denied: Set<string>
  mayWrite: boolean
  /** As emulators do, which answer a dry run without a word about the query. */
  emulates: boolean
  /** The query whose rows are the answer to every other, as a recording gives them. */
  canned: string | undefined
  /** What every call is answered with, or how every job ends. */
  fails: { call?: readonly [status: number, reason: string, message: string]; job?: { reason: string; message: string } }
  /** So many rows are missing at the end of every page. */
  missing: number
  cut(): void
  close(): Promise<void>
}
const EMAIL = 'tributary@shop-analytics.iam.gserviceaccount.com'
interface Job {
  state: 'RUNNING' | 'DONE'
  fields: object[]
  rows: { f: { v: unknown }[] }[]
  error?: object
  done: Promise<void>
}
class Refused extends Error {
  readonly status: number
  readonly reason: string
  constructor(status: number, reason: string, message: string) {
    super(message)
    this.status = status
    this.reason = reason
  }
}

export async function startBigQuery(setup: readonly string[] = []): Promise<BigQuery> {
  const pair = () =>
    generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    })
  const known = pair()
  const keyFile = (key: string) =>
    JSON.stringify({ type: 'service_account', project_id: 'shop-analytics', client_email: EMAIL, private_key: key })
  const duck = await Duck.open([
    `attach ':memory:' as "shop-analytics"`,
    `use "shop-analytics"`,
    'create schema shop',
    'use "shop-analytics".shop',
    ...setup,
  ])
  const asked: BigQuery['asked'] = []
  const cancelled: string[] = []
  const denied = new Set<string>()
  const jobs = new Map<string, Job>()
  const it: BigQuery = {
    connection: { project: 'shop-analytics', location: 'EU', dataset: 'shop', private_key_json: keyFile(known.privateKey), endpoint: '' },
    strangeKey: keyFile(pair().privateKey),
    duck,
    asked,
    cancelled,
    denied,
    mayWrite: false,
    emulates: false,
    canned: undefined,
    fails: {},
    missing: 0,
    cut: () => server.closeAllConnections(),
    close: async () => {
      server.closeAllConnections()
      server.close()
      duck.close()
    },
  }

  const start = (body: any): object => {
    const { query, queryParameters = [] } = body.configuration.query
    const values = queryParameters.map((p: any) => p.parameterValue.value)
    const id = `job_${jobs.size + 1}`
    const job: Job = { state: 'RUNNING', fields: [], rows: [], done: Promise.resolve() }
    jobs.set(id, job)
    if (it.fails.job) Object.assign(job, { state: 'DONE', error: it.fails.job })
    else
      job.done = run(duck, it.canned ?? query, it.canned ? [] : values, denied).then(
        result => Object.assign(job, result, { state: job.error ? job.state : 'DONE' }),
        (cause: Refused) => void Object.assign(job, { state: 'DONE', error: complaint(cause.reason, cause.message) }),
      ) as Promise<void>
    return { jobReference: { projectId: 'shop-analytics', jobId: id, location: 'EU' }, status: { state: 'RUNNING' } }
  }
  const results = async (id: string, asking: URLSearchParams): Promise<object> => {
    const job = jobs.get(id)!
    await Promise.race([job.done, new Promise(late => setTimeout(late, Math.min(Number(asking.get('timeoutMs') ?? 10_000), 1000)))])
    if (job.state === 'RUNNING') return { jobComplete: false }
    if (job.error) throw Object.assign(new Refused(400, '', ''), { error: job.error })
    const from = Number(asking.get('pageToken') ?? 0)
    const rows = job.rows.slice(from, from + Math.min(Number(asking.get('maxResults') ?? 10_000), 10_000))
    const next = from + rows.length
    return {
      jobComplete: true,
      totalRows: String(job.rows.length),
      schema: { fields: job.fields },
      rows: it.missing > 0 ? rows.slice(0, -it.missing) : rows,
      ...(rows.length > 0 && next < job.rows.length && { pageToken: String(next) }),
    }
  }
  const tableOf = async (name: string): Promise<object> => {
    if (denied.has(name))
      throw new Refused(403, 'accessDenied', `Access Denied: Table shop-analytics:shop.${name}: Permission bigquery.tables.get denied`)
    const columns = await duck.columns(`select * from "${name}"`).catch(() => undefined)
    if (!columns) throw new Refused(404, 'notFound', `Not found: Table shop-analytics:shop.${name}`)
    return { tableReference: reference(name), type: 'TABLE', schema: { fields: columns.map(fieldOf) } }
  }
  const answer = async (request: IncomingMessage, url: URL, body: any): Promise<object> => {
    const path = decodeURIComponent(url.pathname).replace(/^\/bigquery\/v2\/projects\/shop-analytics/, '')
    asked.push({ method: request.method!, path, body })
    if (!signedBy(known.publicKey, request.headers.authorization))
      throw new Refused(401, 'authError', 'Request had invalid authentication credentials.')
    if (it.fails.call) throw new Refused(...it.fails.call)
    const [, cancelId] = /^\/jobs\/(\w+)\/cancel$/.exec(path) ?? []
    if (cancelId) {
      cancelled.push(cancelId)
      Object.assign(jobs.get(cancelId)!, {
        state: 'DONE',
        error: { reason: 'stopped', message: 'Job execution was cancelled: User requested cancellation' },
      })
      return {}
    }
    if (path === '/jobs' && body.configuration.dryRun && it.emulates) return { statistics: {} }
    if (path === '/jobs' && body.configuration.dryRun) return dry(duck, body.configuration.query.query)
    if (path === '/jobs') return start(body)
    if (path.startsWith('/queries/')) return results(path.slice(9), url.searchParams)
    if (path === '/datasets/shop/tables') {
      const { rows } = await duck.select(`select table_name from information_schema.tables where table_schema = 'shop' order by 1`)
      return { tables: rows.map(([name]) => ({ tableReference: reference(String(name)) })) }
    }
    if (path.endsWith(':testIamPermissions')) return it.mayWrite ? { permissions: ['bigquery.tables.updateData'] } : {}
    const [, table] = /^\/datasets\/shop\/tables\/(.+)$/.exec(path) ?? []
    if (table) return tableOf(table)
    throw new Refused(404, 'notFound', `Not found: Dataset ${path}`)
  }
  const server = createServer(STAYS_OPEN, async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = chunks.length > 0 ? JSON.parse(Buffer.concat(chunks).toString() || '{}') : undefined
    try {
      say(response, 200, await answer(request, new URL(request.url!, 'http://x'), body))
    } catch (cause) {
      const { status = 400, reason, message, error } = cause as Refused & { error?: { reason: string; message: string } }
      const told = error ?? complaint(reason, message)
      say(response, status, { error: { code: status, message: told.message, errors: [told], status: 'FAILED' } })
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  it.connection.endpoint = `http://127.0.0.1:${(server.address() as { port: number }).port}`
  return it
}

const reference = (tableId: string) => ({ projectId: 'shop-analytics', datasetId: 'shop', tableId })
function say(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body))
}

/** A JWT of the known service account, as Google verifies it. */
function signedBy(publicKey: string, authorization = ''): boolean {
  const [head = '', claims = '', signature = ''] = authorization.replace('Bearer ', '').split('.')
  try {
    if (JSON.parse(Buffer.from(claims, 'base64url').toString()).iss !== EMAIL) return false
    return createVerify('RSA-SHA256').update(`${head}.${claims}`).verify(publicKey, Buffer.from(signature, 'base64url'))
  } catch {
    return false
  }
}

async function dry(duck: Duck, query: string): Promise<object> {
  const statementType = /^\s*(select|with)\b/i.test(query) ? 'SELECT' : 'SCRIPT'
  const columns = await duck.columns(toDuck(query).replaceAll(new RegExp(`\\b${HANGING}\\b`, 'g'), '(select 1 as never)'))
  return { statistics: { query: { statementType, schema: { fields: columns.map(fieldOf) } } } }
}
async function run(duck: Duck, query: string, values: string[], denied: ReadonlySet<string>): Promise<Pick<Job, 'fields' | 'rows'>> {
  if (new RegExp(`\\b${HANGING}\\b`).test(query)) return new Promise(() => {})
  for (const name of denied)
    if (new RegExp(`\\b${name}\\b`).test(query))
      throw new Refused(
        403,
        'accessDenied',
        `Access Denied: Table shop-analytics:shop.${name}: User does not have permission to query table`,
      )
  const { columns, rows } = await duck.select(toDuck(query), values)
  return { fields: columns.map(fieldOf), rows: rows.map(row => ({ f: row.map((cell, i) => ({ v: wire(cell, columns[i]!) })) })) }
}

/** GoogleSQL, as far as our own statements and plain ones go, in DuckDB's words. Time travel is left out: it has none. */
export const toDuck = (query: string): string =>
  query
    .replaceAll('`', '"')
    .replaceAll(/(?<=\n|^)#[^\n]*|#[^\n]*(?=\n)/g, '')
    .replaceAll(/ for system_time as of timestamp '[^']*'/g, '')
    .replaceAll(/@tributary_(\d+)/g, '$$$1::varchar')
    .replaceAll(/collate\(("[^"]+"), ''\)/g, '$1')
    .replaceAll(/\bcountif\(/g, 'count_if(')
    .replaceAll(/ as bignumeric\)/g, ' as decimal(38, 19))')
    .replaceAll(/ as numeric\)/g, ' as decimal(38, 9))')
    .replaceAll(/ as int64\)/g, ' as bigint)')
    .replaceAll(/ as timestamp\)/g, ' as timestamptz)')
    .replaceAll(/ as datetime\)/g, ' as timestamp)')
    .replaceAll('string(current_timestamp())', `'2026-11-21 12:00:00.000001+00'`)

const names: Readonly<Record<string, string>> = {
  VARCHAR: 'STRING',
  BOOLEAN: 'BOOLEAN',
  DOUBLE: 'FLOAT',
  FLOAT: 'FLOAT',
  DATE: 'DATE',
  TIME: 'TIME',
  TIMESTAMP: 'DATETIME',
  'TIMESTAMP WITH TIME ZONE': 'TIMESTAMP',
  JSON: 'JSON',
  BLOB: 'BYTES',
}
function fieldOf({ name, type }: DuckColumn): object {
  const one = type.replace(/\[\]$/, '')
  const digits = /^DECIMAL\((\d+),\s*(\d+)\)$/.exec(one)
  return {
    name,
    type: digits ? 'NUMERIC' : (names[one] ?? 'INTEGER'),
    mode: one === type ? 'NULLABLE' : 'REPEATED',
    ...(digits && { precision: digits[1], scale: digits[2] }),
  }
}
function wire(cell: DuckCell, { type }: DuckColumn): unknown {
  if (Array.isArray(cell)) return cell.map(v => ({ v }))
  if (typeof cell !== 'string') return cell
  if (type === 'BLOB') return Buffer.from(cell, 'hex').toString('base64')
  if (type === 'TIMESTAMP' || type === 'TIME') return cell.replace(' ', 'T').replace(/\.\d+$/, fraction => fraction.padEnd(7, '0'))
  if (type === 'DOUBLE') return cell.replace(/^nan$/, 'NaN').replace(/inf$/, 'Infinity')
  return cell
}
function complaint(reason: string | undefined, message: string): { reason: string; message: string } {
  if (reason) return { reason, message }
  const said = sentence(message)
  return { reason: said.startsWith('Not found') ? 'notFound' : 'invalidQuery', message: said }
}
/** DuckDB's complaint in BigQuery's words. */
function sentence(message: string): string {
  const column = /Referenced column "([^"]+)"/.exec(message)?.[1]
  if (column) return `Unrecognized name: ${column} at [2:8]`
  const table = /Table with name (\S+) does not exist/.exec(message)?.[1]
  if (table) return `Not found: Table shop-analytics:shop.${table} was not found in location EU`
  if (/Conversion Error/.test(message)) return 'Could not cast literal'
  return 'Syntax error: Unexpected keyword at [2:8]'
}
