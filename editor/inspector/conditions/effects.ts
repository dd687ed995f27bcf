import type { Conditions } from '../../../runtime/conditions/tree.ts'
import type { Flow, FlowNode } from '../../../runtime/flow.ts'
import type { Previewed } from '../../../server/api/payloads.ts'
import type { Part } from './edits.ts'
import type { Finished } from './unfinished.ts'

export interface Counted {
  /** Rows that arrive, and that are left after all conditions. */
  arrived: number
  kept: number
  /** Rows that each part of the root takes away, by its index; only where the parts work one after another. */
  effects: ReadonlyMap<number, number>
  /** The part of the root that takes the last rows away, where one does. */
  emptiedAt: number | null
  /** The step before on which no row gets through until it is repaired. */
  blockedBy: string | null
  /** What arrives, for offering values. */
  rows: readonly Readonly<Record<string, unknown>>[]
}
export interface Chain {
  document: Flow
  /** Id of each part's own step, by the part's index. */
  steps: readonly { index: number; id: string }[]
  before: string
}

/**
 * The way to a filter, with one filter for each of its parts instead of all in one: a single preview then says what
 * each part takes away. Only "all" can be taken apart; other groups stay one step. What is not finished has no part in it.
 */
export function chainTo(
  flow: Flow,
  step: FlowNode,
  setting: string,
  keptPort: string | undefined,
  tree: Conditions,
  finished: Finished['part'],
): Chain | null {
  const way = ancestors(flow, step.id)
  const before = way.at(-1)
  if (!before) return null
  const parts: { index: number; part: Part; place: number[] }[] =
    tree.match === 'all' ? tree.conditions.map((part, index) => ({ index, part, place: [index] })) : [{ index: -1, part: tree, place: [] }]
  const steps = parts.flatMap(({ index, part, place }) => {
    const left = finished(part, place)
    return left ? [{ index, id: `part-${index + 1}`, part: left }] : []
  })
  const nodes = steps.map(
    ({ id, part }): FlowNode => ({ id, kind: step.kind, config: { [setting]: { match: 'all', conditions: [part] } } }),
  )
  const first = flow.edges.find(edge => edge.to === step.id)!
  const links = nodes.map((node, at): Flow['edges'][number] =>
    at === 0 ? { ...first, to: node.id } : { from: nodes[at - 1]!.id, to: node.id, ...(keptPort !== undefined && { port: keptPort }) },
  )
  const inWay = new Set(way.map(node => node.id))
  const edges = [...flow.edges.filter(edge => inWay.has(edge.from) && inWay.has(edge.to)), ...links]
  return { document: { tributary: 1, name: flow.name, nodes: [...way, ...nodes], edges }, steps, before: before.id }
}

function ancestors(flow: Flow, id: string): FlowNode[] {
  const way: FlowNode[] = []
  for (let at = parentOf(flow, id); at && !way.includes(at); at = parentOf(flow, at.id)) way.unshift(at)
  return way
}
const parentOf = (flow: Flow, id: string) => {
  const from = flow.edges.find(edge => edge.to === id)?.from
  return flow.nodes.find(node => node.id === from)
}

const isRepair = ({ code }: { code: string }) => code === 'needs_repair'
/** What a preview of the chain says; `null` when no row got there. */
export function countsOf(answer: Previewed, chain: Chain): Counted | null {
  const seen = new Map(answer.paths.flatMap(path => path.nodes.map(node => [node.node, node] as const)))
  const before = seen.get(chain.before)
  if (!before) return null
  const own = new Set(chain.steps.map(({ id }) => id))
  const effects = new Map<number, number>()
  let kept = before.out
  let emptiedAt: number | null = null
  for (const { index, id } of chain.steps) {
    const part = seen.get(id)
    if (!part) return null
    if (index >= 0) effects.set(index, part.in - part.out)
    if (index >= 0 && kept > 0 && part.out === 0) emptiedAt = index
    kept = part.out
  }
  const blocked = [...seen.values()].find(({ node, out, results }) => out === 0 && results.some(isRepair) && !own.has(node))
  return { arrived: before.out, kept, effects, emptiedAt, blockedBy: blocked?.node ?? null, rows: before.rows }
}

/** The same way, ended at one part: with the rows that come to it, or with those that it takes away. */
export function endedAt(chain: Chain, setting: string, index: number, which: 'before' | 'lost'): { document: Flow; node: string } {
  const at = chain.steps.findIndex(step => step.index === index)
  const kept = chain.steps.slice(0, which === 'lost' ? at + 1 : at).map(({ id }) => id)
  const dropped = new Set(chain.steps.map(({ id }) => id).filter(id => !kept.includes(id)))
  const node = kept.at(-1) ?? chain.before
  const turned = (one: FlowNode): FlowNode =>
    which === 'lost' && one.id === node ? { ...one, config: { [setting]: { ...(one.config[setting] as Conditions), match: 'none' } } } : one
  return {
    node,
    document: {
      ...chain.document,
      nodes: chain.document.nodes.filter(({ id }) => !dropped.has(id)).map(turned),
      edges: chain.document.edges.filter(({ to }) => !dropped.has(to)),
    },
  }
}
