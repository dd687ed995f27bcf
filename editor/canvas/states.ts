import { useMemo } from 'react'
import { useKinds } from '../commands/situation.ts'
import { useDocument } from '../document/hooks.ts'
import { useCheck } from '../problems/use-check.ts'
import { useCounts } from './counts.ts'
import { type StepState, stateOf } from './step-state.ts'

/** The state of every step, for cards, list rows and their names. */
export function useStates(): ReadonlyMap<string, StepState> {
  const nodes = useDocument(s => s.flow.nodes)
  const kinds = useKinds()
  const problems = useCheck(s => s.problems)
  const counts = useCounts()
  return useMemo(() => {
    const byNode = Map.groupBy(problems, p => p.node)
    return new Map(nodes.map(n => [n.id, stateOf(n, kinds.get(n.kind), byNode.get(n.id) ?? [], counts)]))
  }, [nodes, kinds, problems, counts])
}
