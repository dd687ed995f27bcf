import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Doors, openDoors } from './doors.ts'

let doors: Doors
beforeAll(async () => {
  doors = await openDoors()
})
afterAll(() => doors?.close())

const drawn = (nodes: { id: string; kind: string; config?: unknown }[]) => ({
  tributary: 1,
  name: 'Orders',
  nodes,
  edges: nodes.slice(1).map((node, i) => ({ from: nodes[i]!.id, to: node.id })),
})
const start = [
  { id: 'shop', kind: 'sample' },
  { id: 'orders', kind: 'table', config: { table: 'orders', key: ['order_id'] } },
  { id: 'map', kind: 'mapping', config: { fields: {} } },
]
const filledIn = {
  event_time: 'created_at',
  value: 'order_total',
  order_id: 'order_id',
  email: 'customer_email',
  phone: 'phone_number',
  first_name: 'first_name',
  last_name: 'last_name',
  country: 'country',
  client_ip: 'client_ip',
  client_user_agent: 'user_agent',
}

it.each([
  ['before a destination is drawn', start],
  ['with a destination', [...start, { id: 'inbox', kind: 'inbox', config: { speaks: 'meta' } }]],
])('a mapping that is still empty gets its suggestions from the sample’s orders, %s', async (_, nodes) => {
  const { status, json, text } = await doors.ask('POST', '/api/flows/sample/suggest', { document: drawn(nodes), node: 'map' })
  expect(status).toBe(200)
  expect(Object.fromEntries(json.suggestions.filter((s: any) => s.sure).map((s: any) => [s.concept, s.column]))).toEqual(filledIn)
  expect(json.columns.map((c: any) => c.key)).toContain('status')
  expect(json.rows).toBe(200)
  expect(text).not.toMatch(/[a-z]+\.[a-z]+@example/i)
})
