/**
 * A stand-in for Snowflake: speaks what its driver speaks (login, queries, chunks of results, cancelling, sessions) on
 * loopback and answers from DuckDB. Keys are verified as Snowflake does. What it does not prove stands in the kind's README.
 */
import { createHash, createPublicKey, generateKeyPairSync, randomUUID, verify } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { gunzipSync, gzipSync } from 'node:zlib'
import { Duck, type DuckColumn, HANGING } from './duck.ts'
import { STAYS_OPEN } from './stays-open.ts'

export interface Snowflake {
  connection: { account: string; user: string; private_key: string; warehouse: string; database: string; endpoint: string }
  password: string
  token: string
  /** A key that the user does not have. */
  strangeKey: string
  asked: string[]
  cancelled: string[]
  denied: Set<string>
  mayWrite: boolean
  /** The query whose rows are the answer to every other, as a recording gives them. */
  canned: string | undefined
  /** What every query is answered with, or every login, or by what stands before the service. */
  fails: { query?: readonly [code: string, message: string]; login?: readonly [code: string, message: string]; status?: number }
  /** So many rows are missing at the end of every chunk. */
  missing: number
  /** Sessions that were opened and not closed. */
  sessions: Set<string>
  duck: Duck
  cut(): void
  close(): Promise<void>
}
const CHUNK_ROWS = 600
const FIRST_ROWS = 200
class Refused extends Error {
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}
interface Ask {
  sqlText: string
  bindings?: Record<string, { value: string }>
  describeOnly?: boolean
}

export async function startSnowflake(setup: readonly string[] = []): Promise<Snowflake> {
  const pair = () =>
    generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    })
  const known = pair()
  const duck = await Duck.open(['create schema "PUBLIC"', 'use "PUBLIC"', ...setup])
  const chunks = new Map<string, string>()
  const waiting = new Map<string, (cause: Refused) => void>()
  const it: Snowflake = {
    connection: {
      account: 'testorg-acct',
      user: 'TRIBUTARY',
      private_key: known.privateKey,
      warehouse: 'WH',
      database: 'SHOP',
      endpoint: '',
    },
    password: 'pass-secret',
    token: 'pat-secret',
    strangeKey: pair().privateKey,
    asked: [],
    cancelled: [],
    denied: new Set(),
    mayWrite: false,
    canned: undefined,
    fails: {},
    missing: 0,
    sessions: new Set(),
    duck,
    cut: () => server.closeAllConnections(),
    close: async () => {
      server.closeAllConnections()
      server.close()
      duck.close()
    },
  }

  const login = ({ data }: { data: Record<string, string> }): object => {
    if (it.fails.login) throw new Refused(...it.fails.login)
    const { AUTHENTICATOR, TOKEN = '', PASSWORD, LOGIN_NAME } = data
    if (AUTHENTICATOR === 'SNOWFLAKE_JWT') {
      if (!ownJwt(TOKEN, known.publicKey, LOGIN_NAME!)) throw new Refused('390144', 'JWT token is invalid.')
    } else if (AUTHENTICATOR === 'PROGRAMMATIC_ACCESS_TOKEN') {
      if (TOKEN !== it.token) throw new Refused('394400', 'Programmatic access token is invalid.')
    } else if (PASSWORD !== it.password) throw new Refused('390100', 'Incorrect username or password was specified.')
    const token = randomUUID()
    it.sessions.add(token)
    return {
      token,
      masterToken: `m${token}`,
      validityInSeconds: 3600,
      masterValidityInSeconds: 14_400,
      sessionId: it.sessions.size,
      parameters: PARAMETERS,
      sessionInfo: {},
    }
  }
  const query = async ({ sqlText: written, bindings = {}, describeOnly }: Ask, id: string): Promise<object> => {
    const sqlText = it.canned && !/^alter session/i.test(written) ? it.canned : written
    it.asked.push(sqlText)
    for (const name of it.denied)
      if (new RegExp(`\\b${name}\\b`, 'i').test(sqlText))
        throw new Refused('002003', `SQL compilation error:\nObject '${name}' does not exist or not authorized.`)
    if (/^alter session set /i.test(sqlText))
      return result([{ name: 'status', type: 'VARCHAR' }], [['Statement executed successfully.']], 0)
    if (it.fails.query) throw new Refused(...it.fails.query)
    const text = toDuck(sqlText, it.mayWrite)
    const hangs = new RegExp(`\\b${HANGING}\\b`).test(text)
    if (describeOnly)
      return result(await duck.columns(text.replaceAll(new RegExp(`\\b${HANGING}\\b`, 'g'), '(select 1 as never)')), [], 4096)
    if (hangs) return new Promise((_, reject) => waiting.set(id, reject))
    const values = Object.keys(bindings)
      .sort((a, b) => Number(a) - Number(b))
      .map(key => bindings[key]!.value)
    const { columns, rows } = await duck.select(text, values)
    const cells = rows.map(row =>
      row.map((cell, i) =>
        typeof cell === 'string' && columns[i]!.type === 'DOUBLE' ? cell.replace('nan', 'NaN') : (cell as string | null),
      ),
    )
    const parts: object[] = []
    for (let at = FIRST_ROWS; at < cells.length; at += CHUNK_ROWS) {
      const part = cells.slice(at, at + CHUNK_ROWS)
      const key = randomUUID()
      // A chunk is the rows without the brackets around them.
      chunks.set(key, JSON.stringify(it.missing > 0 ? part.slice(0, -it.missing) : part).slice(1, -1))
      parts.push({
        url: `${it.connection.endpoint}/chunk/${key}`,
        rowCount: part.length,
        uncompressedSize: chunks.get(key)!.length,
        compressedSize: 1,
      })
    }
    return {
      ...result(columns, cells.slice(0, FIRST_ROWS), 4096),
      total: cells.length,
      returned: cells.length,
      ...(parts.length > 0 && { chunks: parts, chunkHeaders: {} }),
    }
  }
  const answer = async (request: IncomingMessage, url: URL, body: any): Promise<object | null> => {
    if (url.pathname === '/session/v1/login-request') return login(body)
    const token = /Token="([^"]+)"/.exec(request.headers.authorization ?? '')?.[1] ?? ''
    if (!it.sessions.has(token)) throw new Refused('390104', 'ID token is invalid.')
    if (url.pathname === '/session' && url.searchParams.get('delete') === 'true') {
      it.sessions.delete(token)
      return null
    }
    if (url.pathname === '/queries/v1/query-request') return query(body, url.searchParams.get('requestId')!)
    if (url.pathname.endsWith('/abort-request')) {
      it.cancelled.push(body.requestId)
      waiting.get(body.requestId)?.(new Refused('000604', 'SQL execution canceled'))
      return null
    }
    return null
  }
  const server = createServer(STAYS_OPEN, async (request, response) => {
    const url = new URL(request.url!, 'http://x')
    const chunk = chunks.get(url.pathname.replace('/chunk/', ''))
    if (chunk !== undefined) {
      response.writeHead(200, { 'content-encoding': 'gzip' })
      return void response.end(gzipSync(chunk))
    }
    if (it.fails.status !== undefined) {
      response.writeHead(it.fails.status, { 'content-type': 'text/html' })
      return void response.end('<html></html>')
    }
    try {
      say(response, { success: true, code: null, message: null, data: await answer(request, url, await bodyOf(request)) })
    } catch (cause) {
      const { code, message } = cause instanceof Refused ? cause : complaint(cause as Error)
      say(response, { success: false, code, message, data: { errorCode: code, sqlState: '42000', queryId: randomUUID() } })
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  it.connection.endpoint = `http://127.0.0.1:${(server.address() as { port: number }).port}`
  return it
}

async function bodyOf(request: IncomingMessage): Promise<any> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  const raw = Buffer.concat(parts)
  return raw.length === 0 ? {} : JSON.parse((request.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw).toString())
}
function say(response: ServerResponse, body: object): void {
  response.writeHead(200, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body))
}
const PARAMETERS = [
  { name: 'TIMEZONE', value: 'UTC' },
  { name: 'CLIENT_RESULT_PREFETCH_THREADS', value: 2 },
  { name: 'CLIENT_SESSION_KEEP_ALIVE', value: false },
  { name: 'QUERY_CONTEXT_CACHE_SIZE', value: 5 },
]

/** `ACCOUNT.USER.SHA256:fingerprint of the public key`, signed by the private one. */
function ownJwt(token: string, publicKey: string, user: string): boolean {
  const [head = '', claims = '', signature = ''] = token.split('.')
  const { iss, sub } = JSON.parse(Buffer.from(claims, 'base64url').toString())
  const digest = createHash('sha256')
    .update(createPublicKey(publicKey).export({ type: 'spki', format: 'der' }))
    .digest('base64')
  const signed = verify('RSA-SHA256', Buffer.from(`${head}.${claims}`), publicKey, Buffer.from(signature, 'base64url'))
  return signed && iss === `${sub}.SHA256:${digest}` && String(sub).endsWith(`.${user.toUpperCase()}`)
}

const types: Readonly<Record<string, string>> = {
  VARCHAR: 'text',
  BOOLEAN: 'boolean',
  DOUBLE: 'real',
  DATE: 'date',
  TIME: 'time',
  TIMESTAMP: 'timestamp_ntz',
  'TIMESTAMP WITH TIME ZONE': 'timestamp_tz',
  JSON: 'variant',
  BLOB: 'binary',
}
function result(columns: readonly DuckColumn[], rowset: (string | null)[][], statementTypeId: number): object {
  const rowtype = columns.map(({ name, type }) => {
    const [, precision, scale] = /^DECIMAL\((\d+),\s*(\d+)\)$/.exec(type) ?? []
    const named = type.endsWith('[]') ? 'array' : (types[type] ?? 'fixed')
    return { name, type: named, precision: Number(precision ?? 38), scale: Number(scale ?? 0), length: null, nullable: true }
  })
  return {
    queryId: randomUUID(),
    sqlState: '00000',
    statementTypeId,
    version: 1,
    queryResultFormat: 'json',
    rowtype,
    rowset,
    total: rowset.length,
    returned: rowset.length,
    parameters: [],
  }
}

const named = `case data_type when 'VARCHAR' then 'TEXT' when 'TIMESTAMP' then 'TIMESTAMP_NTZ' when 'TIMESTAMP WITH TIME ZONE' then 'TIMESTAMP_TZ' when 'BOOLEAN' then 'BOOLEAN' when 'DATE' then 'DATE' when 'DOUBLE' then 'FLOAT' else 'NUMBER' end`
/** Snowflake's SQL, as far as our own statements and plain ones go, in DuckDB's words. Time travel is left out: it has none. */
export const toDuck = (query: string, mayWrite = false): string =>
  query
    .replaceAll('information_schema.columns', `(select * replace (${named} as data_type) from information_schema.columns) c`)
    .replaceAll('information_schema.tables', '(select *, 1 as retention_time from information_schema.tables) t')
    .replaceAll(
      'information_schema.table_privileges',
      `(select 'PUBLIC' as table_schema, 'ORDERS' as table_name, 'INHERITED' as grantee, 'INSERT' as privilege_type where ${mayWrite}) p`,
    )
    .replaceAll('information_schema.enabled_roles', `(select unnest(['R', 'INHERITED']) as role_name)`)
    .replaceAll('current_role()', `'R'`)
    .replaceAll(/to_varchar\(convert_timezone\('UTC', (current_timestamp)\(\)\), '[^']*'\)/g, `'2026-11-21T12:00:00.000001000'`)
    .replaceAll(/ at\(timestamp => '[^']*'::timestamp_tz\)/g, '')
    .replaceAll(
      /to_varchar\(convert_timezone\('UTC', ("(?:[^"]|"")+")\), '[^']*'\)/g,
      `strftime($1 at time zone 'UTC', '%Y-%m-%dT%H:%M:%S.%f') || '000Z'`,
    )
    .replaceAll(/to_varchar\(("(?:[^"]|"")+"), 'YYYY-MM-DD"T"[^']*'\)/g, `strftime($1, '%Y-%m-%dT%H:%M:%S.%f') || '000'`)
    .replaceAll(/to_varchar\(("(?:[^"]|"")+"), 'YYYY-MM-DD'\)/g, `strftime($1, '%Y-%m-%d')`)
    .replaceAll(/to_varchar\(("(?:[^"]|"")+"), 'HH24[^']*'\)/g, `$1::varchar`)
    .replaceAll(/to_varchar\(("(?:[^"]|"")+"), 'HEX'\)/g, 'hex($1)')
    .replaceAll(/to_varchar\(/g, 'varchar_of(')
    .replaceAll(/convert_timezone\('UTC', ("(?:[^"]|"")+")\)/g, `($1 at time zone 'UTC')`)
    .replaceAll(/collate\(("(?:[^"]|"")+"), ''\)/g, '$1')
    .replaceAll(/(?<![:\w]):(\d{1,2})\b/g, '$$$1::varchar')
    .replaceAll(/::number\(/g, '::decimal(')
    .replaceAll(/::timestamp_ntz\b/g, '::timestamp')
    .replaceAll(/::timestamp_tz\b/g, '::timestamptz')
    .replaceAll(/\bstartswith\(/g, 'starts_with(')
    .replaceAll(/\bendswith\(/g, 'ends_with(')
    .replaceAll(/\/\/([^\n]*)/g, '--$1')
/** What DuckDB needs to read it. */
export const MACROS = ['create macro varchar_of(x) as x::varchar']

/** DuckDB's complaint in Snowflake's words. */
function complaint({ message }: Error): { code: string; message: string } {
  const column = /Referenced column "([^"]+)"/.exec(message)?.[1]
  if (column)
    return { code: '000904', message: `SQL compilation error: error line 2 at position 7\ninvalid identifier '${column.toUpperCase()}'` }
  const table = /Table with name (\S+) does not exist/.exec(message)?.[1]
  if (table) return { code: '002003', message: `SQL compilation error:\nObject '${table.toUpperCase()}' does not exist or not authorized.` }
  if (/Conversion Error/.test(message)) return { code: '100038', message: "Numeric value 'hidden-cell' is not recognized" }
  return { code: '001003', message: 'SQL compilation error:\nsyntax error line 2 at position 9 unexpected' }
}
