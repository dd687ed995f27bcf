/** What the columns of a connection were mapped to before: seen, and forgotten when a person says so. */
import { createRoute, z } from '@hono/zod-openapi'
import { actorOf } from '../guard.ts'
import { type App, json, nothing, problems } from '../openapi.ts'
import { Declined } from '../problems.ts'
import type { Services } from '../services.ts'
import { recorded } from '../store/audit.ts'
import { forgetMeanings, meaningsOf } from '../store/meanings.ts'

const tags = ['Connections']
const Name = z.object({ name: z.string().min(1).max(64) })
const Meaning = z.object({
  column: z.string(),
  table: z.string().nullable().meta({ description: 'null: the rows came from a query' }),
  concept: z.string(),
  flow: z.string().meta({ description: 'The name of the flow that was published so' }),
})
const list = createRoute({
  method: 'get',
  path: '/api/connections/{name}/meanings',
  tags,
  summary: 'What columns of this connection were mapped to in published flows: the next flow is offered the same. Names only.',
  request: { params: Name },
  responses: { 200: json(z.array(Meaning), 'Meanings, newest first'), ...problems },
})
const forget = createRoute({
  method: 'delete',
  path: '/api/connections/{name}/meanings',
  tags,
  summary: 'Forgets what a column was mapped to.',
  request: { params: Name, query: z.strictObject({ column: z.string().min(1).max(500) }) },
  responses: { ...nothing, ...problems },
})

export function meaningRoutes(app: App, { store }: Services): void {
  app.openapi(list, c =>
    c.json(
      meaningsOf(store, c.req.valid('param').name).map(({ name, source, concept, flow }) => ({
        ...{ column: name, concept, flow },
        table: source === '' ? null : source,
      })),
      200,
    ),
  )
  app.openapi(forget, c => {
    const { name } = c.req.valid('param')
    const { column } = c.req.valid('query')
    recorded(store, { what: 'meaning_forgotten', subject: `${name}: ${column}`, actor: actorOf(c) }, () => {
      if (forgetMeanings(store, name, column) === 0)
        throw new Declined(404, 'not_found', 'Nothing is remembered of this column', 'It may have been forgotten already.')
    })
    return c.body(null, 204)
  })
}
