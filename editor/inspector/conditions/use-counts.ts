import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Conditions } from '../../../runtime/conditions/tree.ts'
import { useFlow } from '../../document/hooks.ts'
import { askPreview } from '../../queries.ts'
import { useSettingsStep } from '../step-context.ts'
import { useRested } from '../use-rested.ts'
import { type Chain, type Counted, chainTo, countsOf } from './effects.ts'
import type { Finished } from './unfinished.ts'

const ROWS = 200

/** How many sampled rows a filter keeps and what each condition takes away; the old numbers stay while new ones are counted. */
export function useCounts(
  setting: string,
  tree: Conditions,
  finished: Finished['part'],
): {
  chain: Chain | null
  counted: Counted | null
  counting: boolean
} {
  const { step, kind } = useSettingsStep()
  const { id, document } = useFlow()
  const chain = useMemo(
    () => chainTo(document, step, setting, kind.ports[0]?.id, tree, finished),
    [document, step, setting, kind, tree, finished],
  )
  const wanted = chain && JSON.stringify(chain)
  const asked = useRested(wanted)
  const { data, isFetching } = useQuery({
    queryKey: ['effects', id, asked],
    queryFn: async ({ signal }) => {
      const made = JSON.parse(asked!) as Chain
      return countsOf(await askPreview(id, { document: made.document, rows: ROWS }, signal), made)
    },
    enabled: asked !== null,
    placeholderData: before => before,
    staleTime: 60_000,
    retry: false,
  })
  return { chain, counted: data ?? null, counting: isFetching || asked !== wanted }
}
