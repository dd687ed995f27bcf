import { produce } from 'immer'
import type { Flow } from '../../runtime/flow.ts'
import type { Edit } from './edit.ts'
import { merge } from './merge.ts'

const STEPS_MAX = 200
const SAME_FIELD_MS = 1_000

/** One act: the document before it and after it. What an edit leaves alone is shared, so this costs only the change. */
interface Entry {
  label: string
  same: string | undefined
  at: number
  before: Flow
  after: Flow
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
  const next = produce(flow, draft => {
    edit.change(draft as Flow)
  })
  if (next === flow) return
  const entry: Entry = { label: edit.label, same: edit.same, at: now, before: flow, after: next }
  const last = history.past.at(-1)
  const goesOn = last && !history.future.length && last.after === flow
  if (goesOn && edit.completes === flow) {
    const past = [...history.past.slice(0, -1), { ...last, same: undefined, after: next }]
    return { flow: next, history: { past, future: [] }, label: last.label }
  }
  const coalesces = goesOn && entry.same !== undefined && last.same === entry.same && now - last.at <= SAME_FIELD_MS
  const past = coalesces ? [...history.past.slice(0, -1), { ...entry, before: last.before }] : [...history.past, entry].slice(-STEPS_MAX)
  return { flow: next, history: { past, future: [] }, label: edit.label, coalesced: Boolean(coalesces) }
}

export function undo(flow: Flow, { past, future }: History): Changed | undefined {
  const entry = past.at(-1)
  if (!entry) return
  const next = turned(flow, entry.after, entry.before)
  return {
    flow: next,
    history: { past: past.slice(0, -1), future: [...future, { ...entry, before: next, after: flow }] },
    label: entry.label,
  }
}

export function redo(flow: Flow, { past, future }: History): Changed | undefined {
  const entry = future.at(-1)
  if (!entry) return
  const next = turned(flow, entry.before, entry.after)
  // The mark goes: what is typed after a redo is a step of its own.
  return {
    flow: next,
    history: { past: [...past, { ...entry, same: undefined, before: flow, after: next }], future: future.slice(0, -1) },
    label: entry.label,
  }
}

/** Takes the document from one state to another, past whatever somebody else changed in it meanwhile: that stays. */
function turned(flow: Flow, from: Flow, to: Flow): Flow {
  if (flow === from) return to
  // What somebody took away is not brought back by undoing a change of it.
  return merge(from, to, flow, { choose: clash => (clash.theirs === undefined ? 'theirs' : 'mine') }).flow
}
