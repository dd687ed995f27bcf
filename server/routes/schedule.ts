/** When a schedule would run, before anybody publishes it. */
import { createRoute } from '@hono/zod-openapi'
import { ScheduleAsk, SchedulePreview } from '../api/payloads.ts'
import { type App, body, json, problems } from '../openapi.ts'
import { checkSchedule, clockChanges, nextRuns } from '../schedule/due-times.ts'
import { unevenSteps } from '../schedule/uneven.ts'
import type { Services } from '../services.ts'

const COUNT = 5
const preview = createRoute({
  method: 'post',
  path: '/api/schedule/preview',
  tags: ['Flows'],
  summary: 'The next runs of a schedule, and what clock changes do to them.',
  request: { body: body(ScheduleAsk) },
  responses: { 200: json(SchedulePreview, 'The next runs'), ...problems },
})

export function scheduleRoutes(app: App, { now }: Services): void {
  app.openapi(preview, c => {
    const { cron, timezone } = c.req.valid('json')
    checkSchedule(cron, timezone)
    const next = nextRuns(cron, timezone, COUNT, now()).map(at => new Date(at).toISOString())
    return c.json({ next, changes: clockChanges(cron, timezone, now()), notes: unevenSteps(cron) }, 200)
  })
}
