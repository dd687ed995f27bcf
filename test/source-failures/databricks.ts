/** What fails with Databricks. */
import type { Databricks } from '../stand-ins/databricks.ts'
import { type Line, sql } from './line.ts'

const call = (status: number, error_code: string, message: string) => (it: Databricks) => {
  it.fails = { call: [status, { error_code, message }] }
  return {}
}
const ended =
  (state: string, error_code = '', message = '') =>
  (it: Databricks) => {
    it.fails = { statement: { state, ...(error_code && { error: { error_code, message } }) } }
    return {}
  }
const denied = (wanted: { table: string } | { sql: string }) => (it: Databricks) => {
  it.denied.add('secret')
  return { from: wanted }
}
export const onDatabricks: Line<Databricks>[] = [
  [
    'a token that is not known',
    it => ({ connection: { ...it.connection, access_token: 'canary-wrong' } }),
    'source.refused_login',
    /refused the login\. The access token.* wrong/,
    'person',
    'Log in',
  ],
  [
    'a list of addresses',
    call(403, 'PERMISSION_DENIED', 'Source IP address: 1.2.3.4 is blocked by Databricks IP ACL'),
    'source.refused_login',
    /refused the login\. An IP access list/,
    'person',
    'Log in',
  ],
  [
    'a warehouse that is not there',
    it => ({ connection: { ...it.connection, warehouse: 'ffff0000ffff0000' } }),
    'source.no_database',
    /SQL warehouse is not there\. Check its HTTP path/,
    'person',
    'Read',
  ],
  [
    'a warehouse that may not be used',
    call(403, 'PERMISSION_DENIED', 'You do not have permission to use this warehouse'),
    'source.no_permission',
    /may not use this SQL warehouse\. Give it "Can use"/,
    'person',
    'Read',
  ],
  [
    'a catalog that is not there',
    ended('FAILED', 'BAD_REQUEST', "[NO_SUCH_CATALOG_EXCEPTION] Catalog 'x' was not found. SQLSTATE: 42704"),
    'source.no_database',
    /catalog is not there\. .*USE CATALOG/,
    'person',
    'Read',
  ],
  [
    'a schema that is not there',
    ended('FAILED', 'BAD_REQUEST', '[SCHEMA_NOT_FOUND] The schema `x` cannot be found. SQLSTATE: 42704'),
    'source.no_database',
    /schema is not there\. .*USE SCHEMA/,
    'person',
    'Read',
  ],
  [
    'a warehouse that was stopped',
    ended('FAILED', 'BAD_REQUEST', 'SQL warehouse a1b2 is stopped and may not be started by this principal'),
    'source.asleep',
    /SQL warehouse is stopped\. Start it/,
    'person',
    'Read',
  ],
  ['a table that is not granted', denied({ table: 'secret' }), 'source.no_permission', /may not read.*Grant it/, 'person'],
  [
    'a table in a query that is not granted',
    denied(sql('select * from secret')),
    'source.no_permission',
    /may not read.*Grant it/,
    'person',
  ],
  [
    'a column dropped between check and run',
    it => ({ from: sql('select order_id, note from orders'), between: () => it.duck.run('alter table orders drop column note') }),
    'source.no_column',
    /no column "note"\. Check its spelling/,
    'person',
  ],
  ['a quota that is used up', ended('FAILED', 'QUOTA_EXCEEDED', 'canary-cell'), 'source.overloaded', /too busy\. Try again later/, 'time'],
  ['a statement cancelled there', ended('CANCELED'), 'source.cancelled', /was cancelled\. Somebody or a limit/, undefined],
  [
    'a time limit of its own',
    ended('FAILED', 'DEADLINE_EXCEEDED', 'canary-cell'),
    'source.timeout',
    /took too long\. .*Read less/,
    undefined,
  ],
  ['a fault of its own', call(500, 'INTERNAL_ERROR', 'canary-cell'), 'source.lost', /had a fault\. Run again/, 'time'],
  ['it goes away in the middle', it => ({ midway: it.close }), 'source.lost', /was lost\. The network or the server cut it/, 'time'],
]
