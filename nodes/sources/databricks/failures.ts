/** Databricks' errors as sentences. Its own messages may quote cells, so only error classes, names and places are taken. */
import { Stop } from '../../../runtime/contract.ts'

type Words = readonly [code: string, message: string, why: string]
const byClass: Readonly<Record<string, Words>> = {
  SCHEMA_NOT_FOUND: [
    'source.no_database',
    'The schema is not there',
    'Check its name in the connection, and grant the login USE SCHEMA on it.',
  ],
  NO_SUCH_CATALOG_EXCEPTION: [
    'source.no_database',
    'The catalog is not there',
    'Check its name in the connection, and grant the login USE CATALOG on it.',
  ],
  CATALOG_NOT_FOUND: [
    'source.no_database',
    'The catalog is not there',
    'Check its name in the connection, and grant the login USE CATALOG on it.',
  ],
  INSUFFICIENT_PERMISSIONS: [
    'source.no_permission',
    'The login may not read this',
    'Grant it USE CATALOG, USE SCHEMA and SELECT on what the query uses.',
  ],
  UNAUTHORIZED_ACCESS: [
    'source.no_permission',
    'The login may not read this',
    'Grant it USE CATALOG, USE SCHEMA and SELECT on what the query uses.',
  ],
  AMBIGUOUS_REFERENCE: ['source.bad_query', 'The query names a column that several tables have', 'Write the table’s name before it.'],
  UNRESOLVED_ROUTINE: ['source.bad_query', 'The query calls a function that is not there', 'Check its name.'],
  UNBOUND_SQL_PARAMETER: ['source.refused_query', 'The query uses a parameter', 'Write the value into the query.'],
  MISSING_AGGREGATION: ['source.bad_query', 'The query groups some columns and not others', 'Add the column to GROUP BY, or aggregate it.'],
}
const ASLEEP: Words = [
  'source.asleep',
  'The SQL warehouse is stopped',
  'Start it in the workspace, and grant the login "Can use", with which a query starts it.',
]
const badValue: Words = [
  'source.bad_value',
  'The query could not calculate a value',
  'A division by zero, a text that is no number, or the like. Use try_cast or try_divide.',
]

/** Of a statement that failed. */
export function statementFailure({ state = '', error }: { state?: string; error?: { error_code?: string; message?: string } }): Stop {
  const message = error?.message ?? ''
  if (state === 'CANCELED' || state === 'CLOSED')
    return new Stop('source.cancelled', 'The query was cancelled', 'Somebody or a limit stopped it.')
  const kind = /\[([A-Z_]+)(?:\.[A-Z_]+)*\]/.exec(message)?.[1] ?? ''
  const known = byClass[kind]
  if (known) return new Stop(...known)
  if (kind === 'TABLE_OR_VIEW_NOT_FOUND') return noTable(names(message))
  if (kind === 'UNRESOLVED_COLUMN' || kind === 'FIELD_NOT_FOUND')
    return new Stop('source.no_column', `There is no column "${names(message).split('.').at(-1)}"`, `Check its spelling${place(message)}.`)
  if (kind.includes('PARSE') || kind.includes('SYNTAX'))
    return new Stop('source.syntax', 'The query is not correct SQL', `Databricks stumbled${place(message) || ' over it'}.`)
  if (/^(CAST_|DIVIDE_BY_ZERO|ARITHMETIC_|NUMERIC_|CANNOT_PARSE|INVALID_ARRAY_INDEX|DATETIME)/.test(kind)) return new Stop(...badValue)
  if (/PERMISSION_DENIED|does not have/i.test(`${error?.error_code} ${message}`)) return new Stop(...byClass.INSUFFICIENT_PERMISSIONS!)
  if (/DEADLINE|TIMEOUT/.test(error?.error_code ?? ''))
    return new Stop('source.timeout', 'The query took too long', 'Databricks ended it. Read less.')
  if (/warehouse .{0,200}(stopped|stopping|deleted|not running)/i.test(message)) return new Stop(...ASLEEP)
  if (/RESOURCE_EXHAUSTED|QUOTA|TEMPORARILY|UNAVAILABLE/.test(error?.error_code ?? ''))
    return new Stop('source.overloaded', 'The SQL warehouse is too busy', 'Try again later.')
  if (kind) return new Stop('source.bad_query', 'The query does not fit the data', `Databricks calls it ${kind}${place(message)}.`)
  return new Stop('source.failed', 'Databricks could not answer', `It gave the code ${codeOf(error?.error_code)}.`)
}
const noTable = (name: string) =>
  new Stop(
    'source.no_table',
    `There is no table "${name}", or the login may not see it`,
    'Check its spelling and schema, and grant the login SELECT on it.',
  )
const names = (message: string): string => (/`([^`]{1,200})`(?:\.`[^`]{1,200}`)*/.exec(message)?.[0] ?? '?').replaceAll('`', '')
const codeOf = (code: unknown): string => (typeof code === 'string' && /^[A-Z_]{2,60}$/.test(code) ? code : '?')
/** " (at line 2, character 7 of the query)", counted in the person's own text. */
function place(message: string): string {
  const [, line, character] = /line (\d+),? pos(?:ition)? (\d+)/.exec(message) ?? []
  return line && Number(line) > 1 ? ` (at line ${Number(line) - 1}, character ${Number(character) + 1} of the query)` : ''
}

/** Of a call that was answered with something else than success. */
export function callFailure(status: number, body: { error_code?: string; message?: string; error?: string } | undefined): Stop {
  if (body === undefined || (status >= 300 && status < 400))
    return new Stop(
      'source.bad_address',
      'This is no Databricks workspace',
      'What answers there speaks something else. Check the host in the connection.',
    )
  if (status === 401 || body.error !== undefined)
    return new Stop(
      'source.refused_login',
      'Databricks refused the login',
      'The access token, or client id and secret, are wrong or not valid any more.',
    )
  if (status === 403)
    return /ip.?access|blocked/i.test(body.message ?? '')
      ? new Stop(
          'source.refused_login',
          'Databricks refused the login',
          'An IP access list of the workspace does not let this server’s address in.',
        )
      : new Stop('source.no_permission', 'The login may not use this SQL warehouse', 'Give it "Can use" on the warehouse.')
  if (status === 404 || /endpoint|warehouse/i.test(body.message ?? ''))
    return new Stop('source.no_database', 'The SQL warehouse is not there', 'Check its HTTP path in the connection.')
  if (status === 429 || status === 503) return new Stop('source.overloaded', 'Databricks is too busy', 'Try again later.')
  if (status >= 500) return new Stop('source.lost', 'Databricks had a fault', 'Run again.')
  return statementFailure({ error: body })
}
