/** Looking at a flow without sending it: problems, rows at each step, one row explained, one test event. */
import { createRoute, z } from '@hono/zod-openapi'
import type { Dialect, Verdict } from '../../runtime/dialect.ts'
import type { Flow } from '../../runtime/flow.ts'
import { suggestMapping } from '../../runtime/suggest/suggest.ts'
import { Explained } from '../api/explained.ts'
import {
  CheckAsk,
  Checked,
  isOk,
  PreviewAsk,
  Previewed,
  Repeated,
  RepeatsAsk,
  SuggestAsk,
  Suggested,
  TestAsk,
  Tested,
} from '../api/payloads.ts'
import { checkFlow } from '../flows/check.ts'
import { confirmedAt, previewFlow, sampleAt, testCall } from '../flows/look.ts'
import { maskRows } from '../flows/masking.ts'
import { rememberedAt } from '../flows/meanings.ts'
import { publishedColumns } from '../flows/published-columns.ts'
import { repeatsAt } from '../flows/repeats.ts'
import { segmentRemarks } from '../flows/segments.ts'
import { gate } from '../gate.ts'
import { type App, body, json, optionalBody, problems } from '../openapi.ts'
import { Declined } from '../problems.ts'
import { fallenProblems } from '../runs/coverage.ts'
import { explained, personalIn } from '../runs/explain.ts'
import type { Services } from '../services.ts'
import { getFlow, getVersion } from '../store/flows.ts'
import { activeRun, listRuns } from '../store/runs.ts'
import { FlowId } from './flows.ts'

const tags = ['Looking']
const check = createRoute({
  method: 'post',
  path: '/api/flows/{id}/check',
  tags,
  summary: 'Problems and columns of a draft. Reads columns, and the first rows where a text is to be a date.',
  request: { params: FlowId, body: optionalBody(CheckAsk) },
  responses: { 200: json(Checked, 'What was found'), ...problems },
})
const preview = createRoute({
  method: 'post',
  path: '/api/flows/{id}/preview',
  tags,
  summary: 'The first rows at every step, and the very requests they would make. Sends nothing.',
  description: 'Personal values are masked in rows unless `values` is true; request bodies are exact.',
  request: { params: FlowId, body: optionalBody(PreviewAsk) },
  responses: { 200: json(Previewed, 'The preview'), ...problems },
})
const suggest = createRoute({
  method: 'post',
  path: '/api/flows/{id}/suggest',
  tags,
  summary: 'Which column probably feeds which field of a mapping.',
  request: { params: FlowId, body: body(SuggestAsk) },
  responses: { 200: json(Suggested, 'Suggestions'), ...problems },
})
const repeated = createRoute({
  method: 'post',
  path: '/api/flows/{id}/repeats',
  tags,
  summary: 'How many rows of a model share a key. One question to the source, 30 seconds at most.',
  description: 'Personal values among the examples are masked.',
  request: { params: FlowId, body: body(RepeatsAsk) },
  responses: { 200: json(Repeated, 'What was counted'), ...problems },
})
const test = createRoute({
  method: 'post',
  path: '/api/flows/{id}/test',
  tags,
  summary: 'One event to the Test inbox, or to the platform’s own test mode.',
  request: { params: FlowId, body: body(TestAsk) },
  responses: { 200: json(Tested, 'What came of it'), ...problems },
})
const explain = createRoute({
  method: 'get',
  path: '/api/flows/{id}/explain',
  tags,
  summary: 'One row’s way through every step, and what is known of it.',
  description: 'Of the live version; of the draft while none is live.',
  request: { params: FlowId, query: z.strictObject({ key: z.string().min(1).max(2000) }) },
  responses: { 200: json(Explained, 'The row’s way'), ...problems },
})

export function lookRoutes(app: App, services: Services): void {
  const { store, place, shapes, now } = services
  const reading = gate(4, 16)
  const drawn = (id: string, document: Flow | undefined) => {
    const flow = getFlow(store, id)
    return document ?? flow.document
  }
  app.openapi(check, async c => {
    // Asked at every edit, and of hundreds of steps: what was judged on its way in is not judged again.
    const { document, timezone } = c.req.valid('json') ?? {}
    const { id } = c.req.valid('param')
    const stored = getFlow(store, id)
    const flow = document ?? stored.document
    const { problems: found, nodes } = await checkFlow(flow, place, shapes, publishedColumns(store, stored, flow), timezone)
    const [last] = listRuns(store, { flow: id, limit: 3 }).filter(run => run.endedAt !== null)
    const fallen = last ? fallenProblems(last, node => node in nodes) : []
    return c.json(
      {
        problems: [...found, ...segmentRemarks(store, stored, flow), ...fallen],
        nodes,
        checkedAt: new Date(now()).toISOString(),
      } as Checked,
      200,
    )
  })
  app.openapi(preview, async c => {
    const { id } = c.req.valid('param')
    const { document, rows, node, values } = PreviewAsk.parse(c.req.valid('json') ?? {})
    const flow = drawn(id, document)
    const looks = await reading.pass(() => previewFlow(flow, id, place, { rows, ...(node !== undefined && { node }) }))
    const personal = personalIn(services.kinds)
    const paths = looks.map(({ fit, requests, nodes, ...look }) => ({
      ...look,
      fit: fit.map(({ key }) => key),
      nodes: nodes.map(seen => ({ ...seen, rows: values ? seen.rows : maskRows(seen.rows, seen.columns, personal) })),
      requests: requests.map(({ method, url, body: sent }) => ({ method, url, body: sent })),
    }))
    return c.json({ paths, sampledAt: new Date(now()).toISOString() } as unknown as Previewed, 200)
  })
  app.openapi(suggest, async c => {
    const { document, node } = c.req.valid('json')
    const flow = drawn(c.req.valid('param').id, document)
    const { rows, ...sample } = await reading.pass(() => sampleAt(flow, place, node))
    return c.json(
      {
        ...suggestMapping({
          ...sample,
          rows,
          remembered: rememberedAt(store, flow, node, place.kinds),
          confirmed: confirmedAt(flow, node, place),
        }),
        rows: rows.length,
      },
      200,
    )
  })
  app.openapi(repeated, async c => {
    const { document, node } = c.req.valid('json')
    const flow = drawn(c.req.valid('param').id, document)
    return c.json(await reading.pass(() => repeatsAt(flow, node, place, personalIn(services.kinds))), 200)
  })
  app.openapi(test, async c => {
    const { id } = c.req.valid('param')
    const ask = c.req.valid('json')
    const answer = await reading.pass(() => testEvent(drawn(id, ask.document), id, ask, services))
    return c.json(answer, 200)
  })
  app.openapi(explain, async c => {
    const flow = getFlow(store, c.req.valid('param').id)
    const { key } = c.req.valid('query')
    const document = flow.live === null ? flow.document : getVersion(store, flow.id, flow.live).document
    const busy = activeRun(store, flow.id)
    const running = busy?.state === 'running' ? busy.id : undefined
    return c.json(await reading.pass(() => explained(document, place, key, { flowId: flow.id, store, running })), 200)
  })
}

async function testEvent(flow: Flow, id: string, ask: z.infer<typeof TestAsk>, { place, simulators, now }: Services): Promise<Tested> {
  const node = place.kinds.get(flow.nodes.find(({ id: found }) => found === ask.node)?.kind ?? '')
  const local = ask.to === 'inbox' || (node?.role === 'destination' && node.speaks !== undefined)
  const mode = node?.role === 'destination' ? node.dialect?.test : undefined
  if (!local && !mode)
    throw new Declined(422, 'test.no_mode', 'This destination has no test mode', 'Send the test event to the Test inbox.')
  if (!local && mode?.code && !ask.code) throw new Declined(422, 'test.no_code', `${mode.code.title} is needed`, mode.code.help)
  const { call, key, send, resolved, address } = await testCall(flow, id, place, ask.node, {
    local,
    ...(ask.row !== undefined && { row: ask.row }),
    ...(!local && { test: ask.code === undefined ? {} : { code: ask.code } }),
  })
  const sent = await send(call, AbortSignal.timeout(35_000))
  if ('unanswered' in sent) return { accepted: false, message: sent.unanswered.message, checks: [], body: call.body, answer: '', key }
  const { accepted, message } = outcomeOf(resolved.dialect.read(sent.answer, 1, address), resolved.dialect)
  const simulator = local ? await simulators.of(resolved.speaker.id) : undefined
  const says = new Map(simulator?.rules.map(rule => [rule.id, rule.says]))
  const checks = (simulator?.judge(call.body, now()) ?? []).flatMap(({ findings }) =>
    findings.map(finding => ({ ...finding, ok: isOk(finding), says: says.get(finding.rule) ?? finding.rule })),
  )
  return { accepted, message, checks, body: call.body, answer: sent.answer.body, key }
}

function outcomeOf(verdict: Verdict, { reasons }: Dialect): { accepted: boolean; message: string } {
  if (verdict.kind === 'settled') {
    const [refusal] = verdict.results
    return refusal ? { accepted: false, message: refusal.message } : { accepted: true, message: verdict.warnings?.[0] ?? 'Accepted' }
  }
  return { accepted: false, message: verdict.message || reasons[verdict.code]?.title || verdict.code }
}
