/** What fails with BigQuery. */
import type { BigQuery } from '../stand-ins/bigquery.ts'
import { type Line, sql } from './line.ts'

const call = (status: number, reason: string, message: string) => (it: BigQuery) => {
  it.fails = { call: [status, reason, message] }
  return {}
}
const job = (reason: string, message: string) => (it: BigQuery) => {
  it.fails = { job: { reason, message } }
  return {}
}
const denied = (wanted: { table: string } | { sql: string }) => (it: BigQuery) => {
  it.denied.add('secret')
  return { from: wanted }
}
export const onBigQuery: Line<BigQuery>[] = [
  [
    'a key that is not known',
    it => ({ connection: { ...it.connection, private_key_json: it.strangeKey } }),
    'source.refused_login',
    /refused the login\. .*Make a new one/,
    'person',
    'Log in',
  ],
  [
    'a project that is not there',
    call(404, 'notFound', 'Not found: Project nowhere'),
    'source.no_database',
    /no project "nowhere"\. Check its name/,
    'person',
    'Read',
  ],
  [
    'a dataset in another region',
    call(404, 'notFound', 'Not found: Dataset shop-analytics:shop was not found in location EU'),
    'source.no_database',
    /no dataset "shop-analytics:shop"\. Check its name and location \(looked for in EU\)/,
    'person',
    'Read',
  ],
  [
    'an API that is switched off',
    call(403, 'accessNotConfigured', 'BigQuery API has not been used in project 12 before or it is disabled.'),
    'source.no_permission',
    /switched off in this project\. Enable the BigQuery API/,
    'person',
    'Read',
  ],
  [
    'a fence of the organisation',
    call(403, 'policyViolation', 'Request is prohibited by organization’s policy. vpcServiceControlsUniqueIdentifier: x'),
    'source.no_permission',
    /keeps this server out\. .*An administrator can/,
    'person',
    'Read',
  ],
  [
    'no right to run queries',
    call(403, 'accessDenied', 'Access Denied: Project x: User does not have bigquery.jobs.create permission in project x.'),
    'source.no_permission',
    /may not run queries\. .*BigQuery Job User/,
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
  ['a quota that is used up', job('quotaExceeded', 'canary-cell'), 'source.overloaded', /quota is used up\. Try again later/, 'time'],
  [
    'a limit of bytes',
    job('bytesBilledLimitExceeded', 'canary-cell'),
    'source.too_costly',
    /more than the connection allows.*raise/,
    'person',
  ],
  ['no billing account', job('billingNotEnabled', 'canary-cell'), 'source.no_permission', /no billing account\. Link one/, 'person'],
  ['a job cancelled there', job('stopped', 'canary-cell'), 'source.cancelled', /was cancelled\. Somebody or a limit/, undefined],
  [
    'a time limit of its own',
    job('stopped', 'Job execution was cancelled: Job timed out'),
    'source.timeout',
    /took longer.*Read less/,
    undefined,
  ],
  ['a fault of its own', job('backendError', 'canary-cell'), 'source.lost', /had a fault\. Run again/, 'time'],
  ['it goes away in the middle', it => ({ midway: it.close }), 'source.unreachable', /cannot be reached\. Nothing answers/, 'time'],
]
