/**
 * What goes wrong with a source has its own answer, whichever source it is: a line for each failure, with what is said and
 * what to do about it, who can, and the step at which the test of the connection ends. No secret and no cell is in it.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { kinds } from '../nodes/kinds.ts'
import { open as openSnowflake } from '../nodes/sources/snowflake/session.ts'
import type { Query, Session, Source } from '../runtime/contract.ts'
import { errorOf } from '../runtime/run.ts'
import { testConnection } from '../server/connections/trial.ts'
import type { KnownConnection, Workplace } from '../server/runs/workplace.ts'
import { onBigQuery } from './source-failures/bigquery.ts'
import { onDatabricks } from './source-failures/databricks.ts'
import { onFile } from './source-failures/file.ts'
import type { Attempt, Line } from './source-failures/line.ts'
import { onlyPostgres, onWire } from './source-failures/on-wire.ts'
import { onSnowflake } from './source-failures/snowflake.ts'
import { starts } from './source-failures/starts.ts'
import { NOW, never, stopped, withSession } from './stand-ins/reading.ts'

const lines: Record<keyof typeof starts, readonly Line<never>[]> = {
  postgres: [...onWire('canceling statement due to statement timeout'), ...onlyPostgres],
  redshift: onWire('Query (7) cancelled by WLM abort action of Query Monitoring Rule "canary"'),
  bigquery: onBigQuery,
  snowflake: onSnowflake,
  databricks: onDatabricks,
  file: onFile,
}
const place = { kinds, now: Date.now, folder: '/nonexistent', anywhere: false } as unknown as Workplace
const SECRETS = /canary|PRIVATE|BEGIN|dapi-known|only"/

describe.each(Object.keys(starts) as (keyof typeof starts)[])('%s', kind => {
  let it: Awaited<ReturnType<(typeof starts)[typeof kind]>>
  // What a failure spoils, the next line must not find spoilt.
  const stand = async () => {
    it = await starts[kind]()
  }
  beforeAll(stand)
  afterAll(() => it?.close())
  const source = kinds.get(kind) as Source
  const settings = () => (it as { connection?: Record<string, unknown> }).connection
  const work = async (session: Session, { from = { table: 'orders' }, midway }: Attempt) => {
    const query: Query = { from, key: [] }
    let pages = 0
    for await (const _ of session.read(query, { size: 100, now: NOW, stop: never })) if (pages++ === 0) await midway?.()
  }
  const opened = <T>({ connection = settings(), config: more }: Attempt, use: (session: Session) => Promise<T>) => {
    const { folder = '.' } = it as { folder?: string }
    const config = { ...(kind === 'file' ? { path: 'orders.parquet' } : { connection: 'db' }), ...more }
    return withSession(source, { config, connection }, { folder }, use)
  }
  const reading = async (attempt: Attempt) => {
    const connection = attempt.connection ?? settings()
    // Its driver has more patience than a test.
    if (kind === 'snowflake' && attempt.midway) {
      const limits = { connectMs: 30_000, statementMs: 60_000, graceMs: 0, silenceMs: 1500 }
      const session = await openSnowflake(source.connection!.parse(connection) as never, { kill: never }, limits)
      return work(session, attempt).finally(() => session.close())
    }
    return opened(attempt, session => work(session, attempt))
  }
  const tried = (connection: Record<string, unknown>) =>
    testConnection('db', { kind, settings: connection, simulated: false } as KnownConnection, place)

  test('a connection that works passes every step', async () => {
    if (!settings()) return expect(source.connection).toBeUndefined()
    const { steps } = await tried(settings()!)
    expect(steps.map(step => [step.name, step.ok])).toEqual(
      expect.arrayContaining(['Find the server', 'Reach it', 'Log in', 'Read'].map(name => [name, true])),
    )
    expect(steps.every(step => step.ok)).toBe(true)
  })
  test.each(lines[kind].map(line => ({ fault: line[0], line })))('$fault', async ({ line: [, provoke, code, says, needs, step] }) => {
    const attempt = await provoke(it as never)
    try {
      if (step) {
        const { ok, steps } = await tried(attempt.connection ?? settings()!)
        expect(ok).toBe(false)
        expect(steps.filter(one => !one.ok).map(one => one.name)).toEqual([step])
        expect(steps.at(-1)!.message).toMatch(says)
        expect(JSON.stringify(steps)).not.toMatch(SECRETS)
      }
      const { between } = attempt
      if (between) {
        await opened(attempt, session => session.describe({ from: attempt.from ?? { table: 'orders' }, key: [] }))
        await between()
      }
      const failure = await stopped(reading(attempt))
      const said = `${failure.message}. ${failure.why}`
      expect(said).toMatch(says)
      expect(said).toMatch(/^[A-Z].*\.$/s)
      expect(said).not.toMatch(SECRETS)
      expect([failure.code, errorOf(failure, 'shop').needs]).toEqual([code, needs])
    } finally {
      if ('fails' in it) it.fails = {}
      if ('denied' in it) it.denied.clear()
      // On the wire each line that spoils has a table of its own.
      if (!('run' in it) && (attempt.midway || attempt.between)) {
        await it.close()
        await stand()
      }
    }
  })
})
