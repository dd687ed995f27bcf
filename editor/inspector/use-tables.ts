import { useQuery } from '@tanstack/react-query'
import type { Column } from '../../runtime/contract.ts'
import type { KindInfo } from '../../server/api/catalogue.ts'
import { useFlow } from '../document/hooks.ts'
import { useShape } from '../problems/use-check.ts'
import { askTables, type TableInfo, useCatalogue, useTables } from '../queries.ts'
import { sourceOf, useSettingsStep } from './step-context.ts'

/** Tables of the source that this step's rows come from: asked of its connection, else of the source itself, else what its kind is known to hold. */
export function useParentTables(): { tables: readonly TableInfo[]; pending: boolean; error: unknown; again(): void } {
  const { step } = useSettingsStep()
  const { id, document } = useFlow()
  const { data: catalogue } = useCatalogue()
  const source = sourceOf(document, step.id)
  const connection = source?.config.connection
  const saved = useTables(typeof connection === 'string' ? connection : undefined)
  const kind = catalogue?.kinds.find(k => k.id === source?.kind)
  const itself = useQuery({
    queryKey: ['tables of', id, source?.kind, JSON.stringify(source?.config)],
    queryFn: ({ signal }) => askTables(id, { document, node: step.id }, signal),
    enabled: kind !== undefined && kind.connection === null,
    staleTime: 60_000,
    retry: false,
  })
  const tables = saved.data ?? itself.data ?? presetTables(kind)
  const asked = kind?.connection === null ? itself : saved
  return { tables, pending: saved.isFetching || itself.isFetching, error: asked.error, again: () => void asked.refetch() }
}

const presetTables = (kind: KindInfo | undefined): TableInfo[] =>
  (kind?.presets ?? []).flatMap(preset => (preset.model ? [{ name: preset.model.table }] : []))

/** Columns of the table that the shown model names, known even before the model is complete. */
export function useTableColumns(): readonly Column[] {
  const { step } = useSettingsStep()
  const { tables } = useParentTables()
  const shape = useShape(step.id)
  return shape.length > 0 ? shape : (tables.find(table => table.name === step.config.table)?.columns ?? [])
}

/** Columns of the second table that a lookup names; none until they are known. */
export function useSecondTable(): readonly Column[] {
  const { step } = useSettingsStep()
  const { tables } = useParentTables()
  const named = String(step.config.table ?? '')
  const found = tables.find(table => table.name === named) ?? tables.find(table => table.name.toLowerCase() === named.toLowerCase())
  return found?.columns ?? none
}
const none: readonly Column[] = []
