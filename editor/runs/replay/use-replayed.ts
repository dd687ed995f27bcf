import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Flow } from '../../../runtime/flow.ts'
import type { Run } from '../../../server/api/payloads.ts'
import { type Kinds, kindsOf, nameOf } from '../../document/graph.ts'
import { saidIn } from '../../problems/use-check.ts'
import { askCheck, keys, useCatalogue, useVersion } from '../../queries.ts'
import { useStepNames } from '../step-names.ts'

export interface Replayed {
  flow: Flow
  kinds: Kinds
  /** What each step did, in words; they come after the picture. */
  sentences: Readonly<Record<string, string>>
}

/** The version that ran; null until it is there, and where there is none to show. Of another version the names would be of other steps. */
export function useReplayed(run: Run): Replayed | null {
  const version = useVersion(run.flow, run.version ?? undefined)
  const catalogue = useCatalogue()
  const flow = version.data?.document
  const said = useQuery({
    queryKey: [...keys.version(run.flow, run.version ?? 0), 'said'],
    queryFn: async () => saidIn(await askCheck(run.flow, flow!), flow!),
    enabled: flow !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
  return useMemo(
    () => (flow && catalogue.data ? { flow, kinds: kindsOf(catalogue.data.kinds), sentences: said.data ?? {} } : null),
    [flow, catalogue.data, said.data],
  )
}

/** What steps were called in the version that ran; what it has not, as it is called today. */
export function useNamesThen(run: Run, replayed: Replayed | null): (step: string) => string {
  const today = useStepNames(run.flow)
  return useMemo(() => {
    const then = new Map(replayed?.flow.nodes.map(node => [node.id, nameOf(node, replayed.kinds.get(node.kind))]))
    return step => then.get(step) ?? today(step)
  }, [replayed, today])
}
