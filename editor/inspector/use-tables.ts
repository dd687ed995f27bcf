import type { Column } from '../../runtime/contract.ts'
import type { KindInfo } from '../../server/api/payloads.ts'
import { useFlow } from '../document/hooks.ts'
import { useShape } from '../problems/use-check.ts'
import { type TableInfo, useCatalogue, useTables } from '../queries.ts'
import { parentOf, useSettingsStep } from './step-context.ts'

/** Tables of the source that a model reads from: asked of its connection, else what its kind is known to hold. */
export function useParentTables(): { tables: readonly TableInfo[]; pending: boolean; problem: string | null } {
  const { step } = useSettingsStep()
  const { document } = useFlow()
  const { data: catalogue } = useCatalogue()
  const source = parentOf(document, step.id)
  const connection = source?.config.connection
  const asked = useTables(typeof connection === 'string' ? connection : undefined)
  const kind = catalogue?.kinds.find(k => k.id === source?.kind)
  const tables = asked.data ?? presetTables(kind)
  return { tables, pending: asked.isFetching, problem: asked.error?.message ?? null }
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
