/** Snowflake's errors as sentences. Its own messages may quote cells, so only names and places are taken. */
import { Stop } from '../../../runtime/contract.ts'
import { networkFailure } from '../../../runtime/source-failure.ts'

interface DriverError {
  code?: string | number
  sqlState?: string
  message?: string
  cause?: unknown
}
type Words = readonly [code: string, message: string, why: string]
const refused = (why: string): Words => ['source.refused_login', 'Snowflake refused the login', why]
const asleep = (why: string): Words => ['source.asleep', 'The warehouse is suspended', why]
const NO_USE = 'Check its name, and grant the role USAGE on it.'
const ENDED: Words = ['source.lost', 'The session with Snowflake ended', 'The next run reads again.']
const byCode: Readonly<Record<string, Words>> = {
  '390100': refused('User or password is wrong.'),
  '390101': refused('The user is locked or disabled.'),
  '390111': ENDED,
  '390114': ENDED,
  '407001': ENDED,
  '407002': ENDED,
  '390144': refused('The private key does not fit the public key that the user has, or this server’s clock is wrong.'),
  '390189': refused('The role is not granted to this user, or does not exist.'),
  '390190': refused('The user or account is unknown there.'),
  '390201': [
    'source.no_database',
    'The database, schema or warehouse of the connection is not there',
    'Check its name, and that the role may use it.',
  ],
  '390303': refused('The access token is not valid any more.'),
  '394400': refused('The access token is not valid any more, or needs a network policy on its user.'),
  '390420': refused('A network policy of the account does not let this server’s address in.'),
  '390422': refused('A network policy of the account does not let this server’s address in.'),
  '390432': refused('The access token needs a network policy on its user.'),
  '000604': ['source.cancelled', 'The query was cancelled', 'Somebody or a limit stopped it.'],
  '000606': [
    'source.no_database',
    'No warehouse runs the query',
    'Check the warehouse’s name in the connection, and grant the role USAGE on it.',
  ],
  '000603': ['source.lost', 'Snowflake had a fault', 'Run again.'],
  '000666': asleep('The account’s trial has ended, or somebody suspended it. An administrator sees which under Billing.'),
  '000630': ['source.timeout', 'The query took longer than 15 minutes', 'Snowflake cancelled it. Read less, or use a larger warehouse.'],
  '090105': ['source.no_database', 'The connection names no database that is there', NO_USE],
  '090106': ['source.no_database', 'The connection names no schema that is there', NO_USE],
  '003001': ['source.no_permission', 'The role may not read this', 'Grant it SELECT on the tables that the query uses.'],
  '003540': ['source.no_permission', 'The role may not read this', 'Grant it SELECT on the tables that the query uses.'],
  '090073': ['source.overloaded', 'The warehouse’s credits are used up', 'A resource monitor stopped it. An administrator can raise it.'],
  '002028': [
    'source.same_column',
    'Two columns have one name',
    'Write the table’s name before it, or give one of them another name with AS.',
  ],
  '001044': ['source.bad_query', 'The query calls a function with the wrong types', 'Check what it is given.'],
  '002140': ['source.bad_query', 'The query calls a function that is not there', 'Check its name.'],
}
/** The driver's own, before or around a session. */
const NETWORK = new Set(['401001', '401002', '402001', '402002'])

/** A `Stop` for whatever happened. */
export function stopOf(cause: unknown): Stop {
  if (cause instanceof Stop) return cause
  const error = (cause ?? {}) as DriverError
  const code = String(error.code ?? '').padStart(6, '0')
  const message = error.message ?? ''
  // Its driver keeps columns in an object that has these already.
  if (cause instanceof TypeError && message.includes('mapColumnNameToIndices'))
    return new Stop(
      'source.bad_query',
      'A column has a name that Snowflake’s driver cannot hold',
      'It is called __proto__, constructor or the like: give it another name with AS, in a query or a view.',
    )
  const known = byCode[code]
  if (known) return new Stop(...known)
  const way = networkFailure(cause)
  if (way) return way
  if (NETWORK.has(code))
    return new Stop('source.unreachable', 'Snowflake cannot be reached', 'Check the account’s name. A firewall may be in the way.')
  if (/private.?key|PEM|DECODER|asn1/i.test(message))
    return new Stop(...refused('The private key cannot be read. Paste the whole PEM text; an encrypted one needs its password.'))
  if (/^39\d{4}$/.test(code)) return new Stop(...refused(`It gave the code ${code}.`))
  return said(code, message)
}

function said(code: string, message: string): Stop {
  const column = /invalid identifier '"?([^'"]{1,200})"?'/i.exec(message)?.[1]
  if (column)
    return new Stop(
      'source.no_column',
      `There is no column "${column}"`,
      `Check its spelling${place(message)}; names in quotes count capitals.`,
    )
  const object = /(?:Object|Table|View|Schema|Database) '([^']{1,300})' does not exist or not authorized/i.exec(message)?.[1]
  if (object || code === '002003' || code === '002043')
    return new Stop(
      'source.no_table',
      `There is no table "${object ?? '?'}", or the role may not read it`,
      'Check its spelling and schema, and grant the role SELECT on it.',
    )
  if (code === '001003' || /syntax error/i.test(message))
    return new Stop('source.syntax', 'The query is not correct SQL', `Snowflake stumbled${place(message) || ' over it'}.`)
  if (/^100\d{3}$/.test(code))
    return new Stop(
      'source.bad_value',
      'The query could not calculate a value',
      'A division by zero, a text that is no number, or the like. Use TRY_CAST or DIV0.',
    )
  if (/warehouse .{0,300}suspended/is.test(message))
    return new Stop(...asleep('Resume it, or let it resume by itself (AUTO_RESUME), and grant the role OPERATE or USAGE on it.'))
  if (/insufficient privileges/i.test(message)) return new Stop(...byCode['003001']!)
  return /^00[12]\d{3}$/.test(code)
    ? new Stop('source.bad_query', 'The query does not fit the data', `Names, types or functions do not match${place(message)}.`)
    : new Stop('source.failed', 'Snowflake could not answer', `It gave the code ${/^\d{6}$/.test(code) ? code : '?'}.`)
}
/** " (at line 2, character 7 of the query)", counted in the person's own text. */
function place(message: string): string {
  const [, line, character] = /line (\d+) at position (-?\d+)/.exec(message) ?? []
  return line && Number(line) > 1 ? ` (at line ${Number(line) - 1}, character ${Number(character) + 1} of the query)` : ''
}
