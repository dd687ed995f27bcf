/** Cells, names, snapshots and kills, on a real Postgres. */
import { beforeAll, expect, test } from 'vitest'
import type { Column, Session, Surroundings } from '../../../runtime/contract.ts'
import { freshDatabase } from '../../../test/stand-ins/postgres.ts'
import { NOW, never, readAll, sql, stopped, untilTrue, withSession } from '../../../test/stand-ins/reading.ts'
import kind from './index.ts'

const config = { connection: 'db' }
let url = ''
beforeAll(async () => {
  url = await freshDatabase()
  await sql(url, 'create table orders as select i as order_id from generate_series(1, 2500) i')
})
const opened = <T>(work: (session: Session) => Promise<T>, around: Partial<Surroundings> = {}) =>
  withSession(kind, { config, connection: { url } }, around, work)

test('a reading sees nothing that happens after it began', async () => {
  await sql(url, 'create table moving as select 1 as id')
  await opened(async session => {
    const query = { from: { table: 'moving' }, key: ['id'] }
    await session.describe(query)
    await sql(url, 'insert into moving values (2)')
    expect(await readAll(session, query)).toEqual([{ id: 1 }])
    expect(await session.count!(query, [undefined], NOW)).toEqual([1])
  })
})
test.each([
  ['9223372036854775807::int8', '9223372036854775807'],
  ['123456789012345678901234567890.123456789::numeric', '123456789012345678901234567890.123456789'],
  ["'NaN'::numeric", 'NaN'],
  ["'-Infinity'::float8", '-Infinity'],
  ['0.1::float8', 0.1],
  ['7::int4', 7],
  ['true', true],
  ["timestamptz '2026-11-21 18:04:11.123456+02'", '2026-11-21T16:04:11.123456Z'],
  ["timestamp '2026-03-29 02:30:00'", '2026-03-29T02:30:00'],
  ["'infinity'::timestamptz", 'infinity'],
  ["date '2026-11-21'", '2026-11-21'],
  ["array['a,b', null, 'q\"\\', '{}']", ['a,b', null, 'q"\\', '{}']],
  [
    'array[[1,2],[3,4]]',
    [
      [1, 2],
      [3, 4],
    ],
  ],
  ['array[9007199254740993]', ['9007199254740993']],
  ["'{}'::text[]", []],
  ["'\\xdeadbeef'::bytea", 'deadbeef'],
  ["'00000000-0000-0000-0000-000000000001'::uuid", '00000000-0000-0000-0000-000000000001'],
  ["interval '1 day 2 hours'", 'P1DT2H'],
  ['null::text', null],
  ["'paid'::char(10)", 'paid'],
  ["array['a', ' b']::char(3)[]", ['a', ' b']],
  ["'naïve 🧵'", 'naïve 🧵'],
  ["'1 2'::int2vector", '1 2'],
  ["'(1,2)'::point", '(1,2)'],
  ["'10.0.0.1'::inet", '10.0.0.1'],
])('%s arrives as %j', async (expression, value) => {
  await opened(async session =>
    expect(await readAll(session, { from: { sql: `select ${expression} as v` }, key: ['v'] })).toEqual([{ v: value }]),
  )
})
test('JSON keeps its digits and inherits nothing', async () => {
  await opened(async session => {
    const [row] = await readAll(session, {
      from: { sql: `select '{"__proto__":{"admin":true},"big":9007199254740993,"n":1.5}'::json as v` },
      key: ['v'],
    })
    const value = row!.v as Record<string, unknown>
    expect(Object.getPrototypeOf(value)).toBeNull()
    expect(value.big).toBe('9007199254740993')
    expect(value.n).toBe(1.5)
    expect((value as { admin?: unknown }).admin).toBeUndefined()
  })
})
test('a domain is what it is made of, however deep and in arrays, wherever columns are told', async () => {
  await sql(url, 'create domain cents as bigint; create domain price as cents; create domain answer as boolean')
  await sql(url, `create table priced as select 9007199254740993::price as price, array['t'::answer] as answers, 1::cents as cents`)
  await opened(async session => {
    const query = { from: { table: 'priced' }, key: [] }
    const types = (columns: readonly Column[]) => columns.map(({ key, type, native }) => [key, type, native])
    const told = [
      ['price', 'number', 'int8'],
      ['answers', 'list', 'bool[]'],
      ['cents', 'number', 'int8'],
    ]
    expect(types(await session.describe(query))).toEqual(told)
    expect(types((await session.tables()).find(({ name }) => name === 'priced')!.columns!)).toEqual(told)
    expect(await readAll(session, query)).toEqual([{ price: '9007199254740993', answers: [true], cents: '1' }])
  })
})
test('zones are known', async () => {
  await opened(async session => {
    const shape = await session.describe({ from: { sql: 'select now() as a, localtimestamp as b, current_date as c' }, key: [] })
    expect(shape.map(c => [c.type, c.zoned])).toEqual([
      ['time', true],
      ['time', false],
      ['date', undefined],
    ])
  })
})

const names = [
  'semi;colon',
  'quo"te',
  "o'clock",
  'spaced name',
  'Ünïcode 🧵',
  'select',
  '--',
  '/* */',
  '$$',
  'percent%',
  'back\\slash',
  'x'.repeat(63),
  '1st',
  'tab\there',
  '__proto__',
  'constructor',
  'CamelCase',
  '.',
  'a.b',
]
test.each(names)('a table and a column called %j', async name => {
  const quoted = `"${name.replaceAll('"', '""')}"`
  await sql(url, `create table ${quoted} (${quoted} text); insert into ${quoted} values ('x')`)
  await opened(async session => {
    expect((await session.tables()).map(t => t.name)).toContain(name)
    const query = { from: { table: name }, key: [name] }
    const where = { match: 'all' as const, conditions: [{ column: name, op: 'is' as const, value: 'x' }] }
    expect(session.narrows!(where, await session.describe(query))).toBe(true)
    expect(await session.count!(query, [where], NOW)).toEqual([1])
    const [row] = await readAll(session, query)
    expect(Object.entries(row!)).toEqual([[name, 'x']])
  })
  await sql(url, `drop table ${quoted}`)
})

test('kill cuts a query that hangs', async () => {
  await sql(url, `create function slow() returns int language plpgsql as $$ begin perform pg_sleep(600); return 1; end $$`)
  const kill = new AbortController()
  await opened(
    async session => {
      const reading = readAll(session, { from: { sql: `select slow() /* hanging */` }, key: [] })
      const failure = stopped(reading)
      await untilTrue(
        async () =>
          (await sql(url, `select 1 from pg_stat_activity where query like '%hanging%' and state = 'active' and pid <> pg_backend_pid()`))
            .length > 0,
      )
      kill.abort()
      expect((await failure).code).toBe('source.cancelled')
    },
    { kill: kill.signal },
  )
  await untilTrue(
    async () =>
      (await sql(url, `select 1 from pg_stat_activity where query like '%hanging%' and state = 'active' and pid <> pg_backend_pid()`))
        .length === 0,
  )
})
test('a connection lost in the middle ends the reading with a sentence', async () => {
  await opened(async session => {
    const reading = session
      .read({ from: { table: 'orders' }, key: ['order_id'] }, { size: 100, now: NOW, stop: never })
      [Symbol.asyncIterator]()
    await reading.next()
    await sql(
      url,
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'tributary' and datname = current_database()`,
    )
    const failure = await stopped(
      (async () => {
        while (!(await reading.next()).done);
      })(),
    )
    expect(failure.code).toBe('source.lost')
  })
})

test('rows of many characters come in small pages', async () => {
  await opened(async session => {
    const query = { from: { sql: `select i, repeat('x', 1000000) as wide from generate_series(1, 120) i` }, key: ['i'] }
    const sizes: number[] = []
    for await (const page of session.read(query, { size: 1000, now: NOW, stop: never })) sizes.push(page.length)
    expect(sizes.reduce((a, b) => a + b)).toBe(120)
    expect(Math.max(...sizes.slice(1))).toBeLessThan(10)
  })
})
test('a query that gives no row for too long is cut', async () => {
  const { open } = await import('./session.ts')
  await sql(url, `create function patient() returns int language plpgsql as $$ begin perform pg_sleep(600); return 1; end $$`)
  const session = await open({ url }, { kill: never }, { statementMs: 60_000, silenceMs: 50 })
  expect((await stopped(readAll(session, { from: { sql: 'select patient()' }, key: [] }))).code).toBe('source.timeout')
  await session.close()
})
test('a query that gives no row for as long as a statement may take is cut as well', async () => {
  const { open } = await import('./session.ts')
  const session = await open({ url }, { kill: never }, { statementMs: 50, silenceMs: 60_000 })
  expect((await stopped(readAll(session, { from: { sql: 'select patient()' }, key: [] }))).code).toBe('source.timeout')
  await session.close()
})
test('reading may take longer than a statement may, as long as rows come; what is asked afterwards may not', async () => {
  const { open } = await import('./session.ts')
  const session = await open({ url }, { kill: never }, { statementMs: 3000, silenceMs: 60_000 })
  const query = { from: { sql: 'select i from generate_series(1, 900) i' }, key: ['i'] }
  let rows = 0
  for await (const page of session.read(query, { size: 100, now: NOW, stop: never })) {
    rows += page.length
    await new Promise(resolve => setTimeout(resolve, 500))
  }
  expect(rows).toBe(900)
  const counting = session.count!({ from: { sql: 'select patient()' }, key: [] }, [undefined], NOW)
  expect((await stopped(counting)).code).toBe('source.timeout')
  await session.close()
})
test.each([
  ['only read', '', undefined],
  ['insert', 'grant insert on orders to reader', 'may change orders'],
  ['update one column', 'grant update (order_id) on orders to reader', 'may change orders'],
  ['change what it may not read', 'create table hidden (id int); grant delete on hidden to reader', 'may change hidden'],
  ['change all data', 'grant pg_write_all_data to reader', 'is a member of pg_write_all_data'],
  ['run programs', 'grant pg_execute_server_program to reader', 'is a member of pg_execute_server_program'],
  ['make roles', 'alter role reader createrole', 'may make and change other roles'],
  ['make tables', 'grant create on schema public to reader', 'may make tables in the schema public'],
  [
    'make schemas',
    'do $$ begin execute format($f$grant create on database %I to reader$f$, current_database()); end $$',
    'may make schemas in this database',
  ],
  ['do everything', 'alter role reader superuser', 'is a superuser, who may do everything'],
])('a role that may %s is told so', async (_, grant, says) => {
  await sql(url, `create role reader login password 'only'; grant select on orders to reader; ${grant}`)
  const address = url.replace(/\/\/[^@]+@/, '//reader:only@')
  expect(await withSession(kind, { config, connection: { url: address } }, {}, async session => session.mayWrite!())).toBe(says)
  await sql(url, 'drop owned by reader; drop role reader; drop table if exists hidden')
})
