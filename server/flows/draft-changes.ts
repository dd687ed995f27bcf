/** By how many sentences a draft differs from the live version; where boxes stand and what notes say is no change. */
import { isDeepStrictEqual } from 'node:util'
import type { Flow } from '../../runtime/flow.ts'

/** Counts steps added, removed or changed, connections likewise, the schedule and the name. */
export function draftChanges(draft: Flow, live: Flow | undefined): number {
  if (!live) return draft.nodes.length
  const edges = (flow: Flow) => new Map(flow.edges.map(edge => [`${edge.from} ${edge.to} ${edge.port ?? ''}`, true]))
  return (
    differing(new Map(draft.nodes.map(node => [node.id, node])), new Map(live.nodes.map(node => [node.id, node]))) +
    differing(edges(draft), edges(live)) +
    Number(!isDeepStrictEqual(draft.schedule ?? null, live.schedule ?? null)) +
    Number(draft.name !== live.name)
  )
}

function differing(a: ReadonlyMap<string, unknown>, b: ReadonlyMap<string, unknown>): number {
  return [...new Set([...a.keys(), ...b.keys()])].filter(id => !isDeepStrictEqual(a.get(id), b.get(id))).length
}
