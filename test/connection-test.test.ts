/** Trying a database connection says what it can see, and warns when its role could write. */
import pg from 'pg'
import { expect, it } from 'vitest'
import { kinds } from '../nodes/kinds.ts'
import { type Source, Stop } from '../runtime/contract.ts'
import { Flow } from '../runtime/flow.ts'
import { testConnection } from '../server/connections/trial.ts'
import { checkFlow } from '../server/flows/check.ts'
import type { KnownConnection, Workplace } from '../server/runs/workplace.ts'
import { freshDatabase } from './stand-ins/postgres.ts'

const place = { kinds, now: Date.now, folder: '/nonexistent', anywhere: false } as unknown as Workplace
const known = (url: string): KnownConnection => ({ kind: 'postgres', settings: { url }, simulated: false })

async function ran(url: string, text: string): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  await client.query(text)
  await client.end()
}

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
  expect(owner.steps.map(step => step.name)).toEqual(['Settings', 'Find the server', 'Reach it', 'Log in', 'Read', 'May write'])
  expect(owner.steps.at(-1)).toMatchObject({ ok: true, warning: true, message: expect.stringContaining('superuser') })
  const reader = await testConnection('shop-db', known(url.replace(/\/\/[^@]+@/, `//${role}:pw@`)), place)
  expect(reader.steps.map(step => step.name)).toEqual(['Settings', 'Find the server', 'Reach it', 'Log in', 'Read'])
  expect(reader.steps.at(-1)!.message).toBe('1 table can be read.')
})
/** The script of a kind's form as its owner runs it, with what stands in CAPITALS filled in. */
const scriptOf = (kind: string, values: Record<string, string>) => {
  const { script } = (kinds.get(kind) as Source).setup!
  return Object.entries(values).reduce((text, [name, value]) => text.replaceAll(name, value), script)
}
it('the script of the form makes a login that reads, and of which there is nothing to warn', async () => {
  const url = await freshDatabase()
  const database = new URL(url).pathname.slice(1)
  await ran(url, 'create table orders (id int); insert into orders values (1)')
  await ran(url, scriptOf('postgres', { CHOOSE_A_PASSWORD: 'pw', DATABASE: database, SCHEMA: 'public' }))
  await ran(url, 'create table later (id int)')
  const tried = await testConnection('shop-db', known(url.replace(/\/\/[^@]+@/, '//tributary:pw@')), place)
  await ran(url, 'drop owned by tributary; drop role tributary')
  expect(tried.steps.filter(step => step.warning || !step.ok)).toEqual([])
  expect(tried.steps.at(-1)!.message).toBe('2 tables can be read.')
})
it('a way in clear has no station that makes it safe, unless that is what it lacks', async () => {
  const url = new URL(await freshDatabase())
  const settings = { host: url.hostname, port: Number(url.port), database: url.pathname.slice(1), user: 'app', password: url.password }
  const inClear = await testConnection('shop-db', { kind: 'postgres', settings, simulated: false }, place)
  expect(inClear.steps.map(({ name }) => name)).toEqual(['Settings', 'Find the server', 'Reach it', 'Log in', 'Read', 'May write'])
  const safeOnly = {
    ...(kinds.get('postgres') as Source),
    open: () => Promise.reject(new Stop('source.encryption', 'Only safe', 'Say so.')),
  }
  const { steps } = await testConnection('shop-db', known(url.href), { ...place, kinds: new Map([['postgres', safeOnly]]) } as Workplace)
  expect(steps.map(({ name, ok }) => [name, ok])).toEqual([
    ['Settings', true],
    ['Find the server', true],
    ['Reach it', true],
    ['Make the connection safe', false],
  ])
})
it('the columns of a query, and what is wrong with it, are told before its key is chosen', async () => {
  const url = await freshDatabase()
  await ran(url, 'create table orders (order_id text, total numeric)')
  const drawn = (sql: string) =>
    Flow.parse({
      tributary: 1,
      name: 'orders',
      nodes: [
        { id: 'shop', kind: 'postgres', config: { connection: 'shop-db' } },
        { id: 'orders', kind: 'sql', config: { sql, key: [] } },
      ],
      edges: [{ from: 'shop', to: 'orders' }],
    })
  const checked = (sql: string) => checkFlow(drawn(sql), { ...place, connection: () => known(url) })
  const faults = ({ problems }: Awaited<ReturnType<typeof checked>>) =>
    problems.map(({ code }) => code).filter(code => code !== 'flow.no_destination' && code !== 'source.may_write')
  const good = await checked('select order_id, total from orders')
  expect(good.nodes.orders!.shape.map(({ key }) => key)).toEqual(['order_id', 'total'])
  expect(faults(good)).toEqual(['config.wrong'])
  expect(faults(await checked('select order_id, totl from orders'))).toEqual(['source.no_column', 'config.wrong'])
  // Nobody has written anything yet.
  expect(faults(await checked('select *\nfrom '))).toEqual(['config.wrong'])
})
it('a source that cannot tell what its login may do is one to look at, not one that fails', async () => {
  const session = {
    tables: async () => [],
    mayWrite: () => Promise.reject(new Stop('source.no_permission', 'The catalogue is closed')),
    close: async () => {},
  }
  const silent = { ...(kinds.get('postgres') as Source), open: async () => session } as unknown as Source
  const { ok, steps } = await testConnection('shop-db', known('postgres://a:b@localhost/c'), {
    ...place,
    kinds: new Map([['postgres', silent]]),
  } as Workplace)
  expect(ok).toBe(true)
  expect(steps.at(-1)).toEqual({
    name: 'May write',
    ok: true,
    warning: true,
    message: 'Whether this login may also write could not be found out: The catalogue is closed.',
  })
})
it('a step that reads with such a login says so, and the flow may still be published', async () => {
  const url = await freshDatabase()
  const client = new pg.Client(url)
  await client.connect()
  await client.query('create table orders (id int)')
  await client.end()
  const flow = Flow.parse({
    tributary: 1,
    name: 'orders',
    nodes: [
      { id: 'shop', kind: 'postgres', config: { connection: 'shop-db' } },
      { id: 'orders', kind: 'table', config: { table: 'orders', key: ['id'] } },
    ],
    edges: [{ from: 'shop', to: 'orders' }],
  })
  const { problems } = await checkFlow(flow, { ...place, connection: () => known(url) })
  expect(problems.filter(problem => problem.node === 'shop')).toEqual([
    { node: 'shop', code: 'source.may_write', level: 'worth_a_look', message: expect.stringContaining('superuser') },
  ])
})
it('says what is wrong with a password without repeating it', async () => {
  const url = (await freshDatabase()).replace(/\/\/([^:]+):[^@]+@/, '//$1:canary-password@')
  const result = await testConnection('shop-db', known(url), place)
  expect(result.ok).toBe(false)
  expect(JSON.stringify(result)).not.toContain('canary-password')
})
it.each([
  ['a name that nobody knows', () => 'postgres://app:x@no-such-host.invalid/db', 'Find the server'],
  ['a closed port', () => 'postgres://app:x@127.0.0.1:1/db', 'Reach it'],
  ['encryption that the server lacks', async () => `${await freshDatabase()}?sslmode=require`, 'Make the connection safe'],
  ['a wrong password', async () => (await freshDatabase()).replace(/:[^:@/]+@/, ':wrong@'), 'Log in'],
])('%s fails at its own step, after those that passed', async (_, url, failed) => {
  const { ok, steps } = await testConnection('shop-db', known(await url()), place)
  expect(ok).toBe(false)
  expect(steps.filter(step => !step.ok).map(step => step.name)).toEqual([failed])
  expect(steps.at(-1)!.message).toMatch(/\. [A-Z].*\.$/)
})
