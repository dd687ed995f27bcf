/** Cells, cursors, refusals and kills, on a Postgres behind a door that takes only what Redshift takes. */
import { createServer } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Query, Session, Surroundings } from '../../../runtime/contract.ts'
import { NOW, never, readAll, sql, stopped, untilTrue, withSession } from '../../../test/stand-ins/reading.ts'
import { type Redshift, startRedshift } from '../../../test/stand-ins/redshift.ts'
import kind from './index.ts'

let redshift: Redshift
beforeAll(async () => {
  redshift = await startRedshift()
  await sql(
    redshift.url,
    `create table orders as select i as order_id, 'note ' || i as note from generate_series(1, 2500) i;
     create function slow() returns int language plpgsql as $$ begin perform pg_sleep(600); return 1; end $$`,
  )
})
afterAll(() => redshift.close())
const opened = <T>(work: (session: Session) => Promise<T>, around: Partial<Surroundings> = {}, connection: object = redshift.connection) =>
  withSession(kind, { config: { connection: 'db' }, connection }, around, work)
const orders: Query = { from: { table: 'orders' }, key: ['order_id'] }

test.each([
  ['9223372036854775807::bigint', '9223372036854775807'],
  ['12345678901234567890123456789.123456789::numeric(38,9)', '12345678901234567890123456789.123456789'],
  ["'NaN'::float8", 'NaN'],
  ["'-Infinity'::float8", '-Infinity'],
  ['0.1::float8 + 0.2::float8', 0.30000000000000004],
  ['7::int', 7],
  ['true', true],
  ["timestamptz '2026-11-21 18:04:11.123456+02'", '2026-11-21T16:04:11.123456Z'],
  ["timestamp '2026-03-29 02:30:00'", '2026-03-29T02:30:00'],
  ["date '2026-11-21'", '2026-11-21'],
  ['null::varchar', null],
  ["' paid'::char(10)", ' paid'],
  ["'naïve 🧵'", 'naïve 🧵'],
])('%s arrives as %j', async (expression, value) => {
  await opened(async session =>
    expect(await readAll(session, { from: { sql: `select ${expression} as v` }, key: ['v'] })).toEqual([{ v: value }]),
  )
})
test('a document of the type SUPER keeps its digits', async () => {
  const { columnOf, reader } = await import('./cells.ts')
  expect(columnOf('c', 4000, -1)).toEqual({ key: 'c', type: 'json', native: 'super' })
  expect(reader(4000)('{"n":9007199254740993,"l":[1,null]}')).toEqual(
    Object.assign(Object.create(null), { n: '9007199254740993', l: [1, null] }),
  )
})
test('a run sees one snapshot, through one cursor of pieces', async () => {
  await sql(redshift.url, 'create table moving as select 1 as id')
  await opened(async session => {
    const query: Query = { from: { table: 'moving' }, key: ['id'] }
    await session.describe(query)
    await sql(redshift.url, 'insert into moving values (2)')
    redshift.asked.length = 0
    expect(await readAll(session, query)).toEqual([{ id: 1 }])
    expect(redshift.asked.filter(text => /^(declare|fetch|close)/.test(text)).map(text => text.split(' ')[0])).toEqual([
      'declare',
      'fetch',
      'fetch',
      'close',
    ])
  })
})
test('a failed question spoils nothing that is asked after it', async () => {
  await opened(async session => {
    expect((await stopped(session.describe({ from: { sql: 'select nope from orders' }, key: [] }))).code).toBe('source.no_column')
    expect(await readAll(session, orders)).toHaveLength(2500)
  })
})

test.each([
  ['more than one statement', 'select 1; delete from orders', 'source.not_one_select'],
  ['a break-out', 'select 1) q; delete from orders; select * from (select 1', 'source.not_one_select'],
  ['a quote that some escape', "select '\\'') q; delete from orders; select * from (select '--'", 'source.not_one_select'],
  ['a statement that writes', 'with a as (delete from orders returning 1) select * from a', 'source.not_one_select'],
  ['SELECT INTO', 'select * into copy from orders', 'source.refused_query'],
  ['a parameter', 'select $1', 'source.refused_query'],
  ['what ends sessions', 'select pg_terminate_backend(1)', 'source.refused_query'],
])('%s is refused', async (_, text, code) => {
  await opened(async session => {
    expect((await stopped(readAll(session, { from: { sql: text }, key: [] }))).code).toBe(code)
    expect(await session.count!(orders, [undefined], NOW)).toEqual([2500])
  })
})
test('even what is not refused cannot write', async () => {
  await sql(redshift.url, `create function writing() returns int language sql as $$ delete from orders returning 1 $$`)
  await opened(async session => {
    expect((await stopped(readAll(session, { from: { sql: 'select writing()' }, key: [] }))).code).toBe('source.only_reads')
  })
})

test('a login that the driver does not know is said, and ends nothing else', async () => {
  // Authentication message 13: Redshift's SHA-256.
  const strange = createServer(socket =>
    socket.once('data', () => socket.write(Buffer.from([0x52, 0, 0, 0, 12, 0, 0, 0, 13, 0, 0, 0, 0]))).on('error', () => {}),
  )
  await new Promise<void>(resolve => strange.listen(0, '127.0.0.1', resolve))
  const { port } = strange.address() as { port: number }
  const failure = await stopped(opened(async () => {}, {}, { ...redshift.connection, port }))
  expect([failure.code, failure.why]).toEqual(['source.refused_login', expect.stringContaining('SHA-256')])
  strange.close()
})
test('rows of many characters come in small pages', async () => {
  await opened(async session => {
    const query = { from: { sql: `select i, repeat('x', 60000) as wide from generate_series(1, 500) i` }, key: ['i'] }
    const sizes: number[] = []
    for await (const page of session.read(query, { size: 1000, now: NOW, stop: never })) sizes.push(page.length)
    expect(sizes.reduce((a, b) => a + b)).toBe(500)
    expect(Math.max(...sizes.slice(1))).toBeLessThan(200)
  })
})

const hanging = async () =>
  (
    await sql(
      redshift.url,
      `select 1 from pg_stat_activity where query like 'fetch forward%' and state = 'active' and datname = current_database()`,
    )
  ).length > 0
test('kill ends a hanging query on the server', async () => {
  const kill = new AbortController()
  await opened(
    async session => {
      const failure = stopped(readAll(session, { from: { sql: 'select slow()' }, key: [] }))
      await untilTrue(hanging)
      kill.abort()
      expect((await failure).code).toBe('source.cancelled')
    },
    { kill: kill.signal },
  )
  await untilTrue(async () => !(await hanging()))
})
test('a query that takes too long is ended by the server', async () => {
  const { open } = await import('./session.ts')
  const { parse } = kind.connection!
  const session = await open(parse(redshift.connection) as never, { kill: never }, { statementMs: 50, silenceMs: 60_000 })
  expect((await stopped(readAll(session, { from: { sql: 'select slow()' }, key: [] }))).code).toBe('source.timeout')
  await session.close()
})
test('a connection cut in the middle ends the reading with a sentence', async () => {
  await opened(async session => {
    const reading = session.read(orders, { size: 100, now: NOW, stop: never })[Symbol.asyncIterator]()
    await reading.next()
    redshift.cut()
    const failure = await stopped(
      (async () => {
        while (!(await reading.next()).done);
      })(),
    )
    expect(failure.code).toBe('source.lost')
  })
})
test('a user that may write is told so, one that may only read is not, and what it may not read is said', async () => {
  await sql(
    redshift.url,
    `create role rs_reader login password 'only'; grant select on orders to rs_reader; create table secret as select 1 as id`,
  )
  const reader = { ...redshift.connection, user: 'rs_reader', password: 'only' }
  const writes = (connection: object) => opened(session => session.mayWrite!(), {}, connection)
  expect(await writes(redshift.connection)).toContain('superuser')
  expect(await writes(reader)).toBeUndefined()
  await sql(redshift.url, 'grant create on schema public to rs_reader')
  expect(await writes(reader)).toBe('may make tables in the schema public')
  await sql(redshift.url, 'grant update on orders to rs_reader')
  expect(await writes(reader)).toBe('may change public.orders')
  await sql(redshift.url, 'revoke update on orders from rs_reader; revoke create on schema public from rs_reader')
  expect((await stopped(opened(s => readAll(s, { from: { sql: 'select * from secret' }, key: [] }), {}, reader))).code).toBe(
    'source.no_permission',
  )
  await sql(redshift.url, 'drop owned by rs_reader; drop role rs_reader')
})
