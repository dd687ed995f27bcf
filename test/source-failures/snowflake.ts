/** What fails with Snowflake. */
import type { Snowflake } from '../stand-ins/snowflake.ts'
import { type Line, sql } from './line.ts'

const answers = (fails: Snowflake['fails']) => (it: Snowflake) => {
  it.fails = fails
  return {}
}
const query = (code: string, message: string) => answers({ query: [code, message] })
const login = (code: string) => answers({ login: [code, 'canary-cell'] })
const denied = (wanted: { table: string } | { sql: string }) => (it: Snowflake) => {
  it.denied.add('SECRET')
  return { from: wanted }
}
export const onSnowflake: Line<Snowflake>[] = [
  [
    'a key that the user does not have',
    it => ({ connection: { ...it.connection, private_key: it.strangeKey } }),
    'source.refused_login',
    /refused the login\. The private key does not fit/,
    'person',
    'Log in',
  ],
  ['a user that is locked', login('390101'), 'source.refused_login', /refused the login\. The user is locked/, 'person', 'Log in'],
  [
    'a role that is not granted',
    login('390189'),
    'source.refused_login',
    /refused the login\. The role is not granted/,
    'person',
    'Log in',
  ],
  ['a network policy', login('390420'), 'source.refused_login', /refused the login\. A network policy of the account/, 'person', 'Log in'],
  [
    'a database or warehouse that is not there',
    login('390201'),
    'source.no_database',
    /database, schema or warehouse of the connection is not there\. Check its name/,
    'person',
    'Read',
  ],
  [
    'an account that is not there',
    answers({ status: 403 }),
    'source.unreachable',
    /cannot be reached\. Check the account’s name/,
    'time',
    'Reach it',
  ],
  [
    'no database in the session',
    query('090105', 'Cannot perform SELECT. This session does not have a current database.'),
    'source.no_database',
    /names no database that is there\. Check its name, and grant the role USAGE/,
    'person',
    'Read',
  ],
  [
    'no warehouse',
    query('000606', 'No active warehouse selected in the current session.'),
    'source.no_database',
    /No warehouse runs the query\. .*grant the role USAGE/,
    'person',
    'Read',
  ],
  [
    'a warehouse that is suspended',
    query('000608', "Warehouse 'WH' is suspended and cannot be resumed by this role."),
    'source.asleep',
    /warehouse is suspended\. Resume it/,
    'person',
    'Read',
  ],
  [
    'a trial that has ended',
    query('000666', 'Your free trial has ended and all of your virtual warehouses have been suspended.'),
    'source.asleep',
    /warehouse is suspended\. The account’s trial has ended/,
    'person',
    'Read',
  ],
  [
    'credits that are used up',
    query('090073', 'Warehouse WH cannot be resumed because resource monitor LIMIT has exceeded its quota.'),
    'source.overloaded',
    /credits are used up\. .*An administrator can raise it/,
    'time',
    'Read',
  ],
  // Snowflake does not tell what is not there from what may not be seen.
  [
    'a table that is not granted',
    denied({ table: 'secret' }),
    'source.no_table',
    /or the role may not read it\. .*grant the role SELECT/,
    'person',
  ],
  [
    'a table in a query that is not granted',
    denied(sql('select * from secret')),
    'source.no_table',
    /or the role may not read it\. .*grant/,
    'person',
  ],
  [
    'a column dropped between check and run',
    it => ({ from: sql('select order_id, note from orders'), between: () => it.duck.run('alter table "ORDERS" drop column "NOTE"') }),
    'source.no_column',
    /no column "NOTE"\. Check its spelling/,
    'person',
  ],
  [
    'a query cancelled there',
    query('000604', 'SQL execution canceled'),
    'source.cancelled',
    /was cancelled\. Somebody or a limit/,
    undefined,
  ],
  [
    'a time limit of its own',
    query('000630', 'Statement reached its statement or warehouse timeout of 10 second(s) and was canceled.'),
    'source.timeout',
    /took longer.*Read less/,
    undefined,
  ],
  [
    'a session that ended',
    query('390111', 'Session no longer exists.'),
    'source.lost',
    /session with Snowflake ended\. .*next run/,
    'time',
  ],
  ['a fault of its own', query('000603', 'SQL execution internal error: canary-cell'), 'source.lost', /had a fault\. Run again/, 'time'],
  // Its driver tries again and again: it is given up when nothing comes for too long.
  ['it goes away in the middle', it => ({ midway: it.close }), 'source.timeout', /no row for too long/, undefined],
]
