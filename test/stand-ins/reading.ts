/** Small ways to open a source, read it dry and look at how it refuses; used by the tests of sources. */
import pg from 'pg'
import { expect } from 'vitest'
import type { Query, Row, Session, Source, Surroundings } from '../../runtime/contract.ts'
import { Stop } from '../../runtime/contract.ts'

export const NOW = Date.parse('2026-11-21T12:00:00Z')
export const never = new AbortController().signal

export async function withSession<T>(
  source: Source,
  settings: { config: unknown; connection?: unknown },
  around: Partial<Surroundings>,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const connection = source.connection?.parse(settings.connection)
  const session = await source.open(source.config.parse(settings.config), connection, {
    folder: '.',
    anywhere: false,
    now: NOW,
    kill: never,
    ...around,
  })
  try {
    return await work(session)
  } finally {
    await session.close()
  }
}

export async function readAll(session: Session, query: Query, more: { limit?: number; size?: number } = {}): Promise<Row[]> {
  const rows: Row[] = []
  for await (const page of session.read(query, { size: 1000, now: NOW, stop: never, ...more })) rows.push(...page)
  return rows
}

/** The `Stop` that this work must end with. */
export async function stopped(work: Promise<unknown>): Promise<Stop> {
  const cause = await work.then(
    () => undefined,
    (failure: unknown) => failure,
  )
  expect(cause).toBeInstanceOf(Stop)
  return cause as Stop
}

/** As the owner of the database, past everything that a source guards. */
export async function sql(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}

export async function untilTrue(ask: () => Promise<boolean>): Promise<void> {
  while (!(await ask())) await new Promise(again => setTimeout(again, 20))
}
