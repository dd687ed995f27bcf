import { useMemo } from 'react'
import type { Flow } from '../../runtime/flow.ts'
import { useKinds } from '../commands/situation.ts'
import { downstream } from '../document/graph.ts'
import { useDocument } from '../document/hooks.ts'
import { usePinned } from '../preview/use-preview.ts'
import { useCheck } from '../problems/use-check.ts'
import { type Counts, useCounts } from './counts.ts'
import { type StepState, stateOf } from './step-state.ts'

/** The state of every step, for cards, list rows and their names. */
export function useStates(): ReadonlyMap<string, StepState> {
  const flow = useDocument(s => s.flow)
  const kinds = useKinds()
  const problems = useCheck(s => s.problems)
  const checked = useCheck(s => s.nodes)
  const counts = useCounts()
  const pinned = usePinned(s => s.pinned)
  return useMemo(() => {
    const byNode = Map.groupBy(problems, p => p.node)
    const stale = staleSince(counts, flow)
    return new Map(
      flow.nodes.map(n => {
        const about = { stale: stale.has(n.id), pinned, unchecked: checked[n.id]?.unchecked ?? false }
        return [n.id, stateOf(n, kinds.get(n.kind), byNode.get(n.id) ?? [], counts, about)]
      }),
    )
  }, [flow, kinds, problems, checked, counts, pinned])
}

// The drawing as it was when these numbers came in.
const drawnAt = new WeakMap<Counts, Flow>()

/** Steps whose numbers no longer hold: what was changed since they were counted, and everything behind it. */
function staleSince(counts: Counts, flow: Flow): ReadonlySet<string> {
  const then = drawnAt.get(counts)
  if (!then) drawnAt.set(counts, flow)
  if (!then || then === flow || counts.running || counts.from === null) return new Set()
  return changedSince(then, flow)
}

/** Names and places do not change what a step does. */
export function changedSince(then: Flow, now: Flow): Set<string> {
  const meaning = (flow: Flow, id: string) => {
    const node = flow.nodes.find(n => n.id === id)
    const way = flow.edges.find(e => e.to === id)
    return JSON.stringify([node?.kind, node?.config, node?.skip, way?.from, way?.port])
  }
  const old = new Map(then.nodes.map(n => [n.id, n]))
  const sameEdges = then.edges === now.edges
  const changed = now.nodes.filter(n => !(sameEdges && old.get(n.id) === n) && meaning(then, n.id) !== meaning(now, n.id))
  return new Set(changed.flatMap(n => [...downstream(now, n.id)]))
}
