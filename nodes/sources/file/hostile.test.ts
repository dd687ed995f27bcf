/** Queries over files that want more than their rows: no other file is read, none is written, nothing is loaded, nothing stays. */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readAll, stopped, withSession } from '../../../test/stand-ins/reading.ts'
import file from './index.ts'

const root = mkdtempSync(join(tmpdir(), 'tributary-hostile-'))
const folder = join(root, 'data')
const made = join(root, 'made')
const inside = join(folder, 'made')
mkdirSync(folder)
afterAll(() => rmSync(root, { recursive: true, force: true }))
beforeAll(async () => {
  for (const at of [root, folder]) writeFileSync(join(at, 'secret.csv'), 'secret\ncanary\n')
  writeFileSync(join(folder, 'orders.csv'), 'id,v\n1,a\n2,b\n')
  const database = await DuckDBInstance.create(join(folder, 'shop.duckdb'))
  const connection = await database.connect()
  await connection.run(`create table orders as select 1 as id, 'a' as v; create sequence seq`)
  connection.closeSync()
  database.closeSync()
})
/** Every file there is, by name and content. */
const state = () =>
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .sort()
    .map(name => join(root, name))
    .map(path => [path, statSync(path).isFile() && createHash('sha256').update(readFileSync(path)).digest('hex')])

const stacked = [
  'select 1; delete from orders',
  'select 1;;drop table orders;',
  "select ';'; delete from orders",
  'select 1 -- ;\n; delete from orders',
  'select 1 /* ; */; delete from orders',
  'select 1 /* /* */ */ ; delete from orders',
  'select $$ ; $$; delete from orders',
  "select $a$ ' $a$; delete from orders; -- '",
  "select E'\\''; delete from orders; --'",
  "select '\\'; delete from orders; --",
  'select 1) q; delete from orders; --',
  'select 1) q; delete from orders; select * from (select 1',
  'commit; delete from orders',
  'begin; delete from orders; commit',
  '/* select */ delete from orders',
  '',
  ';',
  "select 'open",
]
const writing = [
  'delete from orders',
  'update orders set v = null',
  "insert into orders values (3, 'x')",
  'insert into orders select * from orders',
  'truncate orders',
  'drop table orders',
  'create table made as select 1 as id',
  'create or replace view orders as select 1 as id',
  "create macro f() as table select * from read_csv('/etc/passwd')",
  'create secret s (type s3)',
  'alter table orders add column x int',
  'merge into orders using orders s on orders.id = s.id when matched then delete',
  'with gone as (delete from orders returning *) select * from gone',
  'with a as (select 1) delete from orders',
  'select * into made from orders',
  '(delete from orders returning *)',
  'from orders delete',
  'call pragma_version()',
  'checkpoint',
  'vacuum',
  'analyze',
  'prepare p as delete from orders',
  'execute p',
  'explain analyze delete from orders',
  'begin',
  'use other',
  'detach shop',
  'reset all',
  'set enable_external_access = true',
  "set allowed_paths = ['/etc/passwd']",
  "set temp_directory = '/tmp'",
  'pragma enable_profiling',
  `pragma import_database('${made}')`,
  'install httpfs',
  'load httpfs',
  'force install sqlite from community',
  'update extensions',
  `attach '${made}' as x`,
  `attach if not exists '${inside}' as x (type sqlite)`,
  `copy orders to '${made}'`,
  `copy (select * from orders) to '${inside}' (format parquet)`,
  `copy orders from '/etc/passwd'`,
  `copy from database memory to shop`,
  `export database '${made}'`,
  `import database '${made}'`,
]
const reaching = [
  `select * from read_csv('/etc/passwd')`,
  `select * from read_csv_auto('${join(root, 'secret.csv')}')`,
  `select * from read_csv('${join(folder, 'secret.csv')}')`,
  `select * from '${join(folder, 'secret.csv')}'`,
  `select * from "${join(root, 'secret.csv')}"`,
  `select * from '${join(folder, '..', 'secret.csv')}'`,
  `select * from read_text('/etc/passwd')`,
  `select * from read_blob('/etc/passwd')`,
  `select * from read_json('/etc/passwd')`,
  `select * from read_parquet('/etc/passwd')`,
  `select * from parquet_metadata('/etc/passwd')`,
  `select * from sniff_csv('/etc/passwd')`,
  `select * from sqlite_scan('/etc/passwd', 't')`,
  `select * from postgres_scan('host=127.0.0.1', 'public', 't')`,
  `select * from 'http://127.0.0.1:1/x.csv'`,
  `select * from 's3://bucket/x.parquet'`,
  `select * from query('drop table orders')`,
  `select * from query('select 1; drop table orders')`,
  `select * from query_table('/etc/passwd')`,
  `select getenv('HOME')`,
  `select load_extension('x')`,
  `with a as (select * from read_csv('/etc/passwd')) select * from a`,
  `select (select content from read_text('/etc/passwd'))`,
  `select * from orders where exists (select 1 from read_blob('/etc/passwd'))`,
]

describe.each(['shop.duckdb', 'orders.csv'])('%s', path => {
  test.each([...stacked, ...writing, ...reaching])('%j has no effect', async sql => {
    const before = state()
    const read = (query: object) =>
      withSession(file, { config: { path } }, { folder }, session => readAll(session, { key: [], ...query } as never, { limit: 5 }))
    const failure = await stopped(read({ from: { sql } }))
    expect(failure.code).toMatch(/^source\.(?!lost)/)
    expect(`${failure.message} ${failure.why}`).not.toMatch(new RegExp(`canary|root:|${root}`))
    expect(state()).toEqual(before)
    expect(existsSync(made) || existsSync(inside)).toBe(false)
    expect(await read({ from: { table: 'orders' } })).not.toHaveLength(0)
  })
  // Some of these ended the whole process, because the engine may not write what they ask for.
  test.each([
    `select * from enable_logging(storage := 'file', storage_path := '${made}')`,
    'select * from "enable_logging"()',
    `select * from enable_profiling(save_location := '${made}')`,
    "select write_log('x')",
    'select * from truncate_duckdb_logs()',
    'select * from force_checkpoint()',
    'select * from arrow_scan(1::pointer, 2::pointer, 3::pointer)',
    'select sleep_ms(600000)',
    "select * from json_execute_serialized_sql(json_serialize_sql('select * from duckdb_set' || 'tings()'))",
    "select E'a'\n'\\' ' , (select count(*) from enable_logging()) --'",
    "select $🧵$ ' $🧵$, (select count(*) from enable_logging()) --'",
    'select 1 as a🧵$b$, (select count(*) from enable_logging()), 2 as c🧵$b$',
  ])('%j is refused before it is run', async sql => {
    const before = state()
    const reading = withSession(file, { config: { path } }, { folder }, session => readAll(session, { from: { sql }, key: [] }))
    expect((await stopped(reading)).code).toBe('source.refused_query')
    expect(state()).toEqual(before)
  })
  test.each([
    "select nextval('seq')",
    "select * from glob('/etc/*')",
    "select current_setting('allowed_paths')",
    'select * from duckdb_settings()',
    'select * from duckdb_databases',
    'select sql from duckdb_views()',
    'select * from information_schema.views',
    'select * from pg_catalog.pg_settings',
    'select sql from sqlite_master',
    'select * from pragma_database_list',
    'select pg_get_viewdef(1)',
    'select * from system.main.duckdb_settings ()',
    "select 'allowed_paths'.current_setting()",
    'with x as materialized (from duckdb_settings()) table x',
    `select * from sniff_csv('${join(root, 'secret.csv')}')`,
    'select * from "duckdb_settings"()',
    `select * from query('select * from duckdb_' || 'settings()')`,
  ])('%j tells nothing of this machine', async sql => {
    const before = state()
    const outcome = await withSession(file, { config: { path } }, { folder }, session =>
      readAll(session, { from: { sql }, key: [] }, { limit: 500 }),
    ).catch((cause: Error) => cause.message)
    expect(JSON.stringify(outcome)).not.toMatch(new RegExp(`passwd|${root}`))
    expect(state()).toEqual(before)
  })
})
