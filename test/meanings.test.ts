/** What a column was mapped to in one flow is offered in the next one on the same connection, until somebody forgets it. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Doors, openDoors } from './doors.ts'
import { freshDatabase } from './stand-ins/postgres.ts'
import { sql } from './stand-ins/reading.ts'

let doors: Doors
beforeAll(async () => {
  doors = await openDoors({}, { fresh: true })
  const url = await freshDatabase()
  await sql(
    url,
    `create table orders as select i as order_id, now() as at, 19.9::numeric as total, 'p' || i || '@example.com' as contact_pro, 'x' || i as email from generate_series(1, 5) i;
     create table leads as select i as id, now() as at, 'p' || i || '@example.com' as contact_pro, 'x' || i as email from generate_series(1, 5) i`,
  )
  for (const name of ['shop', 'other']) await doors.ask('PUT', `/api/connections/${name}`, { kind: 'postgres', settings: { url } })
})
afterAll(() => doors?.close())

const drawn = (name: string, connection: string, table: string, key: string, fields: object) => ({
  tributary: 1,
  name,
  nodes: [
    { id: 'shop', kind: 'postgres', config: { connection } },
    { id: 'rows', kind: 'table', config: { table, key: [key] } },
    { id: 'map', kind: 'mapping', config: { fields } },
    { id: 'inbox', kind: 'inbox', config: {} },
  ],
  edges: [
    { from: 'shop', to: 'rows' },
    { from: 'rows', to: 'map' },
    { from: 'map', to: 'inbox' },
  ],
})
const fixed = { event_name: { value: 'Purchase' }, action_source: { value: 'physical_store' }, event_time: { column: 'at' } }
const mapped = { ...fixed, value: { column: 'total' }, currency: { value: 'EUR' }, email: { column: 'contact_pro' } }
async function flow(document: object): Promise<string> {
  return (await doors.ask('POST', '/api/flows', { document })).json.id
}
async function offered(connection: string, table: string, key: string) {
  const id = await flow(drawn('Next', connection, table, key, fixed))
  const { json } = await doors.ask('POST', `/api/flows/${id}/suggest`, { node: 'map' })
  return (json.suggestions as { concept: string; column: string; sure: boolean; why: string; remembered?: object }[]).filter(
    s => s.concept === 'email',
  )
}

it('is offered with where it comes from, before what the name says; for one table, and for another one of the connection', async () => {
  const id = await flow(drawn('Store sales', 'shop', 'orders', 'order_id', mapped))
  expect((await offered('shop', 'orders', 'order_id'))[0]).not.toMatchObject({ column: 'contact_pro' })
  expect((await doors.ask('POST', `/api/flows/${id}/publish`, {})).status).toBe(200)
  for (const [table, key] of [
    ['orders', 'order_id'],
    ['leads', 'id'],
  ] as const)
    expect((await offered('shop', table, key))[0]).toMatchObject({
      ...{ column: 'contact_pro', sure: true, why: 'Mapped so in “Store sales”.', remembered: { flow: 'Store sales' } },
    })
  expect((await offered('other', 'orders', 'order_id')).some(s => s.remembered)).toBe(false)
  const { json } = await doors.ask('GET', '/api/connections/shop/meanings')
  expect(json).toContainEqual({ column: 'contact_pro', table: 'orders', concept: 'email', flow: 'Store sales' })
})
it('gives way to what is published later', async () => {
  const id = await flow(
    drawn('Changed', 'shop', 'orders', 'order_id', { ...mapped, email: { column: 'email' }, external_id: { column: 'contact_pro' } }),
  )
  await doors.ask('POST', `/api/flows/${id}/publish`, {})
  expect((await offered('shop', 'orders', 'order_id'))[0]).toMatchObject({ column: 'email', why: 'Mapped so in “Changed”.' })
})
it('is forgotten by the column, and with the connection', async () => {
  const forget = (column: string) => doors.ask('DELETE', `/api/connections/shop/meanings?column=${column}`)
  expect((await forget('email')).status).toBe(204)
  expect((await forget('email')).status).toBe(404)
  const columns = async () => ((await doors.ask('GET', '/api/connections/shop/meanings')).json as { column: string }[]).map(m => m.column)
  expect(await columns()).toContain('contact_pro')
  expect(await columns()).not.toContain('email')
  for (const { id } of (await doors.ask('GET', '/api/flows')).json) await doors.ask('DELETE', `/api/flows/${id}`)
  expect((await doors.ask('DELETE', '/api/connections/shop')).status).toBe(204)
  expect(await columns()).toEqual([])
})
