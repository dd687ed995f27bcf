/** Real executions: started, watched, stopped, and the rows that did not go through. */
import { createRoute, z } from '@hono/zod-openapi'
import { Run } from '../api/payloads.ts'
import { csvLine } from '../csv.ts'
import { actorOf } from '../guard.ts'
import { type App, emptyBody, json, optionalBody, problems } from '../openapi.ts'
import { rejectedOf, startResend } from '../runs/resend.ts'
import { briefly, runPayload } from '../runs/run-payload.ts'
import type { Services } from '../services.ts'
import { getFlow } from '../store/flows.ts'
import { listProblems, PROBLEMS_MAX, type StoredProblem } from '../store/problems.ts'
import { createRun, getRun, listRuns, type NewRun, runOfKey } from '../store/runs.ts'
import { FlowId } from './flows.ts'

const tags = ['Runs']
const RunId = z.object({ id: z.string().min(1).max(64) })
const RunAsk = z.strictObject({
  version: z.number().int().min(1).nullable().optional().meta({ description: 'Absent: the live version. null: the draft.' }),
  dryRun: z.boolean().optional().meta({ description: 'Everything but the sending.' }),
  limit: z.number().int().min(1).max(5_000_000).optional().meta({ description: 'Rows to read per path, at most.' }),
  rejectedOf: z.string().min(1).max(64).optional().meta({
    description:
      'Only the rows that this run had rejected, read and mapped anew: nothing new is sent besides; what an earlier run left on its way goes on, as with any run. Before anything is published, by the draft. 409 `run.none_rejected` when none waits any more.',
  }),
})
const RowEvent = z.object({
  id: z.number().meta({ description: '`after` of the next page, where this row is the last of one' }),
  key: z.string(),
  path: z.string(),
  destination: z.string(),
  outcome: z.string(),
  code: z.string(),
  node: z.string(),
  field: z.string().nullable(),
  message: z.string(),
})
const State = z.enum(['queued', 'running', 'succeeded', 'partial', 'failed', 'stopped', 'interrupted'])

const start = createRoute({
  method: 'post',
  path: '/api/flows/{id}/runs',
  tags,
  summary: 'Runs the flow now.',
  description:
    'The same Idempotency-Key twice gives the same run: 201 the first time, 200 after. While another run goes on: 409 with its id in `raw`.',
  request: {
    params: FlowId,
    headers: z.object({ 'idempotency-key': z.string().min(1).max(200).optional(), 'x-tributary': z.string().optional() }),
    body: optionalBody(RunAsk),
  },
  responses: { 200: json(Run, 'The run that this key started before'), 201: json(Run, 'The run'), ...problems },
})
const list = createRoute({
  method: 'get',
  path: '/api/flows/{id}/runs',
  tags,
  summary: 'Runs of a flow, newest first.',
  request: {
    params: FlowId,
    query: z.strictObject({
      state: State.optional(),
      before: z.string().max(64).optional().meta({ description: 'Only runs older than this one: the next page.' }),
      limit: z.coerce.number().int().min(1).max(500).default(50),
      brief: z
        .enum(['true', 'false'])
        .default('false')
        .meta({ description: 'Without reasons and steps, which are most of it: for long lists.' }),
    }),
  },
  responses: { 200: json(z.array(Run), 'Runs'), ...problems },
})
const read = createRoute({
  method: 'get',
  path: '/api/runs/{id}',
  tags,
  summary: 'One run with its tallies and reasons.',
  request: { params: RunId },
  responses: { 200: json(Run, 'The run'), ...problems },
})
const events = createRoute({
  method: 'get',
  path: '/api/runs/{id}/events',
  tags,
  summary: 'Rows of a run that did not go through: key and reason, never a value.',
  description: `The first ${PROBLEMS_MAX.toLocaleString('en')} of a run are kept; its reasons count all of them.`,
  request: {
    params: RunId,
    query: z.strictObject({
      format: z.enum(['json', 'ndjson', 'csv']).default('json'),
      outcome: z.enum(['invalid', 'expired', 'rejected', 'uncertain', 'duplicate']).optional(),
      code: z.string().max(100).optional(),
      node: z.string().max(100).optional().meta({ description: 'Only what stopped at this step' }),
      field: z.string().max(100).optional().meta({ description: 'Only what is about this field; empty: about none' }),
      after: z.coerce.number().int().min(0).optional().meta({ description: 'Only rows after the one with this id: the next page.' }),
      limit: z.coerce.number().int().min(1).max(PROBLEMS_MAX).default(PROBLEMS_MAX),
    }),
  },
  responses: {
    200: {
      description: 'Rows',
      content: {
        'application/json': { schema: z.array(RowEvent) },
        'application/x-ndjson': { schema: z.string() },
        'text/csv': { schema: z.string() },
      },
    },
    ...problems,
  },
})
const stop = createRoute({
  method: 'post',
  path: '/api/runs/{id}/stop',
  tags,
  summary: 'Reads no more, begins no new request, lets what is under way finish.',
  request: { params: RunId, body: emptyBody },
  responses: { 200: json(Run, 'The run as it stands'), ...problems },
})

export function runRoutes(app: App, { store, worker }: Services): void {
  app.openapi(start, async c => {
    const { id } = c.req.valid('param')
    const headers = c.req.valid('header')
    const { version, dryRun, limit, rejectedOf: of } = RunAsk.parse(c.req.valid('json') ?? {})
    const ask: NewRun = {
      flow: id,
      trigger: headers['x-tributary'] ? 'manual' : 'api',
      options: { ...(dryRun !== undefined && { dryRun }), ...(limit !== undefined && { limit }) },
      idempotencyKey: headers['idempotency-key'],
      ...(version !== undefined && { version }),
    }
    const resend = async (of: string) => {
      const before = ask.idempotencyKey === undefined ? undefined : runOfKey(store, id, ask.idempotencyKey)
      if (before) return { run: before, created: false }
      return startResend(store, { ...ask, of, events: await rejectedOf(store, id, of), actor: actorOf(c) })
    }
    const { run, created } = of === undefined ? createRun(store, ask) : await resend(of)
    worker.wake()
    return c.json(runPayload(store, getRun(store, run.id)), created ? 201 : 200)
  })
  app.openapi(list, c => {
    const { id } = getFlow(store, c.req.valid('param').id)
    const { brief, ...asked } = c.req.valid('query')
    const runs = listRuns(store, { flow: id, ...asked }).map(run => runPayload(store, run))
    return c.json(brief === 'true' ? runs.map(briefly) : runs, 200)
  })
  app.openapi(read, c => c.json(runPayload(store, getRun(store, c.req.valid('param').id)), 200))
  app.openapi(events, c => {
    const { format, ...filter } = c.req.valid('query')
    const run = getRun(store, c.req.valid('param').id)
    const rows = listProblems(store, run.id, filter).map(shown)
    if (format === 'json') return c.json(rows, 200)
    const file = { 'Content-Disposition': `attachment; filename="run-${run.id}.${format}"` }
    if (format === 'ndjson')
      return c.body(rows.map(row => `${JSON.stringify(row)}\n`).join(''), 200, {
        ...file,
        'Content-Type': 'application/x-ndjson; charset=utf-8',
      })
    const columns = Object.keys(RowEvent.omit({ id: true }).shape) as Exclude<keyof z.infer<typeof RowEvent>, 'id'>[]
    const lines = [csvLine(columns), ...rows.map(row => csvLine(columns.map(column => row[column])))]
    return c.body(lines.join(''), 200, { ...file, 'Content-Type': 'text/csv; charset=utf-8' })
  })
  app.openapi(stop, c => {
    const { id } = getRun(store, c.req.valid('param').id)
    worker.stop(id)
    return c.json(runPayload(store, getRun(store, id)), 200)
  })
}

const shown = ({ id, key, path, outcome, code, node, field, message }: StoredProblem): z.infer<typeof RowEvent> => ({
  id,
  key,
  path,
  destination: path.split(' > ').at(-1) ?? '',
  outcome,
  code,
  node,
  field,
  message,
})
