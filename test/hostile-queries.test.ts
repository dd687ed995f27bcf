/**
 * Hostile queries, over every warehouse that a stand-in answers for: whatever a person writes as a model, nothing is changed
 * there, and what is sent is one SELECT around it. Behind the stand-ins are real engines that would obey. The real Postgres and
 * files have their own, longer lists (`hostile.test.ts`, `databases.test.ts`, `file.test.ts`).
 */
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { kinds } from '../nodes/kinds.ts'
import { type Session, type Source, Stop } from '../runtime/contract.ts'
import { startBigQuery } from './stand-ins/bigquery.ts'
import { startDatabricks } from './stand-ins/databricks.ts'
import type { Duck } from './stand-ins/duck.ts'
import { NOW, never, readAll, sql } from './stand-ins/reading.ts'
import { startRedshift } from './stand-ins/redshift.ts'
import { MACROS, startSnowflake } from './stand-ins/snowflake.ts'

interface Target {
  connection: unknown
  /** All that the service was asked to run. */
  asked(): string[]
  /** All that a hostile query could have changed. */
  state(): Promise<unknown>
  close(): Promise<void>
}
const rows = ['create table t (id integer, v varchar)', `insert into t values (1, 'a'), (2, 'b')`]
const inDuck =
  (duck: Duck, schema: string, table = 't') =>
  async () => [
    (await duck.select(`select table_name from information_schema.tables where table_schema = '${schema}' order by 1`)).rows,
    (await duck.select(`select * from ${table} order by 1`)).rows,
  ]
const PG_STATE = `select (select json_agg(t order by id) from t) as rows, (select last_value::text || is_called from seq) as seq,
  (select json_agg(relname order by 1) from (select relname from pg_class where relnamespace = 'public'::regnamespace order by 1) c) as made`
const starts: Record<string, () => Promise<Target>> = {
  redshift: async () => {
    const it = await startRedshift()
    await sql(it.url, [...rows, 'create sequence seq'].join('; '))
    const owner = new pg.Client(it.url)
    await owner.connect()
    const state = async () => (await owner.query(PG_STATE)).rows
    const close = async () => {
      await owner.end()
      await it.close()
    }
    return { connection: it.connection, asked: () => it.asked.splice(0), state, close }
  },
  bigquery: async () => {
    const it = await startBigQuery(rows)
    const asked = () => it.asked.splice(0).flatMap(({ body }) => body?.configuration?.query?.query ?? [])
    return { connection: it.connection, asked, state: inDuck(it.duck, 'shop'), close: it.close }
  },
  snowflake: async () => {
    const it = await startSnowflake([...MACROS, ...rows.map(row => row.replace(/ t /, ' "T" '))])
    return { connection: it.connection, asked: () => it.asked.splice(0), state: inDuck(it.duck, 'PUBLIC', '"T"'), close: it.close }
  },
  databricks: async () => {
    const it = await startDatabricks(rows)
    const asked = () => it.asked.splice(0).map(({ statement }) => statement as string)
    return { connection: it.connection, asked, state: inDuck(it.duck, 'sales'), close: it.close }
  },
}

const stacked = [
  'select 1; delete from t',
  'select 1;;drop table t;',
  "select ';'; delete from t",
  'select 1 -- ;\n; delete from t',
  'select 1 /* ; */; delete from t',
  'select 1 /* /* */ ; delete from t -- */',
  'commit; delete from t',
  'rollback; drop table t',
  'begin; delete from t; commit',
  'select 1) q; delete from t; --',
  'select 1) q; delete from t; select * from (select 1',
  '/* select */ delete from t',
  '-- select\ndelete from t',
  "select 'a\\'; delete from t; --'",
  "select 'a\\\\'; delete from t; --'",
  'select "a\\"; delete from t; --"',
  "select ''''''; delete from t",
  "select $$ ' $$; delete from t; -- '",
  'select `a`; delete from t; -- `',
  'select 1 # \n; delete from t',
  'select 1 // \n; delete from t',
  "select 'open",
  'select 1 /* open',
  ';',
  '',
  '--',
]
const writing = [
  'delete from t',
  'update t set v = null',
  "insert into t values (3, 'x')",
  'truncate table t',
  'drop table t',
  'create table made (id int)',
  'create table made as select 1 as id',
  'create or replace view made as select 1 as id',
  'alter table t add column x int',
  'merge into t using t s on t.id = s.id when matched then delete',
  'with gone as (delete from t returning *) select * from gone',
  "with more as (insert into t values (7, 'x') returning *) select * from more",
  'with a as (select 1) delete from t',
  'with a as (select 1 as id) insert into t select id, null from a',
  'select * into made from t',
  'with a as (select 1 as id) select id into made from a',
  '(delete from t)',
  '(with a as (select 1) delete from t)',
  '(select 1); delete from t',
  '(select 1) union all (delete from t returning id)',
  'from t delete',
  "copy t to '/tmp/tributary-copied'",
  "copy t from program 'touch /tmp/tributary-copied'",
  'call writes()',
  'do $$ begin delete from t; end $$',
  'grant all on t to public',
  "execute immediate 'delete from t'",
  'prepare p as delete from t',
  'explain analyze delete from t',
  'set statement_timeout = 0',
  'use other',
  "attach '/tmp/tributary-made' as made",
  'vacuum',
  'begin',
  'show tables',
  'describe t',
]
const own: Record<string, string[]> = {
  redshift: [
    "unload ('select * from t') to 's3://bucket/x' iam_role 'arn'",
    "copy t from 's3://bucket/x' iam_role 'arn'",
    'select pg_terminate_backend(1)',
    'select pg_cancel_backend(1)',
    'select pg_sleep(600)',
    "select set_config('statement_timeout', '0', false)",
    "select nextval('seq')",
    "select setval('seq', 99)",
    "select lo_export(1, '/tmp/tributary-copied')",
    "select lo_import('/etc/passwd')",
    "select dblink_exec('', 'delete from t')",
    'select PG_CATALOG.PG_SLEEP(600)',
    'select "pg_sleep"(600)',
    'select "pg_sleep" /* */ (600)',
    'select * from t for update',
    'select $1',
    'values (1); delete from t',
  ],
  bigquery: [
    "export data options (uri = 'gs://bucket/*') as select * from t",
    "load data into t from files (uris = ['gs://bucket/x'])",
    'declare x int64; set x = 1; select x',
    'begin select 1; delete from t where true; end',
    'select @@project_id',
    'select @tributary_1',
    "select r'\\'; delete from t where true; --'",
    'select """a\\"""; delete from t where true; --"""',
    'assert 1 = 1',
    'create temp function f() as (1); select f()',
  ],
  snowflake: [
    'select system$cancel_all_queries(1)',
    'select "SYSTEM$ABORT_SESSION"(1)',
    'select System$Wait(600)',
    'put file:///etc/passwd @~',
    'get @~ file:///tmp',
    'copy into @~/x from t',
    'select ?',
    'select :1',
    'execute task x',
    'undrop table t',
    'create stage made',
  ],
  databricks: [
    "select reflect('java.lang.System', 'exit', 0)",
    "select java_method('java.lang.System', 'exit', 0)",
    "select `reflect`('java.lang.System', 'exit', 0)",
    "select try_reflect('java.lang.System', 'exit', 0)",
    "select secret('scope', 'key')",
    "select http_request(conn => 'x', method => 'GET', path => '/')",
    'select :tributary_1',
    "insert overwrite directory '/tmp/x' select * from t",
    'optimize t',
    "select r'\\'; delete from t; --'",
    'cache table t',
    'add jar x',
    'from t insert into made select *',
  ],
}
/** What may run there: a question of ours, or the person's text within one SELECT of ours. */
const harmless =
  /^\s*(select\b|describe query select\b|declare tributary_reading cursor for select\b|fetch forward\b|close tributary_reading\b|begin read only|commit|rollback|set \w+ (to|=) |alter session set )/i

/** As another parser counts them; a text that it cannot read is one that no engine here would run. */
let parser: DuckDBConnection
beforeAll(async () => {
  parser = await (await DuckDBInstance.create(':memory:')).connect()
})
const statementsIn = async (text: string): Promise<number> =>
  parser.extractStatements(text).then(
    ({ count }) => count,
    () => 0,
  )

describe.each(Object.keys(starts))('%s', kind => {
  let it: Target
  let session: Session
  // One session for all: what one query did to it, the next would find.
  beforeAll(async () => {
    it = await starts[kind]!()
    const source = kinds.get(kind) as Source
    const settings = source.connection!.parse(it.connection)
    session = await source.open(source.config.parse({ connection: 'db' }), settings, {
      folder: '.',
      anywhere: false,
      now: NOW,
      kill: never,
    })
  })
  afterAll(async () => {
    await session.close()
    await it.close()
  })
  test.each([...stacked, ...writing, ...own[kind]!])('%j changes nothing', async text => {
    const before = await it.state()
    it.asked()
    const outcome = await readAll(session, { from: { sql: text }, key: [] }, { limit: 5 }).catch((cause: unknown) => cause)
    if (!Array.isArray(outcome)) {
      expect(outcome).toBeInstanceOf(Stop)
      expect((outcome as Stop).code).toMatch(/^source\./)
      expect((outcome as Stop).code).not.toBe('source.lost')
    }
    for (const sent of it.asked()) {
      expect(sent).toMatch(harmless)
      expect(await statementsIn(sent)).toBeLessThanOrEqual(1)
    }
    expect(await it.state()).toEqual(before)
  })
})
