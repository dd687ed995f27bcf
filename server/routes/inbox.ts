/** The Test inbox: what arrived there, rule by rule. */
import { createRoute, z } from '@hono/zod-openapi'
import { InboxItem, isOk } from '../api/payloads.ts'
import { type App, json, nothing, problems } from '../openapi.ts'
import type { Services } from '../services.ts'
import { clearInbox, INBOX_MAX, listInbox } from '../store/inbox.ts'

const tags = ['Test inbox']
const list = createRoute({
  method: 'get',
  path: '/api/inbox',
  tags,
  summary: `What arrived, newest first. The newest ${INBOX_MAX.toLocaleString('en')} are kept.`,
  request: {
    query: z.strictObject({
      before: z.coerce.number().int().optional(),
      limit: z.coerce.number().int().min(1).max(INBOX_MAX).default(100),
      accepted: z.enum(['true', 'false']).optional(),
    }),
  },
  responses: { 200: json(z.array(InboxItem), 'Events'), ...problems },
})
const clear = createRoute({
  method: 'delete',
  path: '/api/inbox',
  tags,
  summary: 'Empties the Test inbox.',
  responses: { ...nothing, ...problems },
})

export function inboxRoutes(app: App, { store, feed }: Services): void {
  app.openapi(list, c => {
    const { accepted, ...wanted } = c.req.valid('query')
    const items = listInbox(store, { ...wanted, accepted: accepted === undefined ? undefined : accepted === 'true' })
    return c.json(
      items.map(item => ({
        ...item,
        at: new Date(item.at).toISOString(),
        findings: item.findings.map(finding => ({ ...finding, ok: isOk(finding) })),
      })),
      200,
    )
  })
  app.openapi(clear, c => {
    clearInbox(store)
    feed.publish('inbox.cleared', ['inbox'], {})
    return c.body(null, 204)
  })
}
