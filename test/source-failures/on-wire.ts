/** What fails with Postgres, and with what speaks its wire. */
import { type Line, sql } from './line.ts'
import { type OnWire, reader } from './starts.ts'

/** Whoever reads: all sessions but the one that asks. */
const others = (how: string) => `select ${how}(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`
const as = async (it: OnWire, more = '') => ({ connection: it.as(await reader(it.run, more), 'only') })

export const onWire = (timedOut: string): Line<OnWire>[] => [
  [
    'a wrong password',
    async it => ({ connection: it.as(await reader(it.run), 'canary-wrong') }),
    'source.refused_login',
    /refused the login\. User or password is wrong/,
    'person',
    'Log in',
  ],
  [
    'a user that is not there',
    it => ({ connection: it.as('nobody_here', 'canary-wrong') }),
    'source.refused_login',
    /refused the login\. User or password is wrong|The user is unknown/,
    'person',
    'Log in',
  ],
  [
    'a database that is not there',
    it => ({ connection: it.at('nowhere') }),
    'source.no_database',
    /does not exist on that server\. Check its name/,
    'person',
    'Read',
  ],
  [
    'no room for another connection',
    it => as(it, 'alter role READER connection limit 0'),
    'source.unreachable',
    /takes no more connections\. .* raise its limit/,
    'time',
    'Reach it',
  ],
  [
    'a table that is not granted',
    async it => ({ ...(await as(it)), from: { table: 'secret' } }),
    'source.no_permission',
    /may not read "secret"\. Grant it SELECT/,
    'person',
  ],
  [
    'a table in a query that is not granted',
    async it => ({ ...(await as(it)), from: sql('select * from secret') }),
    'source.no_permission',
    /may not read "secret"\. Grant it SELECT/,
    'person',
  ],
  [
    'a schema that is not granted',
    async it => ({ ...(await as(it)), from: sql('select * from hidden.orders') }),
    'source.no_permission',
    /may not use the schema "hidden"\. Grant it USAGE/,
    'person',
  ],
  [
    'a function that is not granted',
    async it => ({ ...(await as(it, 'revoke execute on function costly() from public')), from: sql('select costly()') }),
    'source.no_permission',
    /may not read this\. .*EXECUTE on the functions/,
    'person',
  ],
  [
    'a column dropped between check and run',
    it => ({ from: sql('select order_id, gone from changing'), between: () => it.run('alter table changing drop column gone') }),
    'source.no_column',
    /no column "gone"\. Check its spelling/,
    'person',
  ],
  [
    'a table dropped between check and run',
    it => ({ from: sql('select * from leaving'), between: () => it.run('drop table leaving') }),
    'source.no_table',
    /no table "leaving"\. Check its spelling/,
    'person',
  ],
  [
    'its session ended by an administrator in the middle',
    it => ({ midway: () => it.run(others('pg_terminate_backend')) }),
    'source.lost',
    /(ended|lost).*The next run reads again/,
    'time',
  ],
  [
    'its query cancelled by an administrator',
    it => ({ from: sql('select hanging()'), between: () => setTimeout(() => it.run(others('pg_cancel_backend')), 300) }),
    'source.cancelled',
    /was cancelled\. Somebody or a limit stopped it/,
    undefined,
  ],
  [
    'a time limit of its own',
    () => ({ from: sql(`select fails('57014', '${timedOut}')`) }),
    'source.timeout',
    /took longer.*Read less/,
    undefined,
  ],
  [
    'a disk that is full there',
    () => ({ from: sql(`select fails('53100', 'canary-cell')`) }),
    'source.overloaded',
    /run out of something\. .*Its log says which/,
    'time',
  ],
  [
    'a text that is no number',
    () => ({ from: sql(`select ('canary-cell' || note)::int as x from orders`) }),
    'source.bad_value',
    /could not calculate a value\. .*Guard it in the query/,
    'person',
  ],
  // Last: from here on nobody but the owner may enter.
  [
    'a database that the login may not enter',
    async it => as(it, `revoke connect on database ${await it.database()} from public`),
    'source.no_permission',
    /may not connect to the database "t_\w+"\. Grant it CONNECT/,
    'person',
    'Read',
  ],
]
export const onlyPostgres: Line<OnWire>[] = [
  [
    'a replica that has to move on',
    () => ({ from: sql(`select fails('40001', 'canceling statement due to conflict with recovery')`) }),
    'source.lost',
    /ended the reading\. .*read from the primary/,
    'time',
  ],
  [
    'a table that somebody else holds',
    () => ({ from: sql(`select fails('55P03', 'canceling statement due to lock timeout')`) }),
    'source.timeout',
    /locked by somebody else\. .*Try again later/,
    undefined,
  ],
]
