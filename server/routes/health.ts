/** For machines that watch over this one: alive, ready, and numbers. */
import type { App } from '../openapi.ts'
import type { Services } from '../services.ts'
import { openRequestCount } from '../store/ledger.ts'
import { rowsByOutcome, runsByState } from '../store/run-counts.ts'

/** Paths that need no caller's name. */
export const OPEN_PATHS = ['/healthz', '/readyz'] as const

export function healthRoutes(app: App, services: Services): void {
  app.get('/healthz', c => c.json({ ok: true }))
  app.get('/readyz', c => {
    const trouble = services.health.trouble()
    if (trouble) return c.json({ ok: false, reason: trouble }, 503)
    const ready = isReady(services)
    return c.json({ ok: ready }, ready ? 200 : 503)
  })
  app.get('/metrics', c => c.text(metricsOf(services), 200, { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' }))
}

function isReady({ store }: Services): boolean {
  try {
    return store.sql.prepare('select 1').pluck().get() === 1
  } catch {
    return false
  }
}

function metricsOf({ store, exchanges, feed, health }: Services): string {
  return [
    metric(
      'tributary_runs',
      'gauge',
      'Runs that are kept, by state.',
      runsByState(store).map(({ state, runs }) => [{ state }, runs]),
    ),
    metric(
      'tributary_rows',
      'gauge',
      'Rows of the runs that are kept, by outcome.',
      rowsByOutcome(store).map(({ outcome, rows }) => [{ outcome }, rows]),
    ),
    metric(
      'tributary_requests_total',
      'counter',
      'Requests to platforms since the start, by host and result.',
      [...exchanges].map(([name, n]) => [{ host: name.split(' ')[0]!, result: name.split(' ')[1]! }, n]),
    ),
    metric('tributary_store_writable', 'gauge', 'Whether the database can be written.', [[{}, health.trouble() ? 0 : 1]]),
    metric('tributary_open_requests', 'gauge', 'Requests that left and were not settled yet.', [[{}, openRequestCount(store)]]),
    metric('tributary_listeners', 'gauge', 'Browsers that listen to the live feed.', [[{}, feed.listeners()]]),
    metric('process_resident_memory_bytes', 'gauge', 'Memory of the process.', [[{}, process.memoryUsage.rss()]]),
    metric('process_uptime_seconds', 'gauge', 'Seconds since the start.', [[{}, Math.round(process.uptime())]]),
  ].join('')
}

function metric(name: string, type: 'gauge' | 'counter', help: string, samples: [Record<string, string>, number][]): string {
  const lines = samples.map(([labels, value]) => {
    const pairs = Object.entries(labels).map(([label, text]) => `${label}="${text.replace(/["\\\n]/g, '_')}"`)
    return `${name}${pairs.length ? `{${pairs.join(',')}}` : ''} ${value}\n`
  })
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`
}
