import { useQuery } from '@tanstack/react-query'
import { useCallback, useDeferredValue, useMemo } from 'react'
import type { Column } from '../../../runtime/contract.ts'
import type { Expression } from '../../../runtime/expression.ts'
import type { Flow } from '../../../runtime/flow.ts'
import type { Suggested } from '../../../server/api/payloads.ts'
import { useDispatch, useFlow } from '../../document/hooks.ts'
import { setConfig, setConfigs } from '../../document/settings.ts'
import { FieldProblems } from '../../problems/FieldProblems.tsx'
import { askSuggest, useCatalogue } from '../../queries.ts'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { say } from '../../words/words.ts'
import { destinationsAfter, type Fields } from '../mapping/fields.ts'
import { MappingEditor } from '../mapping/MappingEditor.tsx'
import { type ControlProps, useArriving, useSettingsStep } from '../step-context.ts'

const none: Fields = {}

/** Which column feeds which field of the event, with suggestions and proof. */
export function Control({ property, value, problems, readOnly }: ControlProps) {
  const { step } = useSettingsStep()
  const { id, document } = useFlow()
  const { data: catalogue } = useCatalogue()
  const { data: suggested, isPending, error, refetch } = useSuggestions(id, document, step.id)
  const arriving = useArriving()
  const bare = useMemo(() => withoutRows(arriving), [arriving])
  const dispatch = useDispatch()
  const fields = (value as Fields | undefined) ?? none
  const wanted = useMemo(() => (catalogue ? destinationsAfter(document, step.id, catalogue) : []), [catalogue, document, step.id])
  const setField = useCallback(
    (concept: string, expression: Expression | undefined, label: string) =>
      dispatch(setConfig(step.id, [property.name, concept], expression, label)),
    [dispatch, step.id, property.name],
  )
  if (!catalogue) return null
  const general = problems.filter(p => p.field === property.name)
  const takeAll = (next: Fields, taken: number) =>
    dispatch(
      setConfigs(
        step.id,
        [{ path: [property.name], value: next }],
        say('accept {taken} suggestions', { taken }),
        say('{taken} suggestions accepted.', { taken }),
      ),
    )
  return (
    <>
      <MappingEditor
        fields={fields}
        catalogue={catalogue}
        wanted={wanted}
        suggested={suggested ?? bare}
        waiting={isPending}
        unreadable={error && <ErrorNote error={error} onRetry={() => void refetch()} />}
        problems={problems}
        setField={setField}
        setAll={takeAll}
        readOnly={readOnly}
      />
      <FieldProblems problems={general} />
    </>
  )
}

/** Columns are known before any row has been read. */
const withoutRows = (columns: readonly Column[]): Suggested => ({
  suggestions: [],
  columns: columns.map(column => ({ ...column, samples: [], filled: 1, hashed: false })),
  rows: 0,
})

/**
 * Suggestions depend on what arrives here, and their proof on how the flow reads dates and numbers: they are asked again when a
 * step before or after this one changes, or the order of a date here, and no sooner.
 */
function useSuggestions(flow: string, document: Flow, node: string) {
  const latest = useDeferredValue(document)
  const arriving = useMemo(() => JSON.stringify(before(latest, node)), [latest, node])
  return useQuery({
    queryKey: ['suggest', flow, node, arriving],
    queryFn: ({ signal }) => askSuggest(flow, { document, node }, signal),
    placeholderData: previous => previous,
    staleTime: 60_000,
    retry: false,
  })
}

function before(flow: Flow, node: string) {
  const chain: unknown[] = []
  const seen = new Set<string>()
  for (let id: string | undefined = node; id !== undefined && !seen.has(id); ) {
    seen.add(id)
    const edge = flow.edges.find(e => e.to === id)
    const parent = flow.nodes.find(n => n.id === edge?.from)
    chain.push([parent?.kind, parent?.config, edge?.port])
    id = edge?.from
  }
  return [chain, flow.edges.filter(e => e.from === node), after(flow, node)]
}

function after(flow: Flow, node: string) {
  const reached = new Set([node])
  for (const id of reached) for (const edge of flow.edges) if (edge.from === id) reached.add(edge.to)
  const fields = (flow.nodes.find(n => n.id === node)?.config.fields ?? {}) as Fields
  return [
    flow.nodes.filter(n => n.id !== node && reached.has(n.id)).map(n => n.config),
    Object.entries(fields).flatMap(([id, field]) => (field && 'unit' in field ? [[id, field]] : [])),
  ]
}
