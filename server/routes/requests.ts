/** What left for a run: its requests, every sending of them, what was sent and what was answered. */
import { createRoute, z } from '@hono/zod-openapi'
import { RequestDetail, RequestList } from '../api/requests.ts'
import { type App, json, problems } from '../openapi.ts'
import { requestDetail, requestsOf } from '../runs/requests.ts'
import type { Services } from '../services.ts'
import { getRun } from '../store/runs.ts'

const tags = ['Runs']
const RunId = z.object({ id: z.string().min(1).max(64) })
const list = createRoute({
  method: 'get',
  path: '/api/runs/{id}/requests',
  tags,
  summary: 'Requests of a run with every sending of them: when, how many events, and how it was answered.',
  description: 'Kept for 30 days.',
  request: {
    params: RunId,
    query: z.strictObject({
      after: z.coerce.number().int().min(0).optional().meta({ description: 'Only requests after this one: the next page.' }),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
  },
  responses: { 200: json(RequestList, 'Requests'), ...problems },
})
const read = createRoute({
  method: 'get',
  path: '/api/runs/{id}/requests/{n}',
  tags,
  summary: 'One request: what was sent, and what was answered.',
  description:
    'A body is there while the request is open. After that, for seven days: the first request of each path, and those of which something was refused. Identity is shown as the hashes that were sent; personal values in clear and tokens are masked.',
  request: { params: RunId.extend({ n: z.coerce.number().int().min(1) }) },
  responses: { 200: json(RequestDetail, 'The request'), ...problems },
})

export function requestRoutes(app: App, { store, place }: Services): void {
  app.openapi(list, c => c.json(requestsOf(store, getRun(store, c.req.valid('param').id), place, c.req.valid('query')), 200))
  app.openapi(read, c => {
    const { id, n } = c.req.valid('param')
    return c.json(requestDetail(store, getRun(store, id), place, n), 200)
  })
}
