/** The run's one real Postgres, from inside a test. It is started by the first test that asks. */
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Answers with the address of this run's Postgres, which it starts when first asked. */
    postgres: string
  }
}

/** A database of its own on the run's one Postgres, for one test file. */
export async function freshDatabase(): Promise<string> {
  const answer = await fetch(inject('postgres'))
  const url = await answer.text()
  if (!answer.ok) throw new Error(url)
  const name = `t_${randomBytes(6).toString('hex')}`
  const client = new pg.Client(url)
  await client.connect()
  await client.query(`create database ${name}`)
  await client.end()
  return url.replace(/\/postgres$/, `/${name}`)
}
