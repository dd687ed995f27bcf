/** Trying a database connection says what it can see, and warns when its role could write. */
import pg from 'pg'
import { expect, it } from 'vitest'
import { kinds } from '../nodes/kinds.ts'
import { testConnection } from '../server/connection-test.ts'
import type { KnownConnection, Workplace } from '../server/workplace.ts'
import { freshDatabase } from './stand-ins/postgres.ts'

const place = { kinds, now: Date.now, folder: '/nonexistent', anywhere: false } as unknown as Workplace
const known = (url: string): KnownConnection => ({ kind: 'postgres', settings: { url }, simulated: false })

it('warns of a role that may write, and not of one that may only read', async () => {
  const url = await freshDatabase()
  const client = new pg.Client(url)
  await client.connect()
  const role = `reader_${Date.now()}`
  await client.query(
    `create table orders (id int); create role ${role} login password 'pw'; grant select on orders to ${role}; revoke create on schema public from public`,
  )
  await client.end()
  const owner = await testConnection('shop-db', known(url), place)
  expect(owner.ok).toBe(true)
  expect(owner.steps.map(step => step.name)).toEqual(['Settings', 'Connect and read', 'Worth knowing'])
  const reader = await testConnection('shop-db', known(url.replace(/\/\/[^@]+@/, `//${role}:pw@`)), place)
  expect(reader.steps.map(step => step.name)).toEqual(['Settings', 'Connect and read'])
  expect(reader.steps[1]!.message).toBe('1 table can be read.')
})
it('says what is wrong with a password without repeating it', async () => {
  const url = (await freshDatabase()).replace(/\/\/([^:]+):[^@]+@/, '//$1:canary-password@')
  const result = await testConnection('shop-db', known(url), place)
  expect(result.ok).toBe(false)
  expect(JSON.stringify(result)).not.toContain('canary-password')
})
