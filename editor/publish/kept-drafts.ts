/** Drafts that made way for another state of the flow, kept on this device: nothing a person drew is gone at one press. */
import type { Flow } from '../../runtime/flow.ts'

export interface KeptDraft {
  at: string
  /** "before version 3 was taken": completes "The draft …". */
  why: string
  document: Flow
}
const KEPT_MAX = 5
const nameOf = (flow: string) => `tributary.kept.${flow}`

/** The latest first. */
export function keptDrafts(flow: string, drawer: Pick<Storage, 'getItem'> = localStorage): readonly KeptDraft[] {
  try {
    const found: unknown = JSON.parse(drawer.getItem(nameOf(flow)) ?? '[]')
    return Array.isArray(found) ? found.filter(isKept) : []
  } catch {
    return []
  }
}
/** An empty draft, or one that was kept just before, is not worth keeping. */
export function keepDraft(flow: string, draft: KeptDraft, drawer: Pick<Storage, 'getItem' | 'setItem'> = localStorage): void {
  const before = keptDrafts(flow, drawer)
  if (!draft.document.nodes.length || JSON.stringify(before[0]?.document) === JSON.stringify(draft.document)) return
  try {
    drawer.setItem(nameOf(flow), JSON.stringify([draft, ...before].slice(0, KEPT_MAX)))
  } catch {
    // A full drawer: undo still brings it back.
  }
}
const isKept = (found: unknown): found is KeptDraft => {
  const kept = found as Partial<KeptDraft> | null
  return typeof kept?.at === 'string' && typeof kept.why === 'string' && Array.isArray(kept.document?.nodes)
}
