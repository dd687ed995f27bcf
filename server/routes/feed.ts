/** `/api/stream`: what happens here, as it happens. */

import { createRoute, z } from '@hono/zod-openapi'
import type { MiddlewareHandler } from 'hono'
import { streamSSE } from 'hono/streaming'
import { serverBounds } from '../bounds.ts'
import type { Feed } from '../feed.ts'
import { type App, problems } from '../openapi.ts'
import { Declined } from '../problems.ts'
import type { Services } from '../services.ts'

const PING_MS = 15_000
const BACKLOG_MAX = serverBounds.feedBacklog.most
const LISTENERS_MAX = serverBounds.listeners.most
const stream = createRoute({
  method: 'get',
  path: '/api/stream',
  tags: ['Live'],
  summary: 'Server-sent events, with ids: send Last-Event-ID to go on where you were. Every answer of the API carries one.',
  description:
    'Topics `flow:ID`, `run:ID`, `inbox`; `flows`: of every flow all but `run.progress`; none: all. Events: `run.queued`, `run.started`, `run.progress` and `run.finished` carry the run as GET /api/runs/{id} gives it; `flow.saved`, `flow.published`, `flow.paused`, `flow.resumed`, `flow.deleted`, `connection.saved`, `connection.deleted`, `uploads.changed`, `inbox.received`, `inbox.cleared`; `reset`: too much was missed, read everything again; `ping` at once and every 15 seconds, with the id to go on from.',
  request: {
    query: z.strictObject({ topics: z.string().max(2000).optional(), lastEventId: z.string().max(100).optional() }),
    headers: z.object({ 'last-event-id': z.string().max(100).optional() }),
  },
  responses: { 200: { description: 'Events', content: { 'text/event-stream': { schema: z.string() } } }, ...problems },
})

/** Every answer says where the feed stood before anything was read for it: whoever listens from there on misses nothing that the answer does not have. */
export function placeInFeed(feed: Feed): MiddlewareHandler {
  return (c, next) => {
    c.header('Last-Event-ID', feed.latest())
    return next()
  }
}

export function feedRoutes(app: App, { feed }: Services): void {
  app.openapi(stream, c => {
    if (feed.listeners() >= LISTENERS_MAX) throw new Declined(429, 'app.busy', 'Too many live connections')
    const { topics = '', lastEventId } = c.req.valid('query')
    const heard = c.req.valid('header')['last-event-id'] ?? lastEventId
    c.header('X-Accel-Buffering', 'no')
    return streamSSE(c, async sse => {
      let waiting = 0
      // What nobody takes would be kept for ever: a listener that does not read is cut off, and comes back when it can.
      const send = (event: string, item: unknown, id?: string) => {
        const data = JSON.stringify(item)
        waiting += data.length
        if (waiting > BACKLOG_MAX) sse.abort()
        if (sse.aborted) return undefined
        return sse
          .writeSSE({ event, data, ...(id !== undefined && { id }) })
          .catch(() => {})
          .then(() => {
            waiting -= data.length
          })
      }
      // Whoever comes without an id gets one at once: a stream that was cut before its first event goes on all the same.
      const from = heard ?? feed.latest()
      await send('ping', {}, heard === undefined ? from : undefined)
      const quiet = feed.listen(
        topics
          .split(',')
          .map(topic => topic.trim())
          .filter(Boolean),
        from,
        item => void send(item.event, item.data, item.id),
      )
      await new Promise<void>(resolve => {
        const ping = setInterval(() => void send('ping', {}, feed.latest()), PING_MS)
        sse.onAbort(() => {
          clearInterval(ping)
          resolve()
        })
      })
      quiet()
    })
  })
}
