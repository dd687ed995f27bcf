/** Small databases as files: their tables, their exact values, and that nothing is written, loaded or reached outside of them. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Query, Session } from '../../../runtime/contract.ts'
import { NOW, never, readAll, stopped, withSession } from '../../../test/stand-ins/reading.ts'
import file from './index.ts'

const root = mkdtempSync(join(tmpdir(), 'tributary-databases-'))
const folder = join(root, 'data')
mkdirSync(folder)
afterAll(() => rmSync(root, { recursive: true, force: true }))
const opened = <T>(path: string, work: (session: Session) => Promise<T>, around = {}) =>
  withSession(file, { config: { path } }, { folder, ...around }, work)
const table = (name: string): Query => ({ from: { table: name }, key: [] })
const written = (sql: string): Query => ({ from: { sql }, key: [] })

async function duck(path: string, ...statements: string[]): Promise<void> {
  const instance = await DuckDBInstance.create(path)
  const connection = await instance.connect()
  for (const statement of statements) await connection.run(statement)
  connection.closeSync()
  instance.closeSync()
}
function lite(path: string, sql: string): void {
  const database = new DatabaseSync(path)
  database.exec(sql)
  database.close()
}
beforeAll(async () => {
  writeFileSync(join(root, 'secret.csv'), 'id\n1\n')
  await duck(
    join(folder, 'shop.duckdb'),
    `create table orders as select 1 as id, 1.10::decimal(12,2) as amount, 9007199254740993 as big, timestamptz '2026-11-21 10:00:00.123456Z' as at, '00123' as zip`,
    'create schema old',
    'create table old.orders as select 2 as id',
    'create view recent as select id, amount from orders',
    `create view outside as select * from read_csv('${join(root, 'secret.csv')}', auto_detect = false, header = true, columns = {'id': 'VARCHAR'})`,
    `create table "quo""te;d" as select 3 as "select"`,
  )
  lite(
    join(folder, 'shop.sqlite'),
    `create table orders (id integer primary key, big integer, amount decimal(12,2), name text, paid boolean, made datetime, code text, bytes blob, mixed, tags json);
     insert into orders values (1, 9007199254740993, 19.9, 'Zoë 🧵', 1, '2026-11-21T10:00:00Z', '00123', x'dead00ff', 7, '["a",9007199254740993]'),
       (2, -9223372036854775808, 1e300, '', 0, '2026-11-22T10:00:00Z', '00124', null, 'seven', '[]'), (3, null, null, null, null, null, null, x'00', null, null);
     create table "quo""te;d" ("select" text, "__proto__" text); insert into "quo""te;d" values ('x', 'y');
     create table bare (a integer, b varchar(10), c boolean);
     create view endless as with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) as c from n;
     create virtual table words using fts5(w);`,
  )
})

describe('DuckDB', () => {
  test('its tables and views are listed, also those of other schemas; what reaches outside is not', async () => {
    const names = await opened('shop.duckdb', async session => (await session.tables()).map(t => t.name))
    expect(names.toSorted()).toEqual(['old.orders', 'orders', 'quo"te;d', 'recent'])
  })
  test('values keep their types and digits', async () => {
    await opened('shop.duckdb', async session => {
      expect(await readAll(session, table('orders'))).toEqual([
        { id: 1, amount: '1.10', big: '9007199254740993', at: '2026-11-21T10:00:00.123456Z', zip: '00123' },
      ])
      expect(await readAll(session, table('old.orders'))).toEqual([{ id: 2 }])
      expect(await readAll(session, table('quo"te;d'))).toEqual([{ select: 3 }])
    })
  })
  test('a query reads several of its tables', async () => {
    const rows = await opened('shop.duckdb', s => readAll(s, written('select o.id, r.amount from orders o join recent r using (id)')))
    expect(rows).toEqual([{ id: 1, amount: '1.10' }])
  })
  test('one that another program writes to is said to be open, and nothing is left beside the file', async () => {
    await duck(join(folder, 'busy.duckdb'), 'create table t as select 1 as id')
    const holder = `const { DuckDBInstance } = await import('@duckdb/node-api'); globalThis.held = await DuckDBInstance.create(process.argv[1]); console.log('open'); process.stdin.resume()`
    const other = spawn(process.execPath, ['--input-type=module', '-e', holder, join(folder, 'busy.duckdb')])
    await once(other.stdout, 'data')
    expect((await stopped(opened('busy.duckdb', s => s.tables()))).code).toBe('source.locked')
    other.kill()
    await once(other, 'exit')
    const before = readdirSync(folder)
    expect(await opened('busy.duckdb', s => readAll(s, table('t')))).toEqual([{ id: 1 }])
    expect(readdirSync(folder)).toEqual(before)
  })
})

describe('SQLite', () => {
  test('its tables are listed; views and programs are not', async () => {
    const tables = await opened('shop.sqlite', session => session.tables())
    expect(tables.map(t => t.name)).toEqual(expect.arrayContaining(['bare', 'orders', 'quo"te;d']))
    expect(tables.map(t => t.name)).not.toEqual(expect.arrayContaining(['endless']))
    expect(tables.map(t => t.name)).not.toContain('words')
  })
  test('values keep their digits, and columns are what their cells are', async () => {
    await opened('shop.sqlite', async session => {
      expect(JSON.parse(JSON.stringify(await readAll(session, table('orders'))))).toEqual([
        {
          id: 1,
          big: '9007199254740993',
          amount: 19.9,
          name: 'Zoë 🧵',
          paid: true,
          made: '2026-11-21T10:00:00Z',
          code: '00123',
          bytes: 'dead00ff',
          mixed: 7,
          tags: ['a', '9007199254740993'],
        },
        {
          id: 2,
          big: '-9223372036854775808',
          amount: 1e300,
          name: '',
          paid: false,
          made: '2026-11-22T10:00:00Z',
          code: '00124',
          bytes: null,
          mixed: 'seven',
          tags: [],
        },
        { id: 3, big: null, amount: null, name: null, paid: null, made: null, code: null, bytes: '00', mixed: null, tags: null },
      ])
      const shape = await session.describe(table('orders'))
      expect(shape.map(c => [c.key, c.type])).toEqual([
        ['id', 'number'],
        ['big', 'number'],
        ['amount', 'number'],
        ['name', 'text'],
        ['paid', 'boolean'],
        ['made', 'time'],
        ['code', 'text'],
        ['bytes', 'text'],
        ['mixed', 'text'],
        ['tags', 'list'],
      ])
      expect((await session.describe(table('bare'))).map(c => c.type)).toEqual(['number', 'text', 'boolean'])
      expect((await readAll(session, table('quo"te;d'))).map(row => Object.entries(row))).toEqual([
        [
          ['select', 'x'],
          ['__proto__', 'y'],
        ],
      ])
    })
  })
  test('a query is refused, for nobody could end it', async () => {
    expect((await stopped(opened('shop.sqlite', s => s.describe(written('select * from endless'))))).code).toBe('source.no_queries')
  })
  test('rows that are not in the file yet are not passed over', async () => {
    const path = join(folder, 'busy.sqlite')
    const writer = new DatabaseSync(path)
    writer.exec('pragma journal_mode = wal; create table t (id integer); insert into t values (1)')
    expect((await stopped(opened('busy.sqlite', s => readAll(s, table('t'))))).code).toBe('source.locked')
    writer.close()
    expect(await opened('busy.sqlite', s => readAll(s, table('t')))).toEqual([{ id: 1 }])
  })
  test('nothing is written beside the file, nor into it', async () => {
    const before = readdirSync(folder)
    await opened('shop.sqlite', s => readAll(s, table('orders')))
    expect(readdirSync(folder)).toEqual(before)
  })
  test('a file that changes meanwhile ends the reading with a sentence', async () => {
    lite(join(folder, 'moving.sqlite'), 'create table t (id integer); insert into t values (1), (2), (3)')
    await opened('moving.sqlite', async session => {
      const reading = session.read(table('t'), { size: 1, now: NOW, stop: never })[Symbol.asyncIterator]()
      await reading.next()
      utimesSync(join(folder, 'moving.sqlite'), 1, 1)
      const rest = async () => {
        while (!(await reading.next()).done);
      }
      expect((await stopped(rest())).code).toBe('source.changed')
    })
  })
})

describe.each(['shop.duckdb', 'shop.sqlite'])('%s', path => {
  test.each([
    `attach '${join(root, 'made.db')}' as x`,
    'pragma writable_schema = on',
    `vacuum into '${join(root, 'made.db')}'`,
    'select * from orders; drop table orders',
    'with gone as (delete from orders returning *) select * from gone',
    'insert into orders select * from orders',
    `select * from read_csv('/etc/passwd')`,
    `select * from read_blob('/etc/passwd')`,
    `select * from glob('/etc/*')`,
    `select getenv('HOME')`,
    `select load_extension('x')`,
    `copy orders to '${join(root, 'made.db')}'`,
    `select * from sqlite_scan('/etc/passwd', 't')`,
    `select * from 'http://127.0.0.1:1/x.csv'`,
    'install httpfs',
    'load httpfs',
    `create secret s (type s3)`,
    'set enable_external_access = true',
    'checkpoint',
    `export database '${join(root, 'made')}'`,
    `select writefile('${join(root, 'made.db')}', 'x')`,
    `select * from query('drop table orders')`,
  ])('%j has no effect', async sql => {
    const before = readdirSync(root, { recursive: true })
    const failure = await stopped(opened(path, s => readAll(s, written(sql))))
    expect(failure.code).toMatch(/^source\./)
    expect(`${failure.message} ${failure.why}`).not.toContain(root)
    expect(readdirSync(root, { recursive: true })).toEqual(before)
    expect(await opened(path, s => readAll(s, table('orders')))).not.toHaveLength(0)
  })
})

test.each([
  ['what only says so', 'fake.duckdb', 'id\n1\n', 'source.not_readable'],
  ['what only says so, too', 'fake.sqlite', 'id\n1\n', 'source.not_readable'],
  ['half a DuckDB file', 'half.duckdb', Buffer.concat([Buffer.alloc(8), Buffer.from('DUCK'), Buffer.alloc(9000)]), 'source.not_readable'],
  ['half an SQLite file', 'half.sqlite', Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(4000)]), 'source.not_readable'],
])('%s is said plainly', async (_, path, content, code) => {
  writeFileSync(join(folder, path), content)
  const failure = await stopped(opened(path, s => s.tables()))
  expect(failure.code).toBe(code)
  expect(failure.why).toMatch(/\.$/)
})
test.each([
  ['a view', `create view sly as select * from enable_logging(storage := 'file', storage_path := '/nowhere/log')`],
  ['a macro', `create macro sly() as table select * from "enable_logging"()`],
  ['a view of a view', 'create view inner_one as select count(*) as n from force_checkpoint(); create view sly as select * from inner_one'],
])('%s that does more than read is refused with its file, which is opened no further', async (_, made) => {
  await duck(join(folder, 'sly.duckdb'), `create table orders as select 1 as id; ${made}`)
  const failure = await stopped(opened('sly.duckdb', s => s.tables()))
  expect(failure.code).toBe('source.not_allowed')
  expect(`${failure.message}. ${failure.why}`).toMatch(/"(sly|inner_one)" of the file does more than read\. Drop it there/)
  rmSync(join(folder, 'sly.duckdb'))
})
test.each([
  ['a view', 'create view sly as select * from duckdb_settings()'],
  ['a view of a catalogue without brackets', 'create view sly as select * from pragma_database_list'],
  ['a view of a view', 'create view sly as select * from pg_catalog.pg_settings; create view outer_one as select * from sly'],
  ['a view of a query in a text', `create view sly as select * from query('select * from duckdb_' || 'settings()')`],
  ['a macro that gives rows', 'create macro sly() as table select * from "duckdb_settings"()'],
  ['a macro that gives a value', 'create macro sly(x) as current_setting(x)::varchar'],
  ['a column that is worked out', `create table sly (id int, x varchar generated always as (current_setting('allowed_paths')::varchar))`],
])('%s that asks about this server is refused with its file', async (_, made) => {
  await duck(join(folder, 'sly.duckdb'), `create table orders as select 1 as id; ${made}`)
  const failure = await stopped(opened('sly.duckdb', s => s.tables()))
  expect(failure.code).toBe('source.not_allowed')
  expect(failure.message).toMatch(/"sly(\.x)?" of the file asks about this server/)
  rmSync(join(folder, 'sly.duckdb'))
})
test('columns that are called as parts of an engine are only columns', async () => {
  await duck(
    join(folder, 'named.duckdb'),
    `create table orders (id int default 1, pg_id int, "query" int, "glob" int); insert into orders values (1, 2, 3, 4); create view seen as select pg_id, "query", "glob" from orders`,
  )
  expect(await opened('named.duckdb', s => readAll(s, table('seen')))).toEqual([{ pg_id: 2, query: 3, glob: 4 }])
  expect(await opened('named.duckdb', s => readAll(s, written('select pg_id from orders')))).toEqual([{ pg_id: 2 }])
  rmSync(join(folder, 'named.duckdb'))
})
test('a database without tables is said to hold none', async () => {
  await duck(join(folder, 'empty.duckdb'))
  lite(join(folder, 'empty.sqlite'), 'create table t (id); drop table t')
  for (const path of ['empty.duckdb', 'empty.sqlite'])
    expect((await stopped(opened(path, s => s.tables()))).message).toBe('The file holds no tables')
})
test('a link out of the data folder, and a database that is not named as data, are refused on a server', async () => {
  lite(join(root, 'secret.sqlite'), 'create table t (id)')
  lite(join(folder, 'tributary.db'), 'create table t (id)')
  symlinkSync(join(root, 'secret.sqlite'), join(folder, 'out.sqlite'))
  symlinkSync(join(folder, 'tributary.db'), join(folder, 'in.sqlite'))
  expect((await stopped(opened('out.sqlite', s => s.tables()))).code).toBe('source.outside')
  for (const path of ['in.sqlite', 'tributary.db'])
    expect((await stopped(opened(path, s => s.tables()))).code).toBe('source.unknown_format')
})
