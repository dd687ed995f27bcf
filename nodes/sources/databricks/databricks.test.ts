/** Cells, pieces, logins, refusals and kills: the client against a server that speaks the Statement Execution API. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Query, Session, Surroundings } from '../../../runtime/contract.ts'
import { type Databricks, startDatabricks } from '../../../test/stand-ins/databricks.ts'
import { NOW, never, readAll, stopped, untilTrue, withSession } from '../../../test/stand-ins/reading.ts'
import kind from './index.ts'
import { open } from './session.ts'

let databricks: Databricks
beforeAll(async () => {
  databricks = await startDatabricks([
    `create table orders as select i as order_id, 'note ' || i as note from range(2500) t(i)`,
    'create table secret as select 1 as id',
  ])
})
afterAll(() => databricks.close())
const opened = <T>(work: (session: Session) => Promise<T>, around: Partial<Surroundings> = {}, more: object = {}) =>
  withSession(kind, { config: { connection: 'db' }, connection: { ...databricks.connection, ...more } }, around, work)
const orders: Query = { from: { table: 'orders' }, key: ['order_id'] }
const written = (sql: string): Query => ({ from: { sql }, key: [] })

test.each([
  ['9223372036854775807', '9223372036854775807'],
  ['7::integer', 7],
  ["cast('12345678901234567890123456789.123456789' as decimal(38, 9))", '12345678901234567890123456789.123456789'],
  ["cast('0.50' as decimal(12, 2))", '0.50'],
  ["'NaN'::double", 'NaN'],
  ["'-inf'::double", '-Infinity'],
  ['0.1::double', 0.1],
  ['true', true],
  ["timestamptz '2026-11-21 18:04:11.123456+02'", '2026-11-21T16:04:11.123456Z'],
  ["timestamptz '1969-12-31 23:59:59.5+00'", '1969-12-31T23:59:59.5Z'],
  ["cast('2026-03-29 02:30:00' as timestamp_ntz)", '2026-03-29T02:30:00'],
  ["date '2026-11-21'", '2026-11-21'],
  ["['a,b', null, 'q\"']", ['a,b', null, 'q"']],
  ["{'n': 9007199254740993}", { n: '9007199254740993' }],
  ["'deadbeef'::blob", '6465616462656566'],
  ['null::varchar', null],
  ["'naïve 🧵'", 'naïve 🧵'],
])('%s arrives as %j', async (expression, value) => {
  await opened(async session => {
    const [row] = await readAll(session, written(`select ${expression} as v`))
    expect(JSON.parse(JSON.stringify(row))).toEqual({ v: value })
  })
})
test('pieces are fetched one by one, without our token', async () => {
  databricks.piecesWithToken.length = 0
  await opened(async session => {
    const reading = session.read(orders, { size: 100, now: NOW, stop: never })[Symbol.asyncIterator]()
    await reading.next()
    expect(databricks.piecesWithToken).toHaveLength(1)
    await reading.return?.(undefined)
    expect(await readAll(session, orders)).toHaveLength(2500)
  })
  expect(databricks.piecesWithToken).toEqual([false, false, false, false])
})
test('values are bound, never written into the statement', async () => {
  await opened(async session => {
    const where = { match: 'all' as const, conditions: [{ column: 'note', op: 'is' as const, value: "x' or 'a'='a" }] }
    expect(await session.count!(orders, [where], NOW)).toEqual([0])
    const { statement, parameters } = databricks.asked.at(-1)
    expect(statement).not.toContain("'a'")
    expect(parameters[0]).toEqual({ name: 'tributary_1', value: "x' or 'a'='a", type: 'STRING' })
  })
})
test('a service principal logs in, once for many questions', async () => {
  const more = { access_token: undefined, ...databricks.principal }
  expect(await opened(session => session.count!(orders, [undefined], NOW), {}, more)).toEqual([2500])
})
test('being told to slow down is not a failure', async () => {
  databricks.busy = 2
  expect(await opened(session => session.count!(orders, [undefined], NOW))).toEqual([2500])
})
test.each([
  ['https://dbc-1.cloud.databricks.com/?o=1', 'dbc-1.cloud.databricks.com'],
  ['adb-1.2.azuredatabricks.net', 'adb-1.2.azuredatabricks.net'],
])('the host %s is understood', (host, plain) => {
  expect(kind.connection!.parse({ ...databricks.connection, host })).toMatchObject({ host: plain, warehouse: 'a1b2c3d4e5f60718' })
})
test.each(['http://example.com', 'http://10.0.0.1:80', 'a b', '-x', 'user@host'])('the host %s is refused', host => {
  expect(kind.connection!.safeParse({ ...databricks.connection, host }).success).toBe(false)
})

test.each([
  ['more than one statement', 'select 1; drop table orders', 'source.not_one_select'],
  ['a statement behind an escaped quote', "select 'a\\\\'; drop table orders; --'", 'source.not_one_select'],
  ['a statement behind a raw text', "select r'\\'; drop table orders; --'", 'source.not_one_select'],
  ['our own parameter', 'select :tributary_1', 'source.refused_query'],
  ['what runs code', "select reflect('java.lang.System', 'exit')", 'source.refused_query'],
  ['what gives secrets away', "select secret('scope', 'key')", 'source.refused_query'],
])('%s is refused before it is sent', async (_, text, code) => {
  databricks.asked.length = 0
  await opened(async session => expect((await stopped(session.describe(written(text)))).code).toBe(code))
  expect(databricks.asked).toEqual([])
})

const failures: [string, object, Query, string][] = [
  ['a wrong token', { access_token: 'secret-old' }, orders, 'source.refused_login'],
  ['a wrong client secret', { access_token: undefined, client_id: 'app-1', client_secret: 'secret-wrong' }, orders, 'source.refused_login'],
  ['another warehouse', { warehouse: 'ffff0000ffff0000' }, orders, 'source.no_database'],
  ['nothing at the host', { host: 'http://127.0.0.1:65533' }, orders, 'source.unreachable'],
  ['a missing grant', {}, { from: { table: 'secret' }, key: [] }, 'source.no_permission'],
  ['a missing grant behind a query', {}, written('select * from secret'), 'source.no_permission'],
  ['a dropped column', {}, written('select gone from orders'), 'source.no_column'],
  ['a dropped table', {}, written('select * from gone'), 'source.no_table'],
  ['a slip of the pen', {}, written('select * form orders'), 'source.syntax'],
  ['a value that does not fit', {}, written(`select cast('hidden-cell' as bigint) as x`), 'source.bad_value'],
]
test.each(failures)('%s is said plainly, without secrets or cells', async (_, more, query, code) => {
  databricks.denied.add('secret')
  const failure = await stopped(opened(session => readAll(session, query), {}, more))
  databricks.denied.clear()
  expect(failure.code).toBe(code)
  expect(`${failure.message} ${failure.why}`).not.toMatch(/secret-|hidden-/)
  expect(failure.why).toMatch(/\.$/)
})
test('a page to log in instead of an answer is said to be no workspace', async () => {
  const { createServer } = await import('node:http')
  const page = createServer((_, response) => response.end('<html>log in</html>'))
  await new Promise<void>(resolve => page.listen(0, '127.0.0.1', resolve))
  const host = `http://127.0.0.1:${(page.address() as { port: number }).port}`
  expect((await stopped(opened(s => s.tables(), {}, { host }))).code).toBe('source.bad_address')
  page.close()
})

const isRunning = async () => databricks.asked.some(({ statement }) => /hanging/.test(statement) && !statement.startsWith('describe'))
test('kill cancels the statement there', async () => {
  const kill = new AbortController()
  databricks.cancelled.length = 0
  databricks.asked.length = 0
  await opened(
    async session => {
      const failure = stopped(readAll(session, written('select * from hanging')))
      await untilTrue(isRunning)
      kill.abort()
      expect((await failure).code).toBe('source.cancelled')
    },
    { kill: kill.signal },
  )
  await untilTrue(async () => databricks.cancelled.length === 1)
})
test('stopping while a query runs cancels it, too', async () => {
  const stop = new AbortController()
  databricks.cancelled.length = 0
  databricks.asked.length = 0
  await opened(async session => {
    const reading = session.read(written('select * from hanging'), { size: 10, now: NOW, stop: stop.signal })[Symbol.asyncIterator]()
    const end = reading.next()
    await untilTrue(isRunning)
    stop.abort()
    expect((await end).done).toBe(true)
  })
  await untilTrue(async () => databricks.cancelled.length === 1)
})
test('a query that takes too long is cancelled', async () => {
  databricks.cancelled.length = 0
  const settings = kind.connection!.parse(databricks.connection) as never
  const session = await open(settings, { kill: never }, { statementMs: 20, callMs: 60_000, lookMs: 20 })
  await session.describe(written('select * from hanging')).catch(() => {})
  expect((await stopped(readAll(session, written('select * from hanging')))).code).toBe('source.timeout')
  await untilTrue(async () => databricks.cancelled.length > 0)
})
test('a server that says nothing is given up', async () => {
  const { createServer } = await import('node:net')
  const silent = createServer(() => {})
  await new Promise<void>(resolve => silent.listen(0, '127.0.0.1', resolve))
  const host = `http://127.0.0.1:${(silent.address() as { port: number }).port}`
  const settings = kind.connection!.parse({ ...databricks.connection, host }) as never
  const session = await open(settings, { kill: never }, { statementMs: 1000, callMs: 100, lookMs: 20 })
  expect((await stopped(session.tables())).code).toBe('source.timeout')
  silent.close()
})
test('rows of many characters come in small pages', async () => {
  await opened(async session => {
    const sizes: number[] = []
    for await (const page of session.read(written(`select i, repeat('x', 60000) as wide from range(400) t(i)`), {
      size: 1000,
      now: NOW,
      stop: never,
    }))
      sizes.push(page.length)
    expect(sizes.reduce((a, b) => a + b)).toBe(400)
    expect(Math.max(...sizes.slice(1))).toBeLessThan(200)
  })
})
test('a login that may write is told so', async () => {
  databricks.mayWrite = true
  expect(await opened(session => session.mayWrite!())).toMatch(/^may change /)
  databricks.mayWrite = false
  expect(await opened(session => session.mayWrite!())).toBeUndefined()
})
