import { applyPatches, enablePatches, type Patch, produceWithPatches } from 'immer'
import type { Flow } from '../../runtime/flow.ts'
import type { Edit } from './edit.ts'

enablePatches()

const STEPS_MAX = 200
const SAME_FIELD_MS = 1_000

interface Entry {
  label: string
  same: string | undefined
  at: number
  forth: Patch[]
  back: Patch[]
}
/** What was done and can be undone, and what was undone and can be done again. */
export interface History {
  past: readonly Entry[]
  future: readonly Entry[]
}
export const noHistory: History = { past: [], future: [] }

export interface Changed {
  flow: Flow
  history: History
  label: string
  /** It went on with the last step of history. */
  coalesced?: boolean
}

/** Does an edit. `undefined` when it changes nothing, so that nothing is saved or undoable. */
export function perform(flow: Flow, history: History, edit: Edit, now: number): Changed | undefined {
  const [next, forth, back] = produceWithPatches(flow, draft => {
    edit.change(draft as Flow)
  })
  if (!forth.length) return
  const entry: Entry = { label: edit.label, same: edit.same, at: now, forth, back }
  const last = history.past.at(-1)
  const coalesces = last && entry.same !== undefined && last.same === entry.same && now - last.at <= SAME_FIELD_MS && !history.future.length
  const past = coalesces
    ? [...history.past.slice(0, -1), { ...entry, forth: [...last.forth, ...forth], back: [...back, ...last.back] }]
    : [...history.past, entry].slice(-STEPS_MAX)
  return { flow: next, history: { past, future: [] }, label: edit.label, coalesced: Boolean(coalesces) }
}

export function undo(flow: Flow, { past, future }: History): Changed | undefined {
  const entry = past.at(-1)
  if (!entry) return
  const next = applyPatches(flow, entry.back)
  return {
    flow: next,
    history: { past: past.slice(0, -1), future: [...future, entry] },
    label: entry.label,
  }
}

export function redo(flow: Flow, { past, future }: History): Changed | undefined {
  const entry = future.at(-1)
  if (!entry) return
  const next = applyPatches(flow, entry.forth)
  // The mark goes: what is typed after a redo is a step of its own.
  return {
    flow: next,
    history: { past: [...past, { ...entry, same: undefined }], future: future.slice(0, -1) },
    label: entry.label,
  }
}
