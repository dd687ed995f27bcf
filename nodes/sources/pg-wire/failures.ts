/** The errors of what speaks this wire, as sentences. Its own messages may quote cells and addresses, so only names and positions are taken. */
import { Stop } from '../../../runtime/contract.ts'
import { CUT_AT_THE_DOOR, networkFailure } from '../../../runtime/source-failure.ts'

/** What stands before a person's own text in the statement: positions are counted from there. */
export const BEFORE_SQL = 'select * from (\n'
export const AFTER_SQL = '\n) q'

export type Words = readonly [code: string, message: string, why: string]
/** What only one kind of server says, or says otherwise. */
export interface Own {
  states: Readonly<Record<string, Words>>
  /** What to do when it wants a login that the driver does not speak. */
  strangeLogin: string
  /** How its message says that a statement took too long. */
  tookTooLong: RegExp
}
/** How a connection is being made. */
export type Opening = 'in clear' | 'encrypted'
/** `opening`: before the session was there. `statement`: what was sent, to say where in a person's own text the fault is. */
export type StopOf = (cause: unknown, opening?: Opening, statement?: string) => Stop
const byState: Readonly<Record<string, Words>> = {
  '28P01': ['source.refused_login', 'The database refused the login', 'User or password is wrong.'],
  '28000': ['source.refused_login', 'The database refused the login', 'The user is unknown there, or may not connect from here.'],
  '3D000': ['source.no_database', 'The database does not exist on that server', 'Check its name in the connection.'],
  '53300': ['source.unreachable', 'The database takes no more connections', 'Too many are open. Try again later, or raise its limit.'],
  '57P03': ['source.unreachable', 'The database is starting or stopping', 'Try again in a moment.'],
  '25006': ['source.only_reads', 'The query tried to write', 'A source is only read.'],
  '0A000': ['source.bad_query', 'The query uses something that cannot stand there', 'Only a query that gives rows can be a model.'],
  '42883': ['source.bad_query', 'The query calls a function that is not there', 'Check its name and the types of what it is given.'],
  '08P01': ['source.bad_query', 'The query uses a parameter', 'Write the value into the query.'],
  '42702': ['source.bad_query', 'The query names a column that several tables have', 'Write the table’s name before it.'],
  '42803': ['source.bad_query', 'The query groups some columns and not others', 'Add the column to GROUP BY, or aggregate it.'],
}
const byClass: Readonly<Record<string, Words>> = {
  '08': ['source.lost', 'The connection to the database was lost', 'The network or the server cut it. The next run reads again.'],
  '22': [
    'source.bad_value',
    'The query could not calculate a value',
    'A division by zero, a text that is no number, or the like. Guard it in the query.',
  ],
  '42': ['source.bad_query', 'The query does not fit the database', 'Names or types do not match.'],
  '53': ['source.overloaded', 'The database has run out of something', 'Disk, memory or connections. Its log says which.'],
  '57': ['source.lost', 'The database ended the connection', 'An administrator or a restart did. The next run reads again.'],
  '58': ['source.overloaded', 'The database has trouble with its disk', 'Its log says which.'],
}
const NO_ENCRYPTION = 'It offers no encryption. The connection’s setting "Encryption" says how strict to be.'
const HOW_STRICT = 'The connection’s setting "Encryption" says how strict to be.'
const IN_CLEAR = 'It takes none in clear. Set "Encryption" to require, or to verify-full where its certificate can be checked.'
interface PgError {
  code?: string
  message?: string
  position?: string
  /** The part of the server that complains: the same in every language. */
  routine?: string
}
/** A `Stop` for whatever happened. */
export const failures =
  (own: Own): StopOf =>
  (cause, opening, statement = '') => {
    if (cause instanceof Stop) return cause
    const error = (cause ?? {}) as PgError
    const { code = '', message = '' } = error
    if (/^[0-9A-Z]{5}$/.test(code) && !/^E[A-Z]+$/.test(code)) return answered(error, own, opening, statement)
    const known = networkFailure(cause)
    if (known?.code === 'source.encryption') return new Stop(known.code, known.message, `${known.why} ${HOW_STRICT}`)
    if (/certificate|altname|SSL|TLS/i.test(`${code} ${message}`))
      return new Stop('source.encryption', 'No safe connection to the database could be made', NO_ENCRYPTION)
    if (/authenticationOk message type/.test(message))
      return new Stop('source.refused_login', 'The database asks for a login that is not understood here', own.strangeLogin)
    if (/SASL|password/i.test(message))
      return new Stop(
        'source.refused_login',
        'The database refused the login',
        'It wants a password, and none was given or it does not fit.',
      )
    if (known && known.code !== 'source.lost') return known
    if (/timeout expired|connection timeout/i.test(message))
      return new Stop('source.unreachable', 'The database cannot be reached', 'No answer within 10 seconds. A firewall may be in the way.')
    if (opening) return new Stop('source.unreachable', ...CUT_AT_THE_DOOR)
    return new Stop('source.lost', 'The connection to the database was lost', 'The network or the server cut it. The next run reads again.')
  }

function answered(error: PgError, own: Own, opening: Opening | undefined, statement: string): Stop {
  const { code = '', message = '', routine } = error
  const name = quoted(message)
  if (code === '42P01')
    return new Stop('source.no_table', `There is no table "${name ?? '?'}"`, `Check its spelling and schema${place(error, statement)}.`)
  if (code === '42703')
    return new Stop('source.no_column', `There is no column ${columnName(message)}`, `Check its spelling${place(error, statement)}.`)
  if (code === '42601')
    return new Stop('source.syntax', 'The query is not correct SQL', `The database stumbled${place(error, statement) || ' over it'}.`)
  if (code === '57014')
    return own.tookTooLong.test(message)
      ? new Stop('source.timeout', 'The query took longer than 15 minutes', 'The database cancelled it. Read less, or add an index.')
      : new Stop('source.cancelled', 'The query was cancelled', 'Somebody or a limit stopped it.')
  if (code === '42501') return ungranted(message)
  // The one refusal of a login that is none of the login: the list of who may come in holds it for encrypted connections only.
  const notOnTheList = routine === 'ClientAuthentication' && opening === 'in clear'
  if (code === '28000' && (notOnTheList || /no encryption|SSL off/.test(message)))
    return new Stop('source.encryption', 'The server lets this login in only over a safe connection', IN_CLEAR)
  const [, , incomparable] = UNCOMPARED.exec(message) ?? []
  if (code === '42883' && incomparable)
    return new Stop(
      'source.not_compared',
      `The database cannot compare values of the type ${incomparable}`,
      'Nothing can be grouped, sorted or looked up by them. Choose another column, or make it a text in a query.',
    )
  const [kind, title, why] = own.states[code] ??
    byState[code] ??
    byClass[code.slice(0, 2)] ?? ['source.failed', 'The database could not answer', `It gave the code ${code}.`]
  return new Stop(kind, title, why)
}
/** By what it says is denied: what is to be granted differs. */
function ungranted(message: string): Stop {
  const [, what = '', name = '?'] =
    /permission denied for (database|schema|(?:[a-z]+ )?(?:table|view|relation|sequence)) "?([^"]{1,200}?)"?$/i.exec(message) ?? []
  if (what === 'database')
    return new Stop('source.no_permission', `The role may not connect to the database "${name}"`, 'Grant it CONNECT on that database.')
  if (what === 'schema')
    return new Stop(
      'source.no_permission',
      `The role may not use the schema "${name}"`,
      'Grant it USAGE on that schema, and SELECT on the tables that the query uses.',
    )
  if (what)
    return new Stop(
      'source.no_permission',
      `The role may not read "${name}"`,
      'Grant it SELECT on it; the connection’s form holds a script.',
    )
  return new Stop(
    'source.no_permission',
    'The role may not read this',
    'Grant it SELECT on the tables, and EXECUTE on the functions, that the query uses.',
  )
}
/** Types such as point and xml have no equality. */
const UNCOMPARED = /^could not identify an (equality|ordering) operator for type ([\w ]{1,60})$/
const columnName = (message: string): string =>
  `"${/column "?([^"]{1,200}?)"? does not exist/.exec(message)?.[1] ?? quoted(message) ?? '?'}"`
/** A name as servers quote it in their languages: "orders", »orders«, « orders ». */
const quoted = (message: string): string | undefined =>
  /"([^"]{1,200})"/.exec(message)?.[1] ?? /[»«„“]\s?([^»«„“”]{1,200}?)\s?[»«“”]/.exec(message)?.[1]

/** " (at line 2, character 7 of the query)", counted in the person's own text; empty when the place is not in it. */
function place({ position }: PgError, statement: string): string {
  const from = statement.indexOf(BEFORE_SQL)
  if (position === undefined || from < 0) return ''
  const [before, own] = [statement.slice(0, from) + BEFORE_SQL, statement.slice(from + BEFORE_SQL.length)]
  // A server counts characters, not halves of them.
  const read = [...own].slice(0, Math.max(0, Number(position) - 1 - [...before].length)).join('')
  const lines = read.slice(0, Math.max(0, own.lastIndexOf(AFTER_SQL))).split('\n')
  return ` (at line ${lines.length}, character ${[...lines.at(-1)!].length + 1} of the query)`
}
