/** What the steps of a flow are called, by id: their own name, else their kind's. */
import { useMemo } from 'react'
import { useCatalogue, useFlowDetail } from '../queries.ts'

/** Answers with the id itself for a step that is no longer drawn. */
export function useStepNames(flow: string): (node: string) => string {
  const { data } = useFlowDetail(flow)
  const catalogue = useCatalogue()
  return useMemo(() => {
    const titles = new Map(catalogue.data?.kinds.map(kind => [kind.id, kind.title]))
    const names = new Map(data?.document.nodes.map(node => [node.id, node.name || titles.get(node.kind) || node.id]))
    return node => names.get(node) ?? node
  }, [data, catalogue.data])
}
