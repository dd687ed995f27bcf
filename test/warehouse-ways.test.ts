/** The way to a warehouse, and a query that hangs there: each failure has its own code, sentence and remedy, whichever the kind. */
import { once } from 'node:events'
import { createServer, type Server } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { kinds } from '../nodes/kinds.ts'
import { open as openBigQuery } from '../nodes/sources/bigquery/session.ts'
import { open as openDatabricks } from '../nodes/sources/databricks/session.ts'
import { open as openPostgres } from '../nodes/sources/postgres/session.ts'
import { open as openRedshift } from '../nodes/sources/redshift/session.ts'
import { open as openSnowflake } from '../nodes/sources/snowflake/session.ts'
import type { Session, Source } from '../runtime/contract.ts'
import { testConnection } from '../server/connections/trial.ts'
import type { KnownConnection, Workplace } from '../server/runs/workplace.ts'
import { startBigQuery } from './stand-ins/bigquery.ts'
import { startDatabricks } from './stand-ins/databricks.ts'
import { freshDatabase } from './stand-ins/postgres.ts'
import { never, readAll, sql, stopped, untilTrue } from './stand-ins/reading.ts'
import { startRedshift } from './stand-ins/redshift.ts'
import { MACROS, startSnowflake } from './stand-ins/snowflake.ts'

/** Speaks neither TLS nor anything else: it hangs up. */
let plain: Server
let port = 0
const closing: (() => Promise<void>)[] = []
beforeAll(async () => {
  plain = createServer(socket => socket.on('error', () => {}).once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))).listen(
    0,
    '127.0.0.1',
  )
  await once(plain, 'listening')
  port = (plain.address() as { port: number }).port
})
afterAll(async () => {
  plain.close()
  for (const close of closing) await close()
})

const nowhere = 'no-such-host.invalid'
const login = { database: 'shop', user: 'reader', password: 'canary-secret' }
const byEndpoint = (connection: object) => ({
  'a name that nobody knows': () => ({ ...connection, endpoint: `https://${nowhere}` }),
  'a closed port': () => ({ ...connection, endpoint: 'http://127.0.0.1:1' }),
  'no TLS where it must be': () => ({ ...connection, endpoint: `https://127.0.0.1:${port}` }),
})
const byHost = {
  'a name that nobody knows': () => ({ ...login, host: nowhere }),
  'a closed port': () => ({ ...login, host: '127.0.0.1', port: 1 }),
  'no TLS where it must be': () => ({ ...login, host: '127.0.0.1', port, ssl: 'verify-full' }),
}
const databricks = (host: string) => ({ host, warehouse: 'a1b2c3d4e5f60718', catalog: 'shop', access_token: 'canary-secret' })
interface Kind {
  ways: Record<keyof typeof byHost, () => object>
  /** Opens with hardly any patience, begins what never ends, and says whether the server was told, or ended it itself. */
  hangs(): Promise<{ session: Session; sql: string; ended: () => Promise<boolean> }>
}
const slow = `create function slow() returns int language plpgsql as $$ begin perform pg_sleep(600); return 1; end $$`
const idle = (url: string) => async () =>
  (await sql(url, `select 1 from pg_stat_activity where datname = current_database() and state = 'active' and pid <> pg_backend_pid()`))
    .length === 0
const parsed = (kind: string, connection: unknown) => (kinds.get(kind) as Source).connection!.parse(connection) as never
const around = { kill: never }
const table: Record<string, () => Promise<Kind>> = {
  postgres: async () => ({
    ways: byHost,
    hangs: async () => {
      const url = await freshDatabase()
      await sql(url, slow)
      const session = await openPostgres({ url }, around, { statementMs: 200, silenceMs: 60_000 })
      return { session, sql: 'select slow()', ended: idle(url) }
    },
  }),
  redshift: async () => ({
    ways: byHost,
    hangs: async () => {
      const it = await startRedshift()
      closing.push(it.close)
      await sql(it.url, slow)
      const session = await openRedshift(parsed('redshift', it.connection), around, { statementMs: 200, silenceMs: 60_000 })
      return { session, sql: 'select slow()', ended: idle(it.url) }
    },
  }),
  bigquery: async () => {
    const it = await startBigQuery()
    closing.push(it.close)
    return {
      ways: byEndpoint(it.connection),
      hangs: async () => {
        const session = await openBigQuery(parsed('bigquery', it.connection), around, { statementMs: 200, graceMs: 0, callMs: 30_000 })
        return { session, sql: 'select * from hanging', ended: async () => it.cancelled.length > 0 }
      },
    }
  },
  snowflake: async () => {
    const it = await startSnowflake(MACROS)
    closing.push(it.close)
    return {
      ways: byEndpoint(it.connection),
      hangs: async () => {
        const limits = { connectMs: 30_000, statementMs: 3000, graceMs: 0, silenceMs: 30_000 }
        const session = await openSnowflake(parsed('snowflake', it.connection), around, limits)
        return { session, sql: 'select * from hanging', ended: async () => it.cancelled.length > 0 }
      },
    }
  },
  databricks: async () => {
    const it = await startDatabricks()
    closing.push(it.close)
    return {
      ways: {
        'a name that nobody knows': () => databricks(nowhere),
        'a closed port': () => databricks('http://127.0.0.1:65533'),
        'no TLS where it must be': () => databricks(`127.0.0.1:${port}`),
      },
      hangs: async () => {
        const session = await openDatabricks(parsed('databricks', it.connection), around, { statementMs: 200, callMs: 30_000, lookMs: 50 })
        return { session, sql: 'select * from hanging', ended: async () => it.cancelled.length > 0 }
      },
    }
  },
}
const place = { kinds, now: Date.now, folder: '/nonexistent', anywhere: false } as unknown as Workplace
const stations = [
  ['a name that nobody knows', 'Find the server'],
  ['a closed port', 'Reach it'],
  ['no TLS where it must be', 'Make the connection safe'],
] as const

describe.each(Object.keys(table))('%s', kind => {
  let it: Kind
  beforeAll(async () => {
    it = await table[kind]!()
  })
  test.each(stations)('%s fails at "%s", with a remedy and no secret', async (what, station) => {
    const settings = it.ways[what]() as Record<string, unknown>
    const { ok, steps } = await testConnection('db', { kind, settings, simulated: false } as KnownConnection, place)
    expect(ok).toBe(false)
    expect(steps.filter(step => !step.ok).map(step => step.name)).toEqual([station])
    expect(steps.at(-1)!.message).toMatch(/\. [A-Z].*\.$/)
    expect(JSON.stringify(steps)).not.toMatch(/canary-secret|PRIVATE/)
  })
  test('a query that hangs is ended there and here', async () => {
    const { session, sql: text, ended } = await it.hangs()
    const failure = await stopped(readAll(session, { from: { sql: text }, key: [] }))
    expect(failure.code).toBe('source.timeout')
    expect(failure.why).toMatch(/Read less/)
    await untilTrue(ended)
    await session.close()
  })
})
