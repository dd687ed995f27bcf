/** What goes wrong with a warehouse has its own answer, whichever it is: one table of failures for all that speak over a network. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { kinds } from '../nodes/kinds.ts'
import type { Query, Session, Source } from '../runtime/contract.ts'
import { testConnection } from '../server/connections/trial.ts'
import type { KnownConnection, Workplace } from '../server/runs/workplace.ts'
import { startBigQuery } from './stand-ins/bigquery.ts'
import { startDatabricks } from './stand-ins/databricks.ts'
import { inCapitals, ordersTable } from './stand-ins/duck.ts'
import { freshDatabase } from './stand-ins/postgres.ts'
import { NOW, never, readAll, sql, stopped, withSession } from './stand-ins/reading.ts'
import { startRedshift } from './stand-ins/redshift.ts'
import { MACROS, startSnowflake } from './stand-ins/snowflake.ts'

interface Warehouse {
  connection: Record<string, unknown>
  /** The same with a credential that is wrong. */
  wrong: Record<string, unknown>
  /** The same for a login that may read `orders` and not `secret`. */
  denied(): Promise<Record<string, unknown>>
  grantless: readonly string[]
  dropColumn(): Promise<unknown>
  /** Opens with little patience: its driver has more than a test. */
  patient?(connection: unknown): Promise<Session>
  close(): Promise<void>
}
const starts: Record<string, () => Promise<Warehouse>> = {
  postgres: async () => {
    const url = await freshDatabase()
    await sql(
      url,
      `create table orders as select i as order_id, repeat('x', 2000) as note from generate_series(1, 20000) i; create table secret as select 1 as id`,
    )
    const as = (user: string, password: string) => ({ url: url.replace(/\/\/[^@]+@/, `//${user}:${password}@`) })
    return {
      connection: { url },
      wrong: as('denied_reader', 'wrong'),
      denied: async () => {
        await sql(url, `create role denied_reader login password 'only'; grant select on orders to denied_reader`)
        return as('denied_reader', 'only')
      },
      grantless: ['source.no_permission'],
      dropColumn: () => sql(url, 'alter table orders drop column note'),
      close: async () => {
        await sql(url, 'drop owned by denied_reader; drop role denied_reader')
        // As a server does that is shut down while somebody reads.
        await sql(
          url,
          `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'tributary' and datname = current_database()`,
        )
      },
    }
  },
  redshift: async () => {
    const it = await startRedshift()
    await sql(
      it.url,
      `create table orders as select i as order_id, repeat('x', 2000) as note from generate_series(1, 20000) i; create table secret as select 1 as id`,
    )
    return {
      ...it,
      wrong: { ...it.connection, password: 'wrong' },
      denied: async () => {
        await sql(it.url, `create role rs_denied login password 'only'; grant select on orders to rs_denied`)
        return { ...it.connection, user: 'rs_denied', password: 'only' }
      },
      grantless: ['source.no_permission'],
      dropColumn: () => sql(it.url, 'alter table orders drop column note'),
      close: async () => {
        await sql(it.url, 'drop owned by rs_denied; drop role rs_denied')
        await it.close()
      },
    }
  },
  bigquery: async () => {
    const it = await startBigQuery([ordersTable('orders'), 'create table secret as select 1 as id'])
    return {
      ...it,
      wrong: { ...it.connection, private_key_json: it.strangeKey },
      denied: async () => {
        it.denied.add('secret')
        return it.connection
      },
      grantless: ['source.no_permission'],
      dropColumn: () => it.duck.run('alter table orders drop column note'),
    }
  },
  snowflake: async () => {
    const it = await startSnowflake([...MACROS, inCapitals(ordersTable('"ORDERS"')), 'create table "SECRET" as select 1 as "ID"'])
    return {
      ...it,
      wrong: { ...it.connection, private_key: it.strangeKey },
      denied: async () => {
        it.denied.add('SECRET')
        return it.connection
      },
      // Snowflake does not tell what is not there from what may not be seen.
      grantless: ['source.no_table'],
      dropColumn: () => it.duck.run('alter table "ORDERS" drop column "NOTE"'),
      patient: async connection => {
        const { open } = await import('../nodes/sources/snowflake/session.ts')
        return open(connection as never, { kill: never }, { connectMs: 30_000, statementMs: 60_000, graceMs: 0, silenceMs: 1500 })
      },
    }
  },
  databricks: async () => {
    const it = await startDatabricks([ordersTable('orders'), 'create table secret as select 1 as id'])
    return {
      ...it,
      wrong: { ...it.connection, access_token: 'wrong' },
      denied: async () => {
        it.denied.add('secret')
        return it.connection
      },
      grantless: ['source.no_permission'],
      dropColumn: () => it.duck.run('alter table orders drop column note'),
    }
  },
}
const place = { kinds, now: Date.now, folder: '/nonexistent', anywhere: false } as unknown as Workplace
const orders: Query = { from: { table: 'orders' }, key: ['order_id'] }

describe.each(Object.keys(starts))('%s', kind => {
  let it: Warehouse
  beforeAll(async () => {
    it = await starts[kind]!()
  })
  let closed = false
  const close = async () => {
    if (!closed) await it.close()
    closed = true
  }
  afterAll(close)
  const source = kinds.get(kind) as Source
  const opened: <T>(connection: unknown, work: Parameters<typeof withSession<T>>[3]) => Promise<T> = (connection, work) =>
    withSession(source, { config: { connection: 'db' }, connection }, {}, work)
  const away: typeof opened = async (connection, work) => {
    if (!it.patient) return opened(connection, work)
    const session = await it.patient(source.connection!.parse(connection))
    return work(session).finally(() => session.close())
  }
  const tried = (settings: Record<string, unknown>) => testConnection('db', { kind, settings, simulated: false } as KnownConnection, place)

  test('a connection that works passes every station', async () => {
    const { ok, steps } = await tried(it.connection)
    expect(steps.filter(step => !step.ok)).toEqual([])
    expect(ok).toBe(true)
    expect(steps.map(step => step.name)).toEqual(expect.arrayContaining(['Find the server', 'Reach it', 'Log in', 'Read']))
  })
  test('a wrong credential fails at logging in', async () => {
    const { ok, steps } = await tried(it.wrong)
    expect(ok).toBe(false)
    expect(steps.at(-1)).toMatchObject({ name: 'Log in', ok: false })
  })
  test('a missing grant is told from a missing table where the warehouse tells', async () => {
    const connection = await it.denied()
    for (const from of [{ sql: 'select * from secret' }, { table: 'secret' }]) {
      const failure = await stopped(opened(connection, session => readAll(session, { from, key: [] })))
      expect(it.grantless, JSON.stringify(from)).toContain(failure.code)
      expect(failure.why).toMatch(/grant|Grant|role may read/)
    }
  })
  test('a dropped column is named', async () => {
    await opened(it.connection, session => session.describe({ from: { sql: 'select order_id, note from orders' }, key: [] }))
    await it.dropColumn()
    const failure = await stopped(
      opened(it.connection, session => readAll(session, { from: { sql: 'select order_id, note from orders' }, key: [] })),
    )
    expect(failure.code).toBe('source.no_column')
    expect(failure.message.toLowerCase()).toContain('note')
  })
  test('a server that goes away in the middle ends the reading with a sentence', async () => {
    await away(it.connection, async session => {
      const reading = session.read(orders, { size: 100, now: NOW, stop: never })[Symbol.asyncIterator]()
      await reading.next()
      await close()
      const failure = await stopped(
        (async () => {
          while (!(await reading.next()).done);
        })(),
      )
      // A driver that tries again and again is given up when nothing comes.
      expect(it.patient ? ['source.timeout'] : ['source.lost', 'source.unreachable']).toContain(failure.code)
    })
  })
})
