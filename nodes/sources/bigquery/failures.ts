/** BigQuery's errors as sentences. Its own messages may quote cells, so only names and places are taken. */
import { Stop } from '../../../runtime/contract.ts'
import { networkFailure } from '../../../runtime/source-failure.ts'

interface ApiError {
  code?: number | string
  message?: string
  errors?: readonly { reason?: string; message?: string }[]
  /** Of a job that failed. */
  reason?: string
}
type Words = readonly [code: string, message: string, why: string]
const API_OFF: Words = [
  'source.no_permission',
  'BigQuery is switched off in this project',
  'Enable the BigQuery API in the Google console, or check the project’s name.',
]
const FENCED: Words = [
  'source.no_permission',
  'A rule of the organisation keeps this server out',
  'VPC Service Controls do not let its address in. An administrator can.',
]
const byReason: Readonly<Record<string, Words>> = {
  bytesBilledLimitExceeded: [
    'source.too_costly',
    'The query would read more than the connection allows',
    'Read less, or raise the connection’s limit of gigabytes.',
  ],
  quotaExceeded: ['source.overloaded', 'The project’s quota is used up', 'Try again later, or raise it in the Google console.'],
  rateLimitExceeded: ['source.overloaded', 'The project asks too much at once', 'Try again in a moment.'],
  billingNotEnabled: ['source.no_permission', 'The project has no billing account', 'Link one in the Google console.'],
  accessNotConfigured: API_OFF,
  SERVICE_DISABLED: API_OFF,
  vpcServiceControls: FENCED,
  policyViolation: FENCED,
  billingTierLimitExceeded: ['source.too_costly', 'The query needs more computing than allowed', 'Read less.'],
  resourcesExceeded: ['source.overloaded', 'The query needs more than one query may use', 'Sort and join less at once.'],
  responseTooLarge: ['source.overloaded', 'The result is too large for one query', 'Read fewer columns or rows.'],
  backendError: ['source.lost', 'BigQuery had a fault', 'Run again.'],
  internalError: ['source.lost', 'BigQuery had a fault', 'Run again.'],
  stopped: ['source.cancelled', 'The query was cancelled', 'Somebody or a limit stopped it.'],
  accessDenied: ['source.no_permission', 'The login may not read this', 'Grant it BigQuery Data Viewer on the dataset.'],
  duplicate: ['source.lost', 'BigQuery had a fault', 'Run again.'],
}
const login = (why: string) => new Stop('source.refused_login', 'Google refused the login', why)

/** A `Stop` for whatever happened. */
export function stopOf(cause: unknown): Stop {
  if (cause instanceof Stop) return cause
  const error = (cause ?? {}) as ApiError
  const message = [error.message, ...(error.errors ?? []).map(e => e.message)].filter(Boolean).join(' ')
  const reason = error.reason ?? error.errors?.[0]?.reason ?? ''
  if (/default credentials/i.test(message))
    return login('This server has no identity of its own there. Use a service account’s key, or attach one to the server.')
  if (/invalid_grant|invalid_client|account not found|Invalid JWT/i.test(message))
    return login('The key is not valid any more, or this server’s clock is wrong.')
  if (/DECODER|PEM|asn1|private.?key/i.test(message)) return login('The private key in the service account’s JSON cannot be read.')
  if (error.code === 401) return login('The key is unknown or was deleted. Make a new one and paste it.')
  const known = networkFailure(cause)
  if (known) return known
  return (
    said(message, reason, Number(error.code)) ??
    words(byReason[reason]) ??
    new Stop('source.failed', 'BigQuery could not answer', `It gave the reason "${/^\w{1,40}$/.test(reason) ? reason : '?'}".`)
  )
}
const words = (found: Words | undefined): Stop | undefined => found && new Stop(...found)

/** What only the message tells apart. */
function said(message: string, reason: string, status: number): Stop | undefined {
  if (/has not been used in project|it is disabled/i.test(message)) return new Stop(...API_OFF)
  if (/vpcServiceControls|prohibited by organization/i.test(message)) return new Stop(...FENCED)
  if (/timed out|timeout/i.test(message))
    return new Stop('source.timeout', 'The query took longer than 15 minutes', 'BigQuery cancelled it. Read less.')
  if (/bigquery\.jobs\.create/.test(message))
    return new Stop('source.no_permission', 'The login may not run queries', 'Grant it BigQuery Job User on the project.')
  if (reason === 'accessDenied' || status === 403) return words(byReason[reason]) ?? words(byReason.accessDenied)
  if (reason === 'notFound' || status === 404) return missing(message)
  if (byReason[reason]) return words(byReason[reason])
  if (reason !== 'invalidQuery' && status !== 400) return undefined
  const column = /Unrecognized name: ([\p{L}_][\p{L}\p{N}_.]{0,199})/u.exec(message)?.[1] ?? /Name (\w{1,200}) not found/.exec(message)?.[1]
  if (column) return new Stop('source.no_column', `There is no column "${column}"`, `Check its spelling${place(message)}.`)
  if (/Syntax error|Unexpected|Expected/i.test(message))
    return new Stop('source.syntax', 'The query is not correct SQL', `BigQuery stumbled${place(message) || ' over it'}.`)
  if (/Duplicate column name/i.test(message))
    return new Stop('source.same_column', 'Two columns have one name', 'Give one of them another name with AS.')
  if (
    /division by zero|Could not cast|Bad (int|double|bool)|Invalid (date|timestamp|datetime|NUMERIC)|overflow|out of range/i.test(message)
  )
    return new Stop(
      'source.bad_value',
      'The query could not calculate a value',
      'A division by zero, a text that is no number, or the like. Use SAFE_CAST or SAFE_DIVIDE.',
    )
  return new Stop('source.bad_query', 'The query does not fit the data', `Names, types or functions do not match${place(message)}.`)
}
function missing(message: string): Stop {
  const [, what = '', name = '?'] = /Not found: (Table|Dataset|Project|Job) ([\w:.\-$]{1,200})/.exec(message) ?? []
  const where = /location (\w[\w-]{1,40})/.exec(message)?.[1]
  if (what === 'Table')
    return new Stop(
      'source.no_table',
      `There is no table "${name}"`,
      `Check its spelling and dataset${where ? `; it was looked for in ${where}` : ''}.`,
    )
  if (what === 'Dataset' || what === 'Project')
    return new Stop(
      'source.no_database',
      `There is no ${what.toLowerCase()} "${name}"`,
      `Check its name${where ? ` and location (looked for in ${where})` : ''} in the connection.`,
    )
  return new Stop('source.no_table', 'What the query names is not there', 'Check the names of its tables, datasets and project.')
}
/** " (at line 2, character 7 of the query)", counted in the person's own text. */
function place(message: string): string {
  const [, line, character] = /\[(\d+):(\d+)\]/.exec(message) ?? []
  return line ? ` (at line ${Math.max(1, Number(line) - 1)}, character ${character} of the query)` : ''
}
