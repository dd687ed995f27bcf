/** Cells, pages, refusals, costs and kills: Google's own client against a server that speaks the REST API. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Query, Session, Surroundings } from '../../../runtime/contract.ts'
import { type BigQuery, startBigQuery } from '../../../test/stand-ins/bigquery.ts'
import { NOW, never, readAll, stopped, untilTrue, withSession } from '../../../test/stand-ins/reading.ts'
import kind from './index.ts'

let bigquery: BigQuery
beforeAll(async () => {
  bigquery = await startBigQuery([
    `create table orders as select i as order_id, 'note ' || i as note from range(2500) t(i)`,
    'create table secret as select 1 as id',
  ])
})
afterAll(() => bigquery.close())
const opened = <T>(work: (session: Session) => Promise<T>, around: Partial<Surroundings> = {}, more: object = {}) =>
  withSession(kind, { config: { connection: 'db' }, connection: { ...bigquery.connection, ...more } }, around, work)
const orders: Query = { from: { table: 'orders' }, key: ['order_id'] }
const written = (sql: string): Query => ({ from: { sql }, key: [] })

test.each([
  ['9223372036854775807', '9223372036854775807'],
  ["cast('12345678901234567890123456789.123456789' as numeric)", '12345678901234567890123456789.123456789'],
  ["'NaN'::double", 'NaN'],
  ["'-inf'::double", '-Infinity'],
  ['0.1::double', 0.1],
  ['true', true],
  ["timestamptz '2026-11-21 18:04:11.123456+02'", '2026-11-21T16:04:11.123456Z'],
  ["timestamptz '1969-12-31 23:59:59.5+00'", '1969-12-31T23:59:59.5Z'],
  ["cast('2026-03-29 02:30:00' as datetime)", '2026-03-29T02:30:00'],
  ["date '2026-11-21'", '2026-11-21'],
  ["['a,b', null, 'q\"']", ['a,b', null, 'q"']],
  ["'deadbeef'::blob", '6465616462656566'],
  ['\'{"n":9007199254740993}\'::json', { n: '9007199254740993' }],
  ['null::varchar', null],
  ["'naïve 🧵'", 'naïve 🧵'],
])('%s arrives as %j', async (expression, value) => {
  await opened(async session => {
    const [row] = await readAll(session, written(`select ${expression} as v`))
    expect(JSON.parse(JSON.stringify(row))).toEqual({ v: value })
  })
})
test('a record becomes an object with its own lists and records', async () => {
  const { columnOf, reader } = await import('./cells.ts')
  const field = {
    name: 'buyer',
    type: 'RECORD',
    fields: [
      { name: 'id', type: 'INTEGER' },
      { name: 'tags', type: 'STRING', mode: 'REPEATED' },
    ],
  }
  expect(columnOf(field)).toEqual({ key: 'buyer', type: 'json', native: 'STRUCT' })
  expect({ ...(reader(field)({ f: [{ v: '9007199254740993' }, { v: [{ v: 'a' }] }] }) as object) }).toEqual({
    id: '9007199254740993',
    tags: ['a'],
  })
})
test('describing reads no rows and costs nothing', async () => {
  await opened(async session => {
    bigquery.asked.length = 0
    await session.describe(written('select * from orders'))
    await session.describe(orders)
    await session.tables()
    expect(
      bigquery.asked
        .filter(({ path, body }) => path.startsWith('/queries') || (path === '/jobs' && !body.configuration.dryRun))
        .map(a => a.path),
    ).toEqual([
      // The one free question: what time it is there.
      '/jobs',
      expect.stringMatching(/^\/queries\//),
      expect.stringMatching(/^\/queries\//),
    ])
  })
})
test('all readings of a table see it as it was when the run began', async () => {
  await opened(async session => {
    bigquery.asked.length = 0
    await readAll(session, orders)
    await session.count!(orders, [undefined], NOW)
    const queries = bigquery.asked.flatMap(({ path, body }) => (path === '/jobs' ? [body.configuration.query.query as string] : []))
    expect(queries.filter(q => q.includes("for system_time as of timestamp '2026-11-21 12:00:00.000001+00'"))).toHaveLength(2)
  })
})
test('a limit of gigabytes, the time limit and the location go with every query', async () => {
  await opened(session => readAll(session, orders), {}, { max_gigabytes: 2.5 })
  const job = bigquery.asked.filter(({ path }) => path === '/jobs').at(-1)!.body
  expect(job.jobReference.location).toBe('EU')
  expect(job.configuration).toMatchObject({ jobTimeoutMs: '900000', query: { maximumBytesBilled: '2500000000', useLegacySql: false } })
})
test('values are bound, never written into the query', async () => {
  await opened(async session => {
    const where = { match: 'all' as const, conditions: [{ column: 'note', op: 'is' as const, value: "x' or 'a'='a" }] }
    await session.describe(orders)
    expect(await session.count!(orders, [where], NOW)).toEqual([0])
    const { query, queryParameters } = bigquery.asked.filter(({ path }) => path === '/jobs').at(-1)!.body.configuration.query
    expect(query).not.toContain("'a'")
    expect(queryParameters).toEqual([{ name: 'tributary_1', parameterType: { type: 'STRING' }, parameterValue: { value: "x' or 'a'='a" } }])
  })
})

test('an emulator, which runs nothing dry, is read as well', async () => {
  bigquery.emulates = true
  try {
    await opened(async session => {
      expect(await session.describe(written('select order_id, note from orders'))).toMatchObject([{ key: 'order_id' }, { key: 'note' }])
      expect((await readAll(session, written('select order_id from orders'))).length).toBe(2500)
      expect((await stopped(session.describe(written('select * from gone')))).code).toBe('source.no_table')
      expect((await stopped(session.describe(written('select 1; drop table orders')))).code).toBe('source.not_one_select')
    })
  } finally {
    bigquery.emulates = false
  }
})

test('what answers the same whatever it is asked decides nothing: conditions are decided here', async () => {
  const where = { match: 'all' as const, conditions: [{ column: 'note', op: 'is' as const, value: 'x' }] }
  const narrowed = () =>
    opened(async session => session.narrows!(where, await session.describe(written('select order_id, note from orders'))))
  expect(await narrowed()).toBe(true)
  bigquery.canned = 'select * from orders'
  try {
    expect(await narrowed()).toBe(false)
  } finally {
    bigquery.canned = undefined
  }
})

test.each([
  ['more than one statement', 'select 1; drop table orders', 'source.not_one_select'],
  ['a statement behind an escaped quote', "select 'a\\\\'; drop table orders; --'", 'source.not_one_select'],
  ['a statement behind three quotes', "select ''''''; drop table orders", 'source.not_one_select'],
  ['a parameter', 'select @tributary_1', 'source.refused_query'],
  ['a system variable', 'select @@project_id', 'source.refused_query'],
])('%s is refused before it is sent', async (_, text, code) => {
  bigquery.asked.length = 0
  await opened(async session => expect((await stopped(session.describe(written(text)))).code).toBe(code))
  expect(bigquery.asked).toEqual([])
})

const failures: [string, object, Query, string][] = [
  ['a key that was deleted', { strange: true }, orders, 'source.refused_login'],
  [
    'a key that is none',
    { private_key_json: '{"type":"service_account","client_email":"a@b","private_key":"secret-key"}' },
    orders,
    'source.refused_login',
  ],
  ['half a key', { private_key_json: '{"type":"service' }, orders, 'source.bad_address'],
  [
    'a key file that names programs',
    { private_key_json: '{"type":"external_account","credential_source":{"executable":{"command":"x"}}}' },
    orders,
    'source.bad_address',
  ],
  ['nothing at the endpoint', { endpoint: 'http://127.0.0.1:1' }, orders, 'source.unreachable'],
  ['a missing grant', {}, { from: { table: 'secret' }, key: [] }, 'source.no_permission'],
  ['a missing grant behind a query', {}, written('select * from secret'), 'source.no_permission'],
  ['a dropped column', {}, written('select gone from orders'), 'source.no_column'],
  ['a dropped table', {}, written('select * from gone'), 'source.no_table'],
  ['a slip of the pen', {}, written('select * form orders'), 'source.syntax'],
  ['a value that does not fit', {}, written(`select cast('hidden-cell' as int64) as x`), 'source.bad_value'],
]
test.each(failures)('%s is said plainly, without secrets or cells', async (_, more, query, code) => {
  bigquery.denied.add('secret')
  const settings = 'strange' in more ? { private_key_json: bigquery.strangeKey } : more
  const failure = await stopped(opened(session => readAll(session, query), {}, settings))
  bigquery.denied.clear()
  expect(failure.code).toBe(code)
  expect(`${failure.message} ${failure.why}`).not.toMatch(/secret-|hidden-|BEGIN|PRIVATE/)
  expect(failure.why).toMatch(/\.$/)
})

test('kill cancels the job there', async () => {
  const kill = new AbortController()
  bigquery.cancelled.length = 0
  bigquery.asked.length = 0
  await opened(
    async session => {
      const failure = stopped(readAll(session, written('select * from hanging')))
      await untilTrue(async () => bigquery.asked.some(({ path }) => path.startsWith('/queries/')))
      kill.abort()
      expect((await failure).code).toBe('source.cancelled')
    },
    { kill: kill.signal },
  )
  await untilTrue(async () => bigquery.cancelled.length === 1)
})
test('stopping while a query runs cancels it, too', async () => {
  const stop = new AbortController()
  bigquery.cancelled.length = 0
  bigquery.asked.length = 0
  await opened(async session => {
    const reading = session.read(written('select * from hanging'), { size: 10, now: NOW, stop: stop.signal })[Symbol.asyncIterator]()
    const end = reading.next()
    await untilTrue(async () => bigquery.asked.some(({ path }) => path.startsWith('/queries/')))
    stop.abort()
    expect((await end).done).toBe(true)
  })
  await untilTrue(async () => bigquery.cancelled.length === 1)
})
test('a server that says nothing is given up', async () => {
  const { open } = await import('./session.ts')
  const { createServer } = await import('node:net')
  const silent = createServer(() => {})
  await new Promise<void>(resolve => silent.listen(0, '127.0.0.1', resolve))
  const endpoint = `http://127.0.0.1:${(silent.address() as { port: number }).port}`
  const settings = kind.connection!.parse({ ...bigquery.connection, endpoint }) as never
  const session = await open(settings, { kill: never }, { statementMs: 1000, graceMs: 0, callMs: 100 })
  expect((await stopped(session.tables())).code).toBe('source.timeout')
  silent.close()
})
test('a login that may write is told so', async () => {
  bigquery.mayWrite = true
  expect(await opened(session => session.mayWrite!())).toMatch(/^may change /)
  bigquery.mayWrite = false
  expect(await opened(session => session.mayWrite!())).toBeUndefined()
})
