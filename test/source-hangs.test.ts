/** A query that hangs in a source is ended there and here, with a sentence, whichever the kind. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { kinds } from '../nodes/kinds.ts'
import { open as openBigQuery } from '../nodes/sources/bigquery/session.ts'
import { open as openDatabricks } from '../nodes/sources/databricks/session.ts'
import { open as openFile } from '../nodes/sources/file/open.ts'
import { open as openPostgres } from '../nodes/sources/postgres/session.ts'
import { open as openRedshift } from '../nodes/sources/redshift/session.ts'
import { open as openSnowflake } from '../nodes/sources/snowflake/session.ts'
import type { Session, Source } from '../runtime/contract.ts'
import { startBigQuery } from './stand-ins/bigquery.ts'
import { startDatabricks } from './stand-ins/databricks.ts'
import { freshDatabase } from './stand-ins/postgres.ts'
import { never, readAll, sql, stopped, untilTrue } from './stand-ins/reading.ts'
import { startRedshift } from './stand-ins/redshift.ts'
import { MACROS, startSnowflake } from './stand-ins/snowflake.ts'

const closing: (() => Promise<void>)[] = []
afterAll(async () => {
  for (const close of closing) await close()
})

interface Kind {
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
    hangs: async () => {
      const url = await freshDatabase()
      await sql(url, slow)
      const session = await openPostgres({ url }, around, { statementMs: 200, silenceMs: 60_000 })
      return { session, sql: 'select slow()', ended: idle(url) }
    },
  }),
  redshift: async () => ({
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
      hangs: async () => {
        const session = await openDatabricks(parsed('databricks', it.connection), around, { statementMs: 200, callMs: 30_000, lookMs: 50 })
        return { session, sql: 'select * from hanging', ended: async () => it.cancelled.length > 0 }
      },
    }
  },
  file: async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tributary-hangs-'))
    closing.push(async () => rmSync(folder, { recursive: true, force: true }))
    writeFileSync(join(folder, 'orders.csv'), 'id\n1\n')
    return {
      hangs: async () => {
        const session = await openFile({ path: 'orders.csv' }, { ...around, folder, anywhere: false, now: Date.now() }, 3000)
        const endless = 'select count(*) as n from range(1000000) a, range(1000000) b, range(1000000) c where a.range + b.range = c.range'
        // Whatever it is asked next, nobody answers any more.
        const gone = () =>
          readAll(session, { from: { sql: 'select 1 as n' }, key: [] }).then(
            () => false,
            () => true,
          )
        return { session, sql: endless, ended: gone }
      },
    }
  },
}
describe.each(Object.keys(table))('%s', kind => {
  let it: Kind
  beforeAll(async () => {
    it = await table[kind]!()
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
