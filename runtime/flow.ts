/** The document a person draws and the server stores: human-readable, no secrets, layout apart from meaning. */
import * as z from 'zod'

export const NODES_MAX = 1_000
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
 * How a flow is delivered, where the product's own rules are not wanted. `unknown`: what to do where nobody knows whether a
 * request was taken; absent, it is sent again where the platform removes a copy and held where it does not.
 */
export const Delivery = z.strictObject({
  unknown: z.enum(['prefer_complete', 'prefer_no_doubles']).optional(),
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
/** Nodes from the source down to `leaf`, each with the way out that the path takes. Stops at a loop or a gap. */
export function pathTo(flow: Flow, leaf: string): Step[] {
  const nodes = new Map(flow.nodes.map(n => [n.id, n]))
  const parent = new Map(flow.edges.map(e => [e.to, e]))
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
