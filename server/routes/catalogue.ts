/** What can be drawn: kinds, templates, the document's schema. None of it changes while the program runs. */
import { createRoute, z } from '@hono/zod-openapi'
import { Catalogue } from '../api/catalogue.ts'
import { Template } from '../api/payloads.ts'
import { catalogueOf } from '../catalogue.ts'
import { flowSchema } from '../flows/flow-schema.ts'
import { templates } from '../flows/templates.ts'
import { type App, json, problems } from '../openapi.ts'
import type { Services } from '../services.ts'

const tags = ['Catalogue']
const catalogue = createRoute({
  method: 'get',
  path: '/api/catalogue',
  tags,
  summary: 'Every kind of step with its settings, and the concepts a mapping speaks.',
  responses: { 200: json(Catalogue, 'The catalogue'), ...problems },
})
const schema = createRoute({
  method: 'get',
  path: '/api/schema/flow',
  tags,
  summary: 'The flow document as JSON Schema.',
  responses: { 200: json(z.record(z.string(), z.unknown()), 'JSON Schema'), ...problems },
})
const list = createRoute({
  method: 'get',
  path: '/api/templates',
  tags,
  summary: 'Flows to start from, all with sample data.',
  responses: { 200: json(z.array(Template), 'Templates'), ...problems },
})

export function catalogueRoutes(app: App, { kinds }: Services): void {
  const made = catalogueOf(kinds)
  const flow = flowSchema(kinds)
  app.openapi(catalogue, c => c.json(made, 200))
  app.openapi(schema, c => c.json(flow, 200))
  app.openapi(list, c => c.json([...templates], 200))
}
