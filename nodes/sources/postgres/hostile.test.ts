/** Queries that want more than rows: whatever they answer, nothing in the database is different afterwards. */
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Stop } from '../../../runtime/contract.ts'
import { freshDatabase } from '../../../test/stand-ins/postgres.ts'
import { readAll, sql, stopped, withSession } from '../../../test/stand-ins/reading.ts'
import kind from './index.ts'

let url = ''
let watcher: pg.Client
beforeAll(async () => {
  url = await freshDatabase()
  watcher = new pg.Client(url)
  await watcher.connect()
  await sql(
    url,
    `create table t (id int primary key, v text); insert into t select i, 'v' || i from generate_series(1, 5) i;
    create sequence seq; create function writes() returns int language plpgsql as $$ begin insert into t values (99, 'x'); return 1; end $$;
    create function stacked() returns int language sql as $$ delete from t; select 1 $$; create table other (id int);
    create function definer() returns int security definer language plpgsql as $$ begin set transaction read write; delete from t; return 1; end $$;
    create view looks_harmless as select writes()`,
  )
})

afterAll(async () => {
  await watcher.end()
})

/** Everything that a hostile query could have changed, except what other tests change on the same server. */
const FINGERPRINT = [
  'select * from t order by id',
  'select last_value, is_called from seq',
  `select relname, relkind from pg_class where relnamespace = 'public'::regnamespace order by 1`,
  `select proname from pg_proc where pronamespace = 'public'::regnamespace order by 1`,
  `select rolname from pg_roles where rolname = 'evil'`,
  'select count(*) from pg_largeobject_metadata',
  `select setting from pg_settings where name in ('statement_timeout', 'default_transaction_read_only', 'work_mem')`,
  'select s.* from pg_db_role_setting s join pg_database d on d.oid = s.setdatabase where datname = current_database()',
  `select count(*) from pg_locks l join pg_database d on d.oid = l.database where locktype = 'advisory' and datname = current_database()`,
  'select extname from pg_extension order by 1',
].join('; ')

/** One connection looks on from beside all the time: a new one for each look took most of a minute. */
async function fingerprint(): Promise<string> {
  const results = (await watcher.query(FINGERPRINT)) as unknown as { rows: unknown[] }[]
  return JSON.stringify(results.map(result => result.rows))
}

const stacked = [
  'select 1; delete from t',
  'select 1; drop table t',
  'select 1;;delete from t;',
  "select ';'; delete from t",
  'select 1 -- ;\n; delete from t',
  'select 1 /* ; */; delete from t',
  'select $$;$$; delete from t',
  'select $a$ $$ ; $a$; delete from t',
  "select E'\\'; delete from t; --'",
  "select '\\'; delete from t; --",
  'select "a;b" from t; delete from t',
  'commit; delete from t',
  'select 1; commit; delete from t; begin',
  'rollback; drop table t',
  'end; delete from t',
  'abort; delete from t',
  'begin; delete from t; commit',
  'select 1) q; delete from t; --',
  'select 1) q; commit; delete from t; select * from (select 1',
  '/* select */ delete from t',
  '-- select\ndelete from t',
  'select 1 /* open',
  "select 'open",
  'select $$ open',
  'select 1) union all (select stacked()',
  '(select 1)',
  ';',
  '',
  '   ',
  '--',
  'select 1; select 2',
  "select 1 where 'a' = 'b\\'; delete from t; --'",
]
const writing = [
  'select definer()',
  'select * from looks_harmless',
  "with x as (select 1) (with y as (insert into t values (7, 'q') returning 1) select * from y)",
  'select * from (with y as (delete from t returning 1) select * from y) q',
  'select 1 \uff1b delete from t',
  'select 1 \u037e delete from t',
  'delete from t',
  'update t set v = null',
  "insert into t values (6, 'x')",
  'truncate t',
  'drop table t',
  'create table made (id int)',
  'alter table t add x int',
  'merge into t using t s on t.id = s.id when matched then delete',
  'with gone as (delete from t returning *) select * from gone',
  "with more as (insert into t values (7, 'x') returning *) select * from more",
  'with a as materialized (update t set v = null returning *) select * from a',
  'with a as (select 1) delete from t',
  "with a as (select 1) insert into t select 8, 'x'",
  'select * into made from t',
  'select 1 as a into temp made',
  'select writes()',
  'select stacked()',
  'select * from t for update',
  'select * from t for no key update',
  'create function f() returns int language sql as $$ select 1 $$',
  'do $$ begin delete from t; end $$',
  'call writes()',
  "copy t to '/tmp/tributary-copied'",
  "copy t from program 'touch /tmp/tributary-copied'",
  'vacuum t',
  'reindex table t',
  'cluster',
  'analyze t',
  'grant all on t to public',
  'create role evil superuser',
  "comment on table t is 'x'",
  'create extension dblink',
  'lock table t',
  'refresh materialized view x',
  'explain analyze delete from t',
  'prepare p as delete from t',
  'execute p',
  'declare c cursor for select 1',
  'listen x',
  'notify x',
  'discard all',
  'reset all',
  'checkpoint',
  "load 'x'",
  'import foreign schema x from server y into public',
]
const acting = [
  'set statement_timeout = 0',
  'set session characteristics as transaction read write',
  'set transaction read write',
  "select set_config('statement_timeout', '0', false)",
  `select "set_config"('statement_timeout', '0', false)`,
  "select pg_catalog.set_config('default_transaction_read_only', 'off', false)",
  `select "set_config" /* */ ('transaction_read_only', 'off', false)`,
  `select U&"set\\005fconfig"('statement_timeout', '0', false)`,
  'select pg_sleep(600)',
  'select PG_SLEEP(600)',
  "select pg_sleep_for('10 minutes')",
  "select pg_sleep_until('2100-01-01')",
  'select pg_advisory_lock(1)',
  'select pg_try_advisory_lock(1)',
  'select pg_advisory_xact_lock(1)',
  'select pg_terminate_backend(pid) from pg_stat_activity',
  'select pg_cancel_backend(1)',
  "select nextval('seq')",
  "select setval('seq', 99)",
  'select lo_create(0)',
  "select lo_import ('/etc/passwd')",
  "select lo_from_bytea(0, 'x')",
  'select lo_creat(-1)',
  "select lo_export(1, '/tmp/tributary-copied')",
  "select dblink_exec('', 'delete from t')",
  "select dblink('', 'select 1')",
  "select pg_notify('a', 'b')",
  'select pg_reload_conf()',
  'select pg_rotate_logfile()',
  "select pg_read_file('/etc/passwd')",
  "select pg_ls_dir('/')",
  "select pg_stat_file('/etc/passwd')",
  "select pg_create_logical_replication_slot('s', 'test_decoding')",
  "select pg_create_restore_point('x')",
  'select pg_switch_wal()',
  "select query_to_xml('delete from t', true, false, '')",
  'select pg_export_snapshot()',
  "select pg_read_binary_file('/etc/passwd')",
  "select pg_logical_emit_message(true, 'a', 'b')",
  "select * from ts_stat('select to_tsvector(pg_advisory_lock(1)::text)')",
  'select gin_clean_pending_list(1)',
  "select pg_clear_relation_stats('public', 't')",
  'with a as (select pg_advisory_lock(1)) select * from a',
  'select (select lo_create(0))',
  'select id from t where pg_sleep(600) is null',
  'with a as (select 1 as x) select x into made from a',
  // As Postgres reads it, what acts stands outside of every text and name.
  "select E'a'\n'\\' ' , pg_sleep(600) --'",
  "select E'a' -- c\n'\\' ' , pg_sleep(600) --'",
  "select $🧵$ ' $🧵$, pg_sleep(600) --'",
  "select $e\u0301$ ' $e\u0301$, pg_sleep(600) --'",
  'select 1 as a🧵$b$, pg_sleep(600), 2 as c🧵$b$',
  "select name'\\', pg_sleep(600), '\\'",
  'select 1 --\r, pg_sleep(600)',
  'select * from rows from (pg_sleep(600)) r',
  "select heap_force_kill('t'::regclass, array['(0,1)']::tid[])",
  "select http_get('http://127.0.0.1:1')",
  "select * from aws_s3.query_export_to_s3('select 1', 'b', 'k', 'r')",
  "select run_command_on_workers('delete from t')",
  "select pg_background_launch('delete from t')",
]

test.each([...stacked, ...writing, ...acting])('%j has no effect', async text => {
  const before = await fingerprint()
  const outcome = await withSession(kind, { config: { connection: 'db' }, connection: { url } }, {}, session =>
    readAll(session, { from: { sql: text }, key: [] }, { limit: 5 }),
  ).catch((cause: unknown) => cause)
  if (!Array.isArray(outcome)) {
    expect(outcome).toBeInstanceOf(Stop)
    expect((outcome as Stop).code).toMatch(/^source\./)
  }
  expect(await fingerprint()).toBe(before)
})

test.each(acting.filter(text => !/^set /.test(text)))('%j is refused before it is sent', async text => {
  const reading = withSession(kind, { config: { connection: 'db' }, connection: { url } }, {}, session =>
    readAll(session, { from: { sql: text }, key: [] }),
  )
  expect((await stopped(reading)).code).toBe('source.refused_query')
})

test.each([
  'select 1 as a;',
  'select 1 as a -- the end',
  'select 1 as a /* ; */',
  "select 1 as a where ';' <> '' ",
  'with a as (select 1 as a) select * from a',
  'values (1)',
  'table t',
  `select 1 as "a;b"`,
  'select $$;$$ as a',
  "select 'it''s' as a",
  "select E'\\';' as a",
  'select /* a /* nested */ comment */ 1 as a',
  'SELECT v AS "delete" FROM t',
  "select 'drop table t' as a",
  'select id as into_ from t',
])('%j is an honest query', async text => {
  const rows = await withSession(kind, { config: { connection: 'db' }, connection: { url } }, {}, session =>
    readAll(session, { from: { sql: text }, key: [] }),
  )
  expect(rows.length).toBeGreaterThan(0)
})
