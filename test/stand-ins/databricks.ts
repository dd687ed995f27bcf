/**
 * A stand-in for Databricks: speaks the SQL Statement Execution API 2.0 and the token endpoint on loopback, keeps results
 * behind links as the clouds' storage does, and answers from DuckDB. What it does not prove stands in the kind's README.
 */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { Duck, type DuckCell, type DuckColumn, HANGING } from './duck.ts'
import { STAYS_OPEN } from './stays-open.ts'

export interface Databricks {
  connection: { host: string; warehouse: string; catalog: string; schema: string; access_token: string }
  principal: { client_id: string; client_secret: string }
  asked: any[]
  cancelled: string[]
  denied: Set<string>
  mayWrite: boolean
  /** Of each fetch of a piece: whether it carried a right of ours. */
  piecesWithToken: boolean[]
  /** Answer so many calls with "too many requests" first. */
  busy: number
  /** What every call is answered with, or how every statement ends. */
  fails: { call?: readonly [status: number, body: object]; statement?: { state: string; error?: { error_code: string; message: string } } }
  /** So many rows are missing at the end of every piece. */
  missing: number
  duck: Duck
  cut(): void
  close(): Promise<void>
}
const PIECE_ROWS = 900
interface Statement {
  state: string
  error?: { error_code: string; message: string }
  rows: DuckCell[][]
  inline: boolean
}
class Refused extends Error {
  readonly status: number
  readonly body: object
  constructor(status: number, body: object) {
    super('refused')
    this.status = status
    this.body = body
  }
}

export async function startDatabricks(setup: readonly string[] = []): Promise<Databricks> {
  const duck = await Duck.open([`attach ':memory:' as shop`, 'use shop', 'create schema sales', 'use shop.sales', ...setup])
  const statements = new Map<string, Statement>()
  const tokens = new Set(['dapi-known'])
  const it: Databricks = {
    connection: {
      host: '',
      warehouse: '/sql/1.0/warehouses/a1b2c3d4e5f60718',
      catalog: 'shop',
      schema: 'sales',
      access_token: 'dapi-known',
    },
    principal: { client_id: 'app-1', client_secret: 'principal-secret' },
    asked: [],
    cancelled: [],
    denied: new Set(),
    mayWrite: false,
    piecesWithToken: [],
    busy: 0,
    fails: {},
    missing: 0,
    duck,
    cut: () => server.closeAllConnections(),
    close: async () => {
      server.closeAllConnections()
      server.close()
      duck.close()
    },
  }

  const begin = (body: any): object => {
    it.asked.push(body)
    if (body.warehouse_id !== 'a1b2c3d4e5f60718')
      throw new Refused(404, { error_code: 'RESOURCE_DOES_NOT_EXIST', message: 'SQL warehouse does not exist' })
    const id = `statement-${statements.size + 1}`
    const statement: Statement = { state: 'RUNNING', rows: [], inline: body.disposition === 'INLINE' }
    statements.set(id, statement)
    if (it.fails.statement) {
      Object.assign(statement, it.fails.statement)
      return { statement_id: id, status: it.fails.statement }
    }
    const values = (body.parameters ?? []).map((p: any) => p.value as string)
    void run(duck, body.statement, values, it).then(
      rows => statement.state === 'RUNNING' && Object.assign(statement, { state: 'SUCCEEDED', rows }),
      (cause: Error) =>
        statement.state === 'RUNNING' &&
        Object.assign(statement, { state: 'FAILED', error: { error_code: 'BAD_REQUEST', message: sentence(cause.message) } }),
    )
    return { statement_id: id, status: { state: 'PENDING' } }
  }
  const piece = (id: string, index: number): object => {
    const { rows, inline } = statements.get(id)!
    const part = rows.slice(index * PIECE_ROWS, (index + 1) * PIECE_ROWS)
    const next = (index + 1) * PIECE_ROWS < rows.length ? { next_chunk_index: index + 1 } : {}
    if (inline) return { data_array: part, ...next }
    return part.length === 0
      ? {}
      : { external_links: [{ chunk_index: index, external_link: `${it.connection.host}/storage/${id}/${index}?signature=x`, ...next }] }
  }
  const answer = (request: IncomingMessage, url: URL, body: any): object => {
    const signed = tokens.has((request.headers.authorization ?? '').replace('Bearer ', ''))
    if (!signed) throw new Refused(401, { error_code: 'UNAUTHENTICATED', message: 'Invalid access token.' })
    if (it.busy > 0 && it.busy--) throw new Refused(429, { error_code: 'REQUEST_LIMIT_EXCEEDED', message: 'slow down' })
    if (it.fails.call) throw new Refused(...it.fails.call)
    const [, id, rest] = /^\/api\/2\.0\/sql\/statements(?:\/([\w-]+))?(\/.*)?$/.exec(url.pathname) ?? []
    if (!id) return begin(body)
    const statement = statements.get(id)!
    if (rest === '/cancel') {
      it.cancelled.push(id)
      statement.state = 'CANCELED'
      return {}
    }
    const chunk = /^\/result\/chunks\/(\d+)$/.exec(rest ?? '')
    if (chunk) return piece(id, Number(chunk[1]))
    const { state, error } = statement
    return {
      statement_id: id,
      status: { state, ...(error && { error }) },
      ...(state === 'SUCCEEDED' && { manifest: { format: 'JSON_ARRAY', total_row_count: statement.rows.length }, result: piece(id, 0) }),
    }
  }
  const token = (request: IncomingMessage): object => {
    const { client_id, client_secret } = it.principal
    const wanted = `Basic ${Buffer.from(`${client_id}:${client_secret}`).toString('base64')}`
    if (request.headers.authorization !== wanted)
      throw new Refused(401, { error: 'invalid_client', error_description: 'Client authentication failed' })
    tokens.add('oauth-1')
    return { access_token: 'oauth-1', token_type: 'Bearer', expires_in: 3600 }
  }
  const server = createServer(STAYS_OPEN, async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    const text = Buffer.concat(parts).toString()
    const url = new URL(request.url!, 'http://x')
    try {
      const [, id, index] = /^\/storage\/([\w-]+)\/(\d+)$/.exec(url.pathname) ?? []
      if (id) {
        it.piecesWithToken.push(request.headers.authorization !== undefined)
        return say(response, 200, statements.get(id)!.rows.slice(Number(index) * PIECE_ROWS, (Number(index) + 1) * PIECE_ROWS - it.missing))
      }
      say(
        response,
        200,
        url.pathname === '/oidc/v1/token' ? token(request) : answer(request, url, text.startsWith('{') ? JSON.parse(text) : undefined),
      )
    } catch (cause) {
      const { status, body } = cause as Refused
      say(response, status ?? 500, body ?? { error_code: 'INTERNAL_ERROR', message: '' })
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  it.connection.host = `http://127.0.0.1:${(server.address() as { port: number }).port}`
  return it
}

function say(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', ...(status === 429 && { 'retry-after': '0' }) })
  response.end(JSON.stringify(body))
}

async function run(duck: Duck, written: string, values: readonly string[], it: Databricks): Promise<DuckCell[][]> {
  for (const name of it.denied)
    if (new RegExp(`\\b${name}\\b`).test(written))
      throw new Error('[INSUFFICIENT_PERMISSIONS] Insufficient privileges: User does not have SELECT on Table')
  const described = /^describe query (.*)$/s.exec(written)?.[1]
  const hangs = new RegExp(`\\b${HANGING}\\b`, 'g')
  if (described !== undefined) {
    const columns = await duck.columns(toDuck(described).replaceAll(hangs, '(select 1 as never)'))
    return columns.map(column => [column.name, sparkType(column), null])
  }
  if (hangs.test(written)) return new Promise(() => {})
  const { columns, rows } = await duck.select(toDuck(written, it.mayWrite), values)
  return rows.map(row =>
    row.map((cell, i) =>
      columns[i]!.type === 'DOUBLE' && typeof cell === 'string' ? cell.replace(/^nan$/, 'NaN').replace(/inf$/, 'Infinity') : cell,
    ),
  )
}

const types: Readonly<Record<string, string>> = {
  VARCHAR: 'string',
  BOOLEAN: 'boolean',
  DOUBLE: 'double',
  INTEGER: 'int',
  DATE: 'date',
  TIMESTAMP: 'timestamp_ntz',
  'TIMESTAMP WITH TIME ZONE': 'timestamp',
  JSON: 'variant',
  BLOB: 'binary',
}
const sparkType = ({ type }: DuckColumn): string => {
  if (type.endsWith('[]')) return 'array<string>'
  if (type.startsWith('STRUCT')) return 'struct<n:bigint>'
  return types[type] ?? (type.startsWith('DECIMAL') ? type.toLowerCase().replace(' ', '') : 'bigint')
}
const named = `case data_type when 'VARCHAR' then 'string' when 'TIMESTAMP' then 'timestamp_ntz' when 'TIMESTAMP WITH TIME ZONE' then 'timestamp' when 'BOOLEAN' then 'boolean' when 'DATE' then 'date' when 'DOUBLE' then 'double' when 'INTEGER' then 'int' else case when data_type like 'DECIMAL%' then lower(data_type) else 'bigint' end end`
/** Databricks SQL, as far as our own statements and plain ones go, in DuckDB's words. */
export const toDuck = (query: string, mayWrite = false): string =>
  query
    .replaceAll('`', '"')
    .replaceAll(
      '"shop".information_schema.columns',
      `(select *, ${named} as full_data_type from information_schema.columns where table_catalog = 'shop') c`,
    )
    .replaceAll(
      '"shop".information_schema.table_privileges',
      `(select 'sales' as table_schema, 'orders' as table_name, 'me' as grantee, 'MODIFY' as privilege_type where ${mayWrite}) p`,
    )
    .replaceAll('current_user()', `'me'`)
    .replaceAll('is_account_group_member(grantee)', 'false')
    .replaceAll(/to_json\(("[^"]+"), map\([^)]*\)\)/g, 'to_json($1)')
    .replaceAll(/:tributary_(\d+)/g, '$$$1::varchar')
    .replaceAll(/cast\(([^()]+?) as binary\)/g, '$1')
    .replaceAll(/ as string\)/g, ' as varchar)')
    .replaceAll(/ as timestamp\)/g, ' as timestamptz)')
    .replaceAll(/ as timestamp_ntz\)/g, ' as timestamp)')
    .replaceAll(/\bstartswith\(/g, 'starts_with(')
    .replaceAll(/\bendswith\(/g, 'ends_with(')
    .replaceAll(/\boctet_length\(/g, 'strlen(')
    .replaceAll(/\bunix_micros\(/g, 'epoch_us(')

/** DuckDB's complaint in Databricks' words. */
function sentence(message: string): string {
  if (message.startsWith('[')) return message
  const column = /Referenced column "([^"]+)"/.exec(message)?.[1]
  if (column)
    return `[UNRESOLVED_COLUMN.WITH_SUGGESTION] A column, variable, or function parameter with name \`${column}\` cannot be resolved. SQLSTATE: 42703; line 2 pos 7`
  const table = /Table with name (\S+) does not exist/.exec(message)?.[1]
  if (table) return `[TABLE_OR_VIEW_NOT_FOUND] The table or view \`${table}\` cannot be found. Verify the spelling. SQLSTATE: 42P01`
  if (/Conversion Error/.test(message))
    return `[CAST_INVALID_INPUT] The value 'hidden-cell' of the type "STRING" cannot be cast to "BIGINT". SQLSTATE: 22018`
  return `[PARSE_SYNTAX_ERROR] Syntax error at or near 'form'. SQLSTATE: 42601 (line 2, pos 9)`
}
