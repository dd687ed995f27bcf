/** What a person decides about events in doubt: held requests and rejected rows. */
import { createRoute, z } from '@hono/zod-openapi'
import { Decided, DecideHeld, ForgetRejected, HeldPath, RejectedCount, ReplayAsk, ReplayDone, Replayed } from '../api/decisions.ts'
import { gate } from '../gate.ts'
import { actorOf } from '../guard.ts'
import { type App, body, json, problems } from '../openapi.ts'
import { Declined, notFound } from '../problems.ts'
import { chosen, decide, type HeldPath as Held, type HeldAct, heldOf } from '../runs/held.ts'
import { previewReplay, replay } from '../runs/replay.ts'
import type { Services } from '../services.ts'
import { addAudit } from '../store/audit.ts'
import { rejected } from '../store/deliveries.ts'
import { getFlow, getVersion, type StoredFlow } from '../store/flows.ts'
import type { Store } from '../store/open.ts'
import { Refused } from '../store/refused.ts'
import { activeRun, getRun } from '../store/runs.ts'
import { FlowId } from './flows.ts'

const tags = ['Decisions']
const list = createRoute({
  method: 'get',
  path: '/api/flows/{id}/held',
  tags,
  summary: 'Requests of unknown outcome that no run sends again by itself.',
  request: { params: FlowId },
  responses: { 200: json(z.array(HeldPath), 'Held requests, path by path'), ...problems },
})
const act = createRoute({
  method: 'post',
  path: '/api/flows/{id}/held',
  tags,
  summary: 'Lets held requests be sent once more by the next run, or counts their events as delivered.',
  description: 'Without `confirm` nothing is changed, and the 409 says what would happen. Not while the flow is running.',
  request: { params: FlowId, body: body(DecideHeld) },
  responses: { 200: json(Decided, 'What was decided'), ...problems },
})
const count = createRoute({
  method: 'get',
  path: '/api/flows/{id}/rejected',
  tags,
  summary: 'How many rejected rows are remembered, and so not sent again.',
  request: { params: FlowId, query: z.strictObject({ run: z.string().min(1).max(64).optional() }) },
  responses: { 200: json(RejectedCount, 'The count'), ...problems },
})
const forget = createRoute({
  method: 'post',
  path: '/api/flows/{id}/rejected',
  tags,
  summary: 'Forgets rejections, of one run or all, so that the next run sends those rows again.',
  description: 'Never what was delivered. Without `confirm` nothing is changed, and the 409 says what would happen.',
  request: { params: FlowId, body: body(ForgetRejected) },
  responses: { 200: json(RejectedCount, 'How many were forgotten'), ...problems },
})
const again = createRoute({
  method: 'post',
  path: '/api/flows/{id}/replay',
  tags,
  summary: 'Sends again after a repair: open requests as they were sent, refused rows as the flow is now.',
  description:
    'With `preview` it counts what would leave, and changes nothing. Without `confirm` nothing is changed either, and the 409 has the same counts in `raw`. Confirmed, it all leaves with the next run. Never what was delivered.',
  request: { params: FlowId, body: body(ReplayAsk) },
  responses: { 200: json(z.union([Replayed, ReplayDone]), 'The counts, or what was decided'), ...problems },
})
export function heldRoutes(app: App, { store, place }: Services): void {
  const documentOf = (flow: StoredFlow) => (flow.live === null ? flow.document : getVersion(store, flow.id, flow.live).document)
  const heldIn = (id: string): Held[] => {
    const flow = getFlow(store, id)
    return heldOf(store, flow.id, documentOf(flow), place, runningIn(store, flow.id))
  }
  app.openapi(list, c => {
    const paths = heldIn(c.req.valid('param').id)
    return c.json(
      paths.map(({ requests, ...path }) => ({
        ...path,
        requests: requests.map(({ firstSent, expires, ...rest }) => ({
          ...rest,
          firstSent: new Date(firstSent).toISOString(),
          expires: expires > 0 ? new Date(expires).toISOString() : null,
        })),
      })),
      200,
    )
  })
  app.openapi(act, c => {
    const { id } = c.req.valid('param')
    const ask = c.req.valid('json')
    const requests = chosen(heldIn(id), ask.requests, ask.action)
    const done = { action: ask.action, requests: requests.length, events: requests.reduce((sum, { events }) => sum + events, 0) }
    if (!ask.confirm) throw unconfirmed(heldWords(done), done)
    notRunning(store, id)
    const policy = documentOf(getFlow(store, id)).delivery?.unknown
    decide(store, id, requests, { act: ask.action, actor: actorOf(c), policy })
    return c.json(done, 200)
  })
  app.openapi(count, async c => {
    const { id } = getFlow(store, c.req.valid('param').id)
    const { run } = c.req.valid('query')
    return c.json({ rejected: await rejected(store, id, runOf(store, id, run)) }, 200)
  })
  app.openapi(forget, async c => {
    const { id } = getFlow(store, c.req.valid('param').id)
    const ask = c.req.valid('json')
    const run = runOf(store, id, ask.run)
    if (!ask.confirm) {
      const rows = await rejected(store, id, run)
      throw unconfirmed(`The next run would send ${plural(rows, 'rejected row')} again. Nothing that was delivered is sent again.`, {
        rejected: rows,
      })
    }
    notRunning(store, id)
    const rows = await rejected(store, id, run, events => {
      notRunning(store, id)
      if (events) addAudit(store, { what: 'forget_rejected', flow: id, request: null, events, actor: actorOf(c) })
    })
    return c.json({ rejected: rows }, 200)
  })
  const counting = gate(2, 8)
  app.openapi(again, async c => {
    const flow = getFlow(store, c.req.valid('param').id)
    const { preview, confirm, version, ...asked } = c.req.valid('json')
    const policy = documentOf(flow).delivery?.unknown
    const ask = { ...asked, flow: flow.id, run: runOf(store, flow.id, asked.run), actor: actorOf(c), policy }
    const held = heldIn(flow.id)
    const document = version === null ? flow.document : documentOf(flow)
    if (preview || !confirm) {
      const would = await counting.pass(() => previewReplay(store, document, place, held, ask))
      if (preview) return c.json(would, 200)
      throw unconfirmed(
        `The next run would send ${plural(would.asSent.events, 'event')} again as sent, and ${plural(would.asNow, 'refused row')} as the flow is now, ${would.changed.toLocaleString('en')} of them changed.`,
        would,
      )
    }
    notRunning(store, flow.id)
    return c.json(await replay(store, held, ask, () => notRunning(store, flow.id)), 200)
  })
}

function runningIn(store: Store, flow: string): string | undefined {
  const busy = activeRun(store, flow)
  return busy?.state === 'running' ? busy.id : undefined
}
/** While a run goes on, what is open may be on its way this very moment. */
function notRunning(store: Store, flow: string): void {
  const busy = runningIn(store, flow)
  if (busy) throw new Refused('running', 'This flow is running.', 'Wait for that run, or stop it, then decide.', busy)
}
function runOf(store: Store, flow: string, id: string | undefined): string | undefined {
  if (id === undefined) return undefined
  const run = getRun(store, id)
  if (run.flow !== flow) throw notFound('There is no such run of this flow')
  return run.id
}

const unconfirmed = (why: string, would: unknown) =>
  new Declined(409, 'confirm.needed', 'This needs a confirmation', `${why} Send "confirm": true to do it.`, { raw: would })
const plural = (n: number, one: string) => `${n.toLocaleString('en')} ${n === 1 ? one : `${one}s`}`
const heldWords = ({ action, requests, events }: { action: HeldAct; requests: number; events: number }) =>
  action === 'send_again'
    ? `The next run would send ${plural(events, 'event')} in ${plural(requests, 'request')} again. At most ${plural(events, 'event')} may arrive twice.`
    : `${plural(events, 'event')} in ${plural(requests, 'request')} would count as delivered and never be sent again.`
