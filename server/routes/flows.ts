/** Flows as documents: made, read, saved, carried in and out. */
import { createRoute, z } from '@hono/zod-openapi'
import type { Kinds } from '../../runtime/contract.ts'
import type { Flow } from '../../runtime/flow.ts'
import { drawingProblems } from '../../runtime/resolve.ts'
import { FlowDetail, FlowSummary, NewFlow, Saved, SaveFlow } from '../api/payloads.ts'
import { flowDetail, flowSummary } from '../flows/flow-summary.ts'
import { readFlow, writeFlow } from '../flows/flow-text.ts'
import { templates } from '../flows/templates.ts'
import { actorOf } from '../guard.ts'
import { type App, body, json, nothing, problems } from '../openapi.ts'
import { Declined, notFound } from '../problems.ts'
import type { Services } from '../services.ts'
import { recorded } from '../store/audit.ts'
import { createFlow, getFlow, listFlows, saveFlow } from '../store/flows.ts'
import { Refused } from '../store/refused.ts'
import { deleteFlow, lastRuns } from '../store/runs.ts'
import type { Actor } from '../store/tables.ts'

export const FlowId = z.object({ id: z.string().min(1).max(64) })
const tags = ['Flows']

const list = createRoute({
  method: 'get',
  path: '/api/flows',
  tags,
  summary: 'All flows, last changed first.',
  responses: { 200: json(z.array(FlowSummary), 'Flows'), ...problems },
})
const create = createRoute({
  method: 'post',
  path: '/api/flows',
  tags,
  summary: 'A new flow: empty, from a document, or from a template.',
  request: { body: body(NewFlow) },
  responses: { 201: json(FlowDetail, 'The flow'), ...problems },
})
const carryIn = createRoute({
  method: 'post',
  path: '/api/flows/import',
  tags,
  summary: 'A new flow from its exported text.',
  description:
    'The body is the flow document itself, as JSON or (application/yaml) YAML, or `{ "text": "..." }` with either. It arrives as a draft, never live.',
  // Documented beside the validation, not by it: what is no flow is answered as for a file on the command line.
  requestBody: {
    required: true,
    content: { 'application/json': { schema: { type: 'object' } }, 'application/yaml': { schema: { type: 'string' } } },
  },
  responses: { 201: json(FlowDetail, 'The flow'), ...problems },
})
const carryOut = createRoute({
  method: 'get',
  path: '/api/flows/{id}/export',
  tags,
  summary: 'The draft as a file, without secrets.',
  request: { params: FlowId, query: z.strictObject({ format: z.enum(['json', 'yaml']).default('json') }) },
  responses: {
    200: {
      description: 'The document',
      content: { 'application/json': { schema: z.unknown() }, 'application/yaml': { schema: z.string() } },
    },
    ...problems,
  },
})
const read = createRoute({
  method: 'get',
  path: '/api/flows/{id}',
  tags,
  summary: 'One flow with its draft.',
  request: { params: FlowId },
  responses: { 200: json(FlowDetail, 'The flow'), ...problems },
})
const save = createRoute({
  method: 'put',
  path: '/api/flows/{id}',
  tags,
  summary: 'Saves the draft, when nobody saved another since.',
  description: 'If-Match names the revision the change is based on. Otherwise 409 with the flow as it stands in `raw`.',
  request: { params: FlowId, headers: z.object({ 'if-match': z.string().optional() }), body: body(SaveFlow) },
  responses: { 200: json(Saved, 'The new revision'), ...problems },
})
const remove = createRoute({
  method: 'delete',
  path: '/api/flows/{id}',
  tags,
  summary: 'Deletes a flow with its runs. What was sent stays known.',
  request: { params: FlowId },
  responses: { ...nothing, ...problems },
})

export function flowRoutes(app: App, { store, kinds, feed, paused }: Services): void {
  const made = (document: Flow, actor: Actor) =>
    recorded(
      store,
      ({ id, name }) => ({ what: 'flow_created', flow: id, subject: name, actor }),
      () => createFlow(store, document),
    )
  app.openapi(list, c => {
    const last = lastRuns(store)
    return c.json(
      listFlows(store).map(flow => flowSummary(store, flow, last.get(flow.id))),
      200,
    )
  })
  app.openapi(create, c => {
    const flow = made(documentOf(c.req.valid('json'), kinds), actorOf(c))
    feed.publish('flow.saved', [`flow:${flow.id}`], { flow: flow.id, revision: flow.revision })
    return c.json(flowDetail(store, flow), 201, { ETag: `"${flow.revision}"` })
  })
  app.openapi(carryIn, async c => {
    const found = readFlow(unwrapped(await c.req.text()))
    if ('message' in found)
      throw new Declined(400, 'flow.unreadable', 'The file could not be read as a flow', found.message, { raw: { issues: found.issues } })
    const flow = made(vetted(found.flow, kinds), actorOf(c))
    return c.json(flowDetail(store, flow), 201, { ETag: `"${flow.revision}"` })
  })
  app.openapi(carryOut, c => {
    const { format } = c.req.valid('query')
    const { document } = getFlow(store, c.req.valid('param').id)
    const name = `${
      document.name
        .normalize('NFKD')
        .replace(/[^A-Za-z0-9]+/g, '-')
        .replace(/^-|-$/g, '')
        .slice(0, 80)
        .toLowerCase() || 'flow'
    }.${format}`
    return c.body(writeFlow(document, format), 200, {
      'Content-Type': format === 'yaml' ? 'application/yaml; charset=utf-8' : 'application/json; charset=utf-8',
      'Content-Disposition': `attachment; filename="${name}"`,
    })
  })
  app.openapi(read, c => {
    const flow = getFlow(store, c.req.valid('param').id)
    return c.json(flowDetail(store, flow, paused.told(flow)), 200, { ETag: `"${flow.revision}"` })
  })
  app.openapi(save, c => {
    const { id } = c.req.valid('param')
    const flow = orClash(() => saveFlow(store, id, revisionOf(c.req.valid('header')['if-match']), c.req.valid('json').document))
    feed.publish('flow.saved', [`flow:${id}`], { flow: id, revision: flow.revision })
    return c.json({ revision: flow.revision, savedAt: new Date(flow.updatedAt).toISOString() }, 200, { ETag: `"${flow.revision}"` })
  })
  app.openapi(remove, c => {
    const { id } = c.req.valid('param')
    const { name } = getFlow(store, id)
    recorded(store, { what: 'flow_deleted', flow: id, subject: name, actor: actorOf(c) }, () => deleteFlow(store, id))
    feed.publish('flow.deleted', [`flow:${id}`], { flow: id })
    return c.body(null, 204)
  })
}

/** A browser sends a file's text as the one member of an object. */
function unwrapped(text: string): string {
  try {
    const { data } = z.strictObject({ text: z.string() }).safeParse(JSON.parse(text))
    return data?.text ?? text
  } catch {
    return text
  }
}

function documentOf({ document, template, name }: z.infer<typeof NewFlow>, kinds: Kinds): Flow {
  const found = template === undefined ? undefined : templates.find(({ id }) => id === template)
  if (template !== undefined && !found) throw notFound('There is no such template', 'GET /api/templates lists them.')
  const base = document ? vetted(document, kinds) : (found?.document ?? { tributary: 1, name: 'Untitled flow', nodes: [], edges: [] })
  return name === undefined ? base : { ...base, name }
}

/** What comes from outside must be a drawing of kinds we know, with no setting that they do not have. */
function vetted(flow: Flow, kinds: Kinds): Flow {
  const [broken] = drawingProblems(flow, kinds).filter(problem =>
    ['flow.unknown_kind', 'flow.cycle', 'flow.same_id', 'flow.two_inputs', 'flow.unknown_step'].includes(problem.code),
  )
  if (broken) throw new Declined(400, broken.code, 'The file is not a flow that can be drawn', broken.message, { who: broken.node })
  for (const { id, kind, config } of flow.nodes) {
    const parsed = kinds.get(kind)?.config.safeParse(config)
    const strange = parsed?.error?.issues.find(issue => issue.code === 'unrecognized_keys')
    if (strange) throw new Declined(400, 'flow.unknown_setting', 'The file has a setting that is not known', strange.message, { who: id })
  }
  return flow
}

/** The revision that `If-Match` names. */
export function revisionOf(header: string | undefined): number {
  const found = /^(?:W\/)?"?(\d{1,15})"?$/.exec(header?.trim() ?? '')
  if (!found)
    throw new Declined(
      428,
      'request.no_revision',
      'Say which revision was changed',
      'Send If-Match with the revision of the flow you read.',
    )
  return Number(found[1])
}

/** A clash carries what the other side saved, so that an editor can merge, or show what changed. */
export function orClash<T>(act: () => T, title = 'Two edits to the same thing'): T {
  try {
    return act()
  } catch (cause) {
    if (!(cause instanceof Refused) || cause.code !== 'stale') throw cause
    const { revision, document } = cause.current as { revision: number; document: Flow }
    throw new Declined(409, 'save.clash', title, cause.why, { raw: { revision, document } })
  }
}
