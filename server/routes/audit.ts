/** The record: what people decided about events, and what they changed. */
import { createRoute, z } from '@hono/zod-openapi'
import { type AuditLine, AuditPage, DecisionLine } from '../api/audit.ts'
import { type App, json, problems } from '../openapi.ts'
import type { Services } from '../services.ts'
import { decisionsOf, type AuditLine as Kept, listAudit } from '../store/audit.ts'
import { getFlow } from '../store/flows.ts'
import { FlowId } from './flows.ts'

const tags = ['Record']
const PAGE = 100
const all = createRoute({
  method: 'get',
  path: '/api/audit',
  tags,
  summary: 'What people decided and changed here, newest first, by which door. Nothing of a customer, no secrets; kept for 400 days.',
  description:
    'Drafts are not among it: they do nothing until they are published, and every published version is kept. Signing in, runs and what the platforms answered are told elsewhere.',
  request: {
    query: z.strictObject({
      before: z.coerce.number().int().min(1).optional(),
      limit: z.coerce.number().int().min(1).max(500).default(PAGE),
    }),
  },
  responses: { 200: json(AuditPage, 'A page of the record'), ...problems },
})
const ofFlow = createRoute({
  method: 'get',
  path: '/api/flows/{id}/audit',
  tags,
  summary: 'What was decided about this flow’s events, newest first. No personal data.',
  request: { params: FlowId },
  responses: { 200: json(z.array(DecisionLine), 'The latest 500 decisions'), ...problems },
})

export function auditRoutes(app: App, { store }: Services): void {
  app.openapi(all, c => {
    const { before, limit } = c.req.valid('query')
    // One more than is shown tells whether there is more.
    const found = listAudit(store, { ...(before !== undefined && { before }), limit: limit + 1 })
    const lines = found.slice(0, limit)
    return c.json({ lines: lines.map(shown), next: found.length > limit ? lines.at(-1)!.id : null }, 200)
  })
  app.openapi(ofFlow, c => {
    const { id } = getFlow(store, c.req.valid('param').id)
    return c.json(
      decisionsOf(store, id).map(({ at, what, flow, request, events, actor }) => ({
        at: new Date(at).toISOString(),
        what,
        flow,
        request,
        events,
        actor,
      })),
      200,
    )
  })
}

const shown = ({ at, ...line }: Kept): AuditLine => ({ ...line, at: new Date(at).toISOString() })
