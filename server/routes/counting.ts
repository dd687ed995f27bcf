/** Rows counted where they lie: by the values of a column, and by two segments. */
import { createRoute } from '@hono/zod-openapi'
import type { SegmentUse } from '../../runtime/conditions/tree.ts'
import type { Flow } from '../../runtime/flow.ts'
import { BreakdownAsk, Broken, OverlapAsk, Overlapping } from '../api/breakdown.ts'
import { breakdownAt, overlapAt } from '../flows/counting.ts'
import { gate } from '../gate.ts'
import { type App, body, json, problems } from '../openapi.ts'
import { notFound } from '../problems.ts'
import { personalIn } from '../runs/explain.ts'
import type { Services } from '../services.ts'
import { getFlow } from '../store/flows.ts'
import { findSegment } from '../store/segments.ts'
import { FlowId } from './flows.ts'

const tags = ['Looking']
const breakdown = createRoute({
  method: 'post',
  path: '/api/flows/{id}/breakdown',
  tags,
  summary: 'How many rows have which value of a column, as they leave a step. One question to the source, 30 seconds at most.',
  request: { params: FlowId, body: body(BreakdownAsk) },
  responses: { 200: json(Broken, 'What was counted'), ...problems },
})
const overlap = createRoute({
  method: 'post',
  path: '/api/flows/{id}/overlap',
  tags,
  summary: 'How the rows that leave a step divide over two segments. One question to the source, 30 seconds at most.',
  request: { params: FlowId, body: body(OverlapAsk) },
  responses: { 200: json(Overlapping, 'What was counted'), ...problems },
})

export function countingRoutes(app: App, { store, place, kinds }: Services): void {
  const reading = gate(2, 8)
  const drawn = (id: string, document: Flow | undefined): Flow => {
    const flow = getFlow(store, id)
    return document ?? flow.document
  }
  app.openapi(breakdown, async c => {
    const { document, values, ...ask } = BreakdownAsk.parse(c.req.valid('json'))
    const flow = drawn(c.req.valid('param').id, document)
    return c.json(await reading.pass(() => breakdownAt(flow, ask, place, values ? undefined : personalIn(kinds))), 200)
  })
  app.openapi(overlap, async c => {
    const { document, node, segments } = c.req.valid('json')
    const flow = drawn(c.req.valid('param').id, document)
    const [a, b] = segments.map((name): SegmentUse => {
      const segment = findSegment(store, name)
      if (!segment) throw notFound(`There is no segment "${name}"`, 'GET /api/segments lists them.')
      return { segment: name, is: true, where: segment.where }
    })
    return c.json(await reading.pass(() => overlapAt(flow, node, [a!, b!], place)), 200)
  })
}
