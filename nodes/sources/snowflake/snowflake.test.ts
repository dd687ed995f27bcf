/** Cells, chunks, logins, refusals and kills: Snowflake's own driver against a server that speaks its protocol. */
import { createPrivateKey } from 'node:crypto'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Query, Session, Surroundings } from '../../../runtime/contract.ts'
import { certificate } from '../../../test/stand-ins/certificate.ts'
import { NOW, never, readAll, stopped, untilTrue, withSession } from '../../../test/stand-ins/reading.ts'
import { MACROS, type Snowflake, startSnowflake } from '../../../test/stand-ins/snowflake.ts'
import { reader, shownNames } from './cells.ts'
import kind from './index.ts'

let snowflake: Snowflake
beforeAll(async () => {
  snowflake = await startSnowflake([
    ...MACROS,
    `create table "ORDERS" as select i as "ORDER_ID", 'note ' || i as "NOTE" from range(2500) t(i)`,
    `create table "Mixed" as select 1 as "Id"`,
    'create table "SECRET" as select 1 as "ID"',
  ])
})
afterAll(() => snowflake.close())
const opened = <T>(work: (session: Session) => Promise<T>, around: Partial<Surroundings> = {}, more: object = {}) =>
  withSession(kind, { config: { connection: 'db' }, connection: { ...snowflake.connection, ...more } }, around, work)
const orders: Query = { from: { table: 'orders' }, key: ['order_id'] }
const written = (sql: string): Query => ({ from: { sql }, key: [] })

test.each([
  ['9223372036854775807', '9223372036854775807'],
  ["cast('12345678901234567890123456789.123456789' as decimal(38, 9))", '12345678901234567890123456789.123456789'],
  ["cast('0.50' as decimal(12, 2))", '0.50'],
  ["'NaN'::double", 'NaN'],
  ["'-inf'::double", '-Infinity'],
  ['0.1::double', 0.1],
  ['true', true],
  ["timestamptz '2026-11-21 18:04:11.123456+02'", '2026-11-21T16:04:11.123456Z'],
  ["timestamptz '2026-11-21 18:04:11+00'", '2026-11-21T18:04:11Z'],
  ["timestamp '2026-03-29 02:30:00'", '2026-03-29T02:30:00'],
  ["date '2026-11-21'", '2026-11-21'],
  ["['a,b', null, 'q\"']", ['a,b', null, 'q"']],
  ["'deadbeef'::blob", '6465616462656566'],
  ['\'{"n":9007199254740993}\'::json', { n: '9007199254740993' }],
  ['null::varchar', null],
  ["'naïve 🧵'", 'naïve 🧵'],
])('%s arrives as %j', async (expression, value) => {
  await opened(async session => {
    const [row] = await readAll(session, written(`select ${expression} as "V"`))
    expect(JSON.parse(JSON.stringify(row))).toEqual({ v: value })
  })
})
test('a document is never run', () => {
  expect(reader('variant')('(() => { throw 1 })()')).toBe('(() => { throw 1 })()')
})
test('names in capitals are shown in small letters, unless that would mix them up', async () => {
  await opened(async session => {
    expect((await session.describe(orders)).map(c => c.key)).toEqual(['order_id', 'note'])
    expect((await session.tables()).map(t => t.name)).toEqual(expect.arrayContaining(['orders', 'Mixed']))
  })
  // The engine behind the stand-in cannot hold such a table: the names alone are looked at.
  expect(shownNames(['Id', 'ID', 'id', 'NOTE', 'Ärger'])).toEqual(['Id', 'ID', 'id', 'note', 'Ärger'])
})
test('what answers the same whatever it is asked is no login that may write, and decides nothing', async () => {
  const where = { match: 'all' as const, conditions: [{ column: 'note', op: 'is' as const, value: 'x' }] }
  const narrowed = () => opened(async session => session.narrows!(where, await session.describe(written('select * from orders'))))
  expect(await narrowed()).toBe(true)
  snowflake.canned = 'select * from "ORDERS"'
  try {
    expect(await narrowed()).toBe(false)
    expect(await opened(session => session.mayWrite!())).toBeUndefined()
  } finally {
    snowflake.canned = undefined
  }
})
test('all readings of a table see it as it was when the run began', async () => {
  await opened(async session => {
    snowflake.asked.length = 0
    await readAll(session, orders)
    await session.count!(orders, [undefined], NOW)
    expect(
      snowflake.asked.filter(sql => sql.includes("at(timestamp => '2026-11-21T12:00:00.000001000 +0000'::timestamp_tz)")),
    ).toHaveLength(3)
  })
})
test('values are bound, never written into the query', async () => {
  await opened(async session => {
    const where = { match: 'all' as const, conditions: [{ column: 'note', op: 'is' as const, value: "x' or 'a'='a" }] }
    expect(await session.count!(orders, [where], NOW)).toEqual([0])
    expect(snowflake.asked.at(-1)).not.toContain("'a'")
  })
})

const unbroken = (pem: string) => pem.replaceAll('\n', ' ')
test.each<[string, () => object]>([
  ['a private key', () => ({})],
  ['a private key without its line breaks', () => ({ private_key: unbroken(snowflake.connection.private_key) })],
  [
    'an encrypted private key',
    () => ({
      private_key: createPrivateKey(snowflake.connection.private_key)
        .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'open sesame' })
        .toString(),
      private_key_password: 'open sesame',
    }),
  ],
  ['an access token', () => ({ private_key: undefined, access_token: snowflake.token })],
  ['a password', () => ({ private_key: undefined, password: snowflake.password })],
])('%s logs in, and the session is closed', async (_, more) => {
  expect(await opened(session => session.count!(orders, [undefined], NOW), {}, more())).toEqual([2500])
  await untilTrue(async () => snowflake.sessions.size === 0)
})

test.each([
  ['more than one statement', 'select 1; drop table orders', 'source.not_one_select'],
  ['a statement behind an escaped quote', "select 'a\\\\'; drop table orders; --'", 'source.not_one_select'],
  ['a statement behind dollars', "select $$ ' $$; drop table orders; -- '", 'source.not_one_select'],
  ['a statement behind another comment', "select 1 // '\n; drop table orders; -- '", 'source.not_one_select'],
  ['a bind', 'select :1', 'source.refused_query'],
  ['another bind', 'select ?', 'source.refused_query'],
  ['what ends queries', 'select system$cancel_all_queries(1)', 'source.refused_query'],
])('%s is refused before it is sent', async (_, text, code) => {
  await opened(async session => {
    snowflake.asked.length = 0
    expect((await stopped(session.describe(written(text)))).code).toBe(code)
    expect(snowflake.asked).toEqual([])
  })
})

const failures: [string, () => object, Query, string][] = [
  ['a key that the user does not have', () => ({ private_key: snowflake.strangeKey }), orders, 'source.refused_login'],
  [
    'a key that is none',
    () => ({ private_key: '-----BEGIN PRIVATE KEY-----\nsecret-key\n-----END PRIVATE KEY-----' }),
    orders,
    'source.bad_address',
  ],
  ['a wrong password', () => ({ private_key: undefined, password: 'secret-wrong' }), orders, 'source.refused_login'],
  ['an access token that is no more', () => ({ private_key: undefined, access_token: 'secret-old' }), orders, 'source.refused_login'],
  ['nothing at the endpoint', () => ({ endpoint: 'http://127.0.0.1:1' }), orders, 'source.unreachable'],
  ['a missing grant', () => ({}), { from: { table: 'secret' }, key: [] }, 'source.no_table'],
  ['a missing grant behind a query', () => ({}), written('select * from secret'), 'source.no_table'],
  ['a dropped column', () => ({}), written('select gone from orders'), 'source.no_column'],
  ['a dropped table', () => ({}), written('select * from gone'), 'source.no_table'],
  ['a slip of the pen', () => ({}), written('select * form orders'), 'source.syntax'],
  ['a value that does not fit', () => ({}), written(`select cast('hidden-cell' as bigint) as x`), 'source.bad_value'],
]
test.each(failures)('%s is said plainly, without secrets or cells', async (_, more, query, code) => {
  snowflake.denied.add('SECRET')
  const failure = await stopped(opened(session => readAll(session, query), {}, more()))
  snowflake.denied.clear()
  expect(`${failure.code} ${failure.why}`).toContain(code)
  expect(`${failure.message} ${failure.why}`).not.toMatch(/secret-|hidden-|PRIVATE/)
  expect(failure.why).toMatch(/\.$/)
})

test('kill cancels the statement there', async () => {
  const kill = new AbortController()
  snowflake.cancelled.length = 0
  await opened(
    async session => {
      const failure = stopped(readAll(session, written('select * from hanging')))
      await untilTrue(async () => snowflake.asked.filter(sql => sql.includes('hanging')).length > 1)
      kill.abort()
      expect((await failure).code).toBe('source.cancelled')
    },
    { kill: kill.signal },
  )
  await untilTrue(async () => snowflake.cancelled.length === 1)
})
test('stopping while a query runs cancels it, too', async () => {
  const stop = new AbortController()
  snowflake.cancelled.length = 0
  snowflake.asked.length = 0
  await opened(async session => {
    const reading = session.read(written('select * from hanging'), { size: 10, now: NOW, stop: stop.signal })[Symbol.asyncIterator]()
    const end = reading.next()
    await untilTrue(async () => snowflake.asked.filter(sql => sql.includes('hanging')).length > 1)
    stop.abort()
    expect((await end).done).toBe(true)
  })
  expect(snowflake.cancelled).toHaveLength(1)
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
test('a role that may write is told so', async () => {
  snowflake.mayWrite = true
  expect(await opened(session => session.mayWrite!())).toMatch(/^may change /)
  snowflake.mayWrite = false
  expect(await opened(session => session.mayWrite!())).toBeUndefined()
})
test('a trusted certificate that is its own authority is refused: the driver would wait for ever', async () => {
  const made = certificate(new Date(Date.now() - 86_400_000), new Date(Date.now() + 86_400_000))
  const server = createServer(made, (_, response) => response.end('{}'))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const endpoint = `https://localhost:${(server.address() as AddressInfo).port}`
  const before = getCACertificates('default')
  setDefaultCACertificates([...before, made.cert])
  try {
    const failure = await stopped(opened(session => session.tables(), { kill: AbortSignal.timeout(10_000) }, { endpoint }))
    expect(`${failure.code}: ${failure.message}. ${failure.why}`).toMatch(
      /^source\.encryption: The server’s certificate is its own authority\. .*Give that endpoint a certificate/,
    )
  } finally {
    setDefaultCACertificates(before)
    server.close()
    server.closeAllConnections()
  }
})
