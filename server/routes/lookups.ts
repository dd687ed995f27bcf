/** Second tables: which there are, and what a lookup finds in one. */
import { createRoute, z } from '@hono/zod-openapi'
import { LookAsk, LookedUp, TableInfo } from '../api/lookups.ts'
import { lookedUpAt, tablesAt } from '../flows/looked-up.ts'
import { gate } from '../gate.ts'
import { type App, body, json, problems } from '../openapi.ts'
import type { Services } from '../services.ts'
import { getFlow } from '../store/flows.ts'
import { FlowId } from './flows.ts'

const tags = ['Looking']
const tables = createRoute({
  method: 'post',
  path: '/api/flows/{id}/tables',
  tags,
  summary: 'Tables of the source that a step’s rows come from, also of one without a connection.',
  request: { params: FlowId, body: body(LookAsk) },
  responses: { 200: json(z.array(TableInfo), 'Tables'), ...problems },
})
const lookedUp = createRoute({
  method: 'post',
  path: '/api/flows/{id}/lookups',
  tags,
  summary: 'What a lookup finds: how many rows none, how many several. Counted in the source, 30 seconds at most.',
  request: { params: FlowId, body: body(LookAsk) },
  responses: { 200: json(LookedUp, 'What was counted'), ...problems },
})

export function lookupRoutes(app: App, { store, place }: Services): void {
  const reading = gate(4, 16)
  app.openapi(tables, async c => {
    const { document, node } = c.req.valid('json')
    const flow = document ?? getFlow(store, c.req.valid('param').id).document
    return c.json(await reading.pass(() => tablesAt(flow, node, place)), 200)
  })
  app.openapi(lookedUp, async c => {
    const { document, node } = c.req.valid('json')
    const flow = document ?? getFlow(store, c.req.valid('param').id).document
    return c.json(await reading.pass(() => lookedUpAt(flow, node, place)), 200)
  })
}
