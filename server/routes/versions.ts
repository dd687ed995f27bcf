/** Which version of a flow is live. */
import { createRoute, z } from '@hono/zod-openapi'
import { Flow } from '../../runtime/flow.ts'
import { FlowDetail, PublishAsk, Version } from '../api/payloads.ts'
import { checkFlow } from '../flows/check.ts'
import { flowDetail } from '../flows/flow-summary.ts'
import { type KeyRemark, keyRemarks } from '../flows/key-check.ts'
import { rememberMeanings } from '../flows/meanings.ts'
import { columnsOf } from '../flows/published-columns.ts'
import { actorOf } from '../guard.ts'
import { type App, emptyBody, json, optionalBody, problems } from '../openapi.ts'
import { Declined } from '../problems.ts'
import { personalIn } from '../runs/explain.ts'
import { rejectedOf, startResend } from '../runs/resend.ts'
import type { Services } from '../services.ts'
import { recorded } from '../store/audit.ts'
import {
  agreedDraft,
  getFlow,
  getVersion,
  listVersions,
  publishFlow,
  restoreVersion,
  type StoredVersion,
  setPaused,
} from '../store/flows.ts'
import { liftHolds } from '../store/holds.ts'
import { Refused } from '../store/refused.ts'
import { activeRun, createRun, runOfKey } from '../store/runs.ts'
import type { Actor } from '../store/tables.ts'
import { FlowId, orClash, revisionOf } from './flows.ts'

const tags = ['Versions']
const VersionOf = FlowId.extend({ n: z.coerce.number().int().min(1).max(1e9) })

const Published = Version.extend({
  remarks: z
    .array(z.object({ node: z.string(), verdict: z.enum(['few', 'many', 'not_counted']), message: z.string() }))
    .optional()
    .meta({ description: 'What is worth knowing of the models’ keys, when it was asked for' }),
  run: z.string().optional().meta({ description: 'The run that sends rejected rows, where it was asked for' }),
})
const PublishHeaders = z.object({
  'if-match': z.string().optional(),
  'idempotency-key': z.string().min(1).max(200).optional(),
  'x-tributary': z.string().optional(),
})
const publish = createRoute({
  method: 'post',
  path: '/api/flows/{id}/publish',
  tags,
  summary: 'Makes the draft live.',
  description:
    'With problems that must be fixed: 409 `flow.problems`, the problems in `raw`. Where `If-Match` names a revision and the draft is another by now: 409 `save.clash`, the draft as it stands in `raw`. Where `repeats` is `refuse` and 5 % or more of a model’s rows repeat a key: 409 `flow.key_repeats`.',
  request: { params: FlowId, headers: PublishHeaders, body: optionalBody(PublishAsk) },
  responses: { 200: json(Published, 'The version'), ...problems },
})
const pause = createRoute({
  method: 'post',
  path: '/api/flows/{id}/pause',
  tags,
  summary:
    'The schedule starts no more runs, and the run under way, whoever began it, begins no further request; with `{ "paused": false }` it goes on, from now.',
  request: { params: FlowId, body: optionalBody(z.strictObject({ paused: z.boolean().default(true) })) },
  responses: { 200: json(FlowDetail, 'The flow'), ...problems },
})
const resume = createRoute({
  method: 'post',
  path: '/api/flows/{id}/resume',
  tags,
  summary: 'The schedule goes on, from now; what rested because of trouble is sent at once.',
  request: { params: FlowId, body: emptyBody },
  responses: { 200: json(FlowDetail, 'The flow'), ...problems },
})
const list = createRoute({
  method: 'get',
  path: '/api/flows/{id}/versions',
  tags,
  summary: 'Published versions, newest first.',
  request: { params: FlowId },
  responses: { 200: json(z.array(Version), 'Versions'), ...problems },
})
const read = createRoute({
  method: 'get',
  path: '/api/flows/{id}/versions/{n}',
  tags,
  summary: 'One version with its document.',
  request: { params: VersionOf },
  responses: { 200: json(Version.extend({ document: Flow }), 'The version'), ...problems },
})
const restore = createRoute({
  method: 'post',
  path: '/api/flows/{id}/versions/{n}/restore',
  tags,
  summary: 'Makes a version the draft again. The live one stays.',
  request: { params: VersionOf, body: emptyBody },
  responses: { 200: json(FlowDetail, 'The flow'), ...problems },
})

export function versionRoutes(app: App, { store, place, feed, worker, paused: { told } }: Services): void {
  app.openapi(publish, async c => {
    const { id } = c.req.valid('param')
    const { 'if-match': agreed, 'idempotency-key': idempotencyKey, 'x-tributary': byEditor } = c.req.valid('header')
    const { note = '', repeats, rejectedOf: of } = c.req.valid('json') ?? {}
    /** What this very act did before: asked again after an answer that got lost, or pressed twice. */
    const doneBefore = () => {
      const run = of === undefined || idempotencyKey === undefined ? undefined : runOfKey(store, id, idempotencyKey)
      return run?.version ? { version: getVersion(store, id, run.version), run } : undefined
    }
    const before = doneBefore()
    if (before) return c.json({ ...shown(before.version, getFlow(store, id).live), run: before.run.id }, 200)
    const { document, revision } = orClash(() => agreedDraft(store, id, agreed === undefined ? undefined : revisionOf(agreed)), CHANGED)
    // What is published is agreed to as it is now, not as it was a minute ago.
    const checked = await checkFlow(document, place)
    const faults = checked.problems.filter(problem => problem.level === 'must_fix')
    if (faults.length) {
      const title = faults.length === 1 ? 'Fix 1 problem before publishing' : `Fix ${faults.length} problems before publishing`
      throw new Declined(409, 'flow.problems', title, faults[0]!.message, { who: faults[0]!.node, raw: { problems: faults } })
    }
    const remarks = repeats === undefined ? [] : await keyRemarks(document, place, personalIn(place.kinds))
    const many = remarks.find(remark => remark.verdict === 'many')
    if (many && repeats === 'refuse') throw repeated(id, many)
    const actor = actorOf(c)
    const make = () =>
      recorded(
        store,
        made => ({ what: 'flow_published', flow: id, subject: `${document.name}, version ${made.version}`, actor }),
        () => orClash(() => publishFlow(store, id, note, revision, { columns: columnsOf(checked, document, place.kinds), actor }), CHANGED),
      )
    const trigger = byEditor ? 'manual' : 'api'
    const events = of === undefined ? 0 : await rejectedOf(store, id, of)
    // One transaction: whatever ends the process, there is a version whose run is queued, or there is neither.
    const { version, run } = orBusy(() =>
      store.write(() => {
        const same = doneBefore()
        if (same) return same
        const version = make()
        if (of === undefined) return { version, run: undefined }
        return { version, run: startResend(store, { flow: id, of, events, trigger, version: version.version, idempotencyKey, actor }).run }
      }),
    )
    rememberMeanings(store, document, checked, place.kinds)
    feed.publish('flow.published', [`flow:${id}`], { flow: id, version: version.version })
    if (run) worker.wake()
    return c.json({ ...shown(version, version.version), ...(remarks.length > 0 && { remarks }), ...(run && { run: run.id }) }, 200)
  })
  /** What is on its way finishes; no further request begins. */
  const stopRun = (id: string) => {
    const busy = activeRun(store, id)
    if (busy) worker.stop(busy.id)
  }
  /** What rested goes on at once: by the person's word, it is worth another go. */
  const goOn = (id: string) => {
    const rested = liftHolds(store, id)
    if (rested === 0 || getFlow(store, id).live === null || activeRun(store, id)) return
    createRun(store, { flow: id, trigger: 'catch_up', options: { resumed: true } })
    worker.wake()
  }
  const setTo = (id: string, paused: boolean, actor: Actor) => {
    const { name, paused: before } = getFlow(store, id)
    const set = () => setPaused(store, id, paused)
    const what = paused ? 'flow_paused' : 'flow_resumed'
    const flow = before === paused ? set() : recorded(store, { what, flow: id, subject: name, actor }, set)
    if (paused) stopRun(id)
    else goOn(id)
    feed.publish(paused ? 'flow.paused' : 'flow.resumed', [`flow:${id}`], { flow: id })
    return flowDetail(store, flow, told(flow))
  }
  app.openapi(pause, c => c.json(setTo(c.req.valid('param').id, c.req.valid('json')?.paused ?? true, actorOf(c)), 200))
  app.openapi(resume, c => c.json(setTo(c.req.valid('param').id, false, actorOf(c)), 200))
  app.openapi(list, c => {
    const flow = getFlow(store, c.req.valid('param').id)
    return c.json(
      listVersions(store, flow.id).map(version => shown(version, flow.live)),
      200,
    )
  })
  app.openapi(read, c => {
    const { id, n } = c.req.valid('param')
    const version = getVersion(store, id, n)
    return c.json({ ...shown(version, getFlow(store, id).live), document: version.document }, 200)
  })
  app.openapi(restore, c => {
    const { id, n } = c.req.valid('param')
    const flow = recorded(
      store,
      ({ name }) => ({ what: 'version_restored', flow: id, subject: `${name}, version ${n}`, actor: actorOf(c) }),
      () => restoreVersion(store, id, n),
    )
    feed.publish('flow.saved', [`flow:${id}`], { flow: id, revision: flow.revision })
    return c.json(flowDetail(store, flow), 200, { ETag: `"${flow.revision}"` })
  })
}

const CHANGED = 'Somebody else changed this flow meanwhile'
/** Publishing and sending are one act: what cannot be sent now is not published either. */
function orBusy<T>(act: () => T): T {
  try {
    return act()
  } catch (cause) {
    if (!(cause instanceof Refused) || cause.code !== 'running') throw cause
    const why =
      'Nothing was published and nothing was sent. Wait for that run, or publish now and send the rejected rows when it has ended.'
    throw new Declined(409, 'run.running', 'A run of this flow is under way', why, { raw: cause.current ?? null })
  }
}
const repeated = (flow: string, { node, message }: KeyRemark) =>
  new Declined(
    409,
    'flow.key_repeats',
    'The key does not tell rows apart',
    `${message} Keep the first or the last of each by a column, or choose another key.`,
    { who: node, fix: [{ label: 'Choose the key, or which row is kept', action: `/flows/${flow}?step=${encodeURIComponent(node)}` }] },
  )

const shown = ({ version, publishedAt, note, actor }: StoredVersion, live: number | null): z.infer<typeof Version> => ({
  version,
  publishedAt: new Date(publishedAt).toISOString(),
  note,
  actor,
  live: version === live,
})
