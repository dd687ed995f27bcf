/** Every address the server answers, behind the same guards and with one shape for what goes wrong. */
import type { MiddlewareHandler } from 'hono'
import { type EditorFiles, serveEditor } from './editor-files.ts'
import { isLoopback } from './env.ts'
import { jsonOnly, notTooDeep, ownerOnly, ownHostOnly, ownOriginOnly, safeHeaders, shortBody } from './guard.ts'
import { type App, docsPage, INFO, newApp } from './openapi.ts'
import { answerFor, notFound, traceOf, unwritable } from './problems.ts'
import { alertRoutes } from './routes/alerts.ts'
import { auditRoutes } from './routes/audit.ts'
import { catalogueRoutes } from './routes/catalogue.ts'
import { connectionRoutes } from './routes/connections.ts'
import { countingRoutes } from './routes/counting.ts'
import { feedRoutes, placeInFeed } from './routes/feed.ts'
import { flowRoutes } from './routes/flows.ts'
import { healthRoutes, OPEN_PATHS } from './routes/health.ts'
import { heldRoutes } from './routes/held.ts'
import { inboxRoutes } from './routes/inbox.ts'
import { lookRoutes } from './routes/look.ts'
import { lookupRoutes } from './routes/lookups.ts'
import { meaningRoutes } from './routes/meanings.ts'
import { putBackRoutes } from './routes/put-back.ts'
import { requestRoutes } from './routes/requests.ts'
import { runRoutes } from './routes/runs.ts'
import { scheduleRoutes } from './routes/schedule.ts'
import { segmentRoutes } from './routes/segments.ts'
import { uploadRoutes } from './routes/uploads.ts'
import { versionRoutes } from './routes/versions.ts'
import type { Services } from './services.ts'

/** The whole server as one `fetch`. `files` is the built editor; empty when Vite serves it. */
export function createApp(services: Services, files: EditorFiles = new Map()): App {
  const { env, log } = services
  const app = newApp()
  app.onError((thrown, c) => {
    services.health.notice(thrown)
    const { status, error, unexpected } = answerFor(thrown)
    if (unexpected)
      log.error(
        {
          id: unexpected,
          method: c.req.method,
          route: c.req.routePath,
          ...traceOf(thrown),
        },
        'request failed on our side',
      )
    return c.json(error, status)
  })
  app.notFound(() => {
    throw notFound('There is nothing at this address', 'The addresses are listed at /api/docs.')
  })

  app.use(safeHeaders)
  if (isLoopback(env.host)) app.use(ownHostOnly)
  app.use('/api/*', ownOriginOnly)
  if (env.ownerToken !== undefined) app.use(guarded(ownerOnly(env.ownerToken), files))
  app.use('/api/*', jsonOnly)
  app.use('/api/*', shortBody)
  app.use('/api/*', notTooDeep)
  app.use('/api/*', readOnlyInTrouble(services.health))
  app.use('/api/*', placeInFeed(services.feed))

  healthRoutes(app, services)
  for (const routes of [
    catalogueRoutes,
    flowRoutes,
    versionRoutes,
    lookRoutes,
    lookupRoutes,
    meaningRoutes,
    countingRoutes,
    runRoutes,
    requestRoutes,
    connectionRoutes,
    segmentRoutes,
    heldRoutes,
    auditRoutes,
    alertRoutes,
    putBackRoutes,
    scheduleRoutes,
    uploadRoutes,
    inboxRoutes,
    feedRoutes,
  ])
    routes(app, services)
  documentation(app)
  app.all('/api/*', () => {
    throw notFound('There is nothing at this address', 'The addresses are listed at /api/docs.')
  })
  app.get('*', serveEditor(files))
  return app
}

function documentation(app: App): void {
  const document = app.getOpenAPI31Document(INFO)
  app.get('/api/openapi.json', c => c.json(document))
  app.get('/api/docs', c => c.html(docsPage(document)))
}

/** Acts that only look, though they are asked by POST. */
const LOOKS = /\/(check|preview|explain|rows|test|tables|columns|suggest|repeats|breakdown|overlap)$/
/** While the database cannot be written, what would change something is declined at once, with the reason. */
function readOnlyInTrouble(health: Services['health']): MiddlewareHandler {
  return (c, next) => {
    const trouble = health.trouble()
    const reading = c.req.method === 'GET' || c.req.method === 'HEAD' || LOOKS.test(c.req.path)
    if (!trouble || reading) return next()
    // Its body is not read, so nothing else can be asked on this connection.
    c.header('Connection', 'close')
    throw unwritable(trouble)
  }
}

/** Everything needs the token but health and the editor's built files, which hold nothing of anybody. */
function guarded(owner: MiddlewareHandler, files: EditorFiles): MiddlewareHandler {
  return (c, next) => {
    const { path } = c.req
    const open = (OPEN_PATHS as readonly string[]).includes(path) || (path.startsWith('/assets/') && files.has(path))
    return open ? next() : owner(c, next)
  }
}
