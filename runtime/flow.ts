/** The document a person draws and the server stores: human-readable, no secrets, layout apart from meaning. */

import * as z from 'zod'
import { bounds } from './bounds.ts'

export const NODES_MAX = bounds.steps.most
const Id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'An id is 1 to 64 letters, digits, "_" or "-".')

export const FlowNode = z.strictObject({
  id: Id,
  kind: z.string().min(1).max(64),
  name: z.string().max(200).optional(),
  skip: z.boolean().optional(),
  config: z.record(z.string(), z.unknown()).default({}),
})
export const FlowEdge = z.strictObject({ from: Id, to: Id, port: z.string().max(32).optional() })
/** `missed`: what becomes of due times that passed while the server was down: one run for all, each, or none. */
export const Schedule = z.strictObject({
  cron: z.string().min(1).max(200),
  timezone: z.string().min(1).max(64).default('UTC'),
  missed: z.enum(['last', 'all', 'none']).default('last'),
})
/**
 * How a flow is delivered, where the product's own rules are not wanted. Absent: `unknown`, sent again where the platform
 * removes a copy, held where it does not; `waitMinutes` 5; `attempts` 6; `refusedPercent` 50; `invalidPercent` 20; `volume` ask;
 * `countWhilePaused` hourly, six_hours where the source may bill each query.
 */
export const Delivery = z.strictObject({
  unknown: z.enum(['prefer_complete', 'prefer_no_doubles']).optional().meta({
    description: 'Where nobody knows whether a request was taken: rather every event, or rather none twice',
  }),
  waitMinutes: z.int().min(1).max(60).optional().meta({ description: 'The longest that a run waits for a platform at a time' }),
  attempts: z.int().min(1).max(10).optional().meta({ description: 'Sendings of one request in one run, at most' }),
  refusedPercent: z.int().min(10).max(100).optional().meta({
    description: 'Share of at least 20 answers that are refusals for one reason, from which on the rest is not sent and the flow is paused',
  }),
  invalidPercent: z.int().min(1).max(100).optional().meta({
    description: 'Share of at least 100 new rows held back, more than usual, from which on the flow is paused; 100: never',
  }),
  volume: z.enum(['ask', 'hold', 'off']).optional().meta({
    description: 'When ten times more or less than usual is new: say so, wait for a person before anything is sent, or nothing',
  }),
  countWhilePaused: z.enum(['hourly', 'six_hours', 'never']).optional().meta({
    description: 'How often the source is asked what becomes too old while a person has paused the flow; a warehouse may bill each count',
  }),
})
/** What somebody wrote beside the steps; where it stands is in `layout`, under its id. */
export const Note = z.strictObject({ id: Id, text: z.string().max(10_000) })
/** A name for steps that belong together. It means nothing to a run. */
export const Frame = z.strictObject({ id: Id, name: z.string().max(200), steps: z.array(Id).max(NODES_MAX) })

export const Flow = z.strictObject({
  tributary: z.literal(1, 'This flow was written for another version of Tributary; version 1 is understood here.'),
  name: z.string().trim().min(1).max(200),
  nodes: z.array(FlowNode).max(NODES_MAX),
  edges: z.array(FlowEdge).max(NODES_MAX * 2),
  schedule: Schedule.nullish(),
  delivery: Delivery.optional(),
  notes: z.array(Note).max(100).optional(),
  frames: z.array(Frame).max(100).optional(),
  layout: z.record(z.string(), z.strictObject({ x: z.number(), y: z.number() })).optional(),
})
export type Flow = z.infer<typeof Flow>
export type FlowNode = z.infer<typeof FlowNode>
export type FlowEdge = z.infer<typeof FlowEdge>
export type Note = z.infer<typeof Note>
export type Frame = z.infer<typeof Frame>
export type Schedule = z.infer<typeof Schedule>
export type Delivery = z.infer<typeof Delivery>

export interface Step {
  node: FlowNode
  port: string
}
/** For a leaf, the nodes from the source down to it, each with the way out that the path takes. Stops at a loop or a gap. */
export function pathsOf(flow: Flow): (leaf: string) => Step[] {
  const nodes = new Map(flow.nodes.map(n => [n.id, n]))
  const parent = new Map(flow.edges.map(e => [e.to, e]))
  return leaf => {
    const path: Step[] = []
    let port = ''
    for (let id: string | undefined = leaf; id !== undefined; ) {
      const node = nodes.get(id)
      if (!node || path.some(s => s.node === node)) break
      path.unshift({ node, port })
      const edge = parent.get(id)
      port = edge?.port ?? ''
      id = edge?.from
    }
    return path
  }
}
