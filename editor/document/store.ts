import { freeze } from 'immer'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Flow } from '../../runtime/flow.ts'
import { announce } from '../announce/announce.ts'
import { say } from '../words/words.ts'
import type { Edit } from './edit.ts'
import { type Changed, type History, noHistory, perform, redo, undo } from './history.ts'

/** How far the draft on screen has come to the server. */
export type SaveState =
  | { state: 'saved'; at: string; merged?: boolean }
  | { state: 'pending' }
  | { state: 'saving' }
  /** With what the server, or what stands before it, answered. */
  | { state: 'failed'; error: unknown }

/** One open flow. Selection and save state live beside the document, never in it or in its history. */
export interface OpenFlow {
  id: string
  flow: Flow
  /** The server's revision that `base` is. */
  revision: number
  /** The document as the server last acknowledged it. */
  base: Flow
  history: History
  /** Edits since `base`. */
  unsaved: number
  save: SaveState
  /** When the server last acknowledged anything. */
  savedAt: string
  /** Ids of the selected steps and notes; the last one is shown in the settings. */
  selected: readonly string[]
  /** `edgeId` of the selected connection. */
  selectedEdge: string | null
  readOnly: boolean
  dispatch(edit: Edit): void
  undo(): void
  redo(): void
  /** What the server now has becomes the document. No step of history: undo takes back what was done here, and leaves what came. */
  takeTheirs(theirs: { document: Flow; revision: number; updatedAt: string }): void
  /** The document as it is after joining it with what came from elsewhere. */
  arrive(state: Pick<OpenFlow, 'flow' | 'base' | 'revision' | 'unsaved' | 'save'>): void
  select(nodes: readonly string[]): void
  selectEdge(edge: string | null): void
}
export type DocumentStore = StoreApi<OpenFlow>

/** Opens a flow as the server gave it. Opening writes nothing. */
export function openDocument(given: {
  id: string
  document: Flow
  revision: number
  updatedAt: string
  readOnly?: boolean
}): DocumentStore {
  freeze(given.document, true)
  return createStore<OpenFlow>()((set, get) => {
    /** What of the selection is still there. */
    const stillSelected = (flow: Flow, select?: readonly string[]): Pick<OpenFlow, 'selected' | 'selectedEdge'> => {
      const there = new Set([...flow.nodes, ...(flow.notes ?? [])].map(n => n.id))
      const { selected, selectedEdge } = get()
      const kept = (select ?? selected).filter(id => there.has(id))
      const edgeThere = selectedEdge !== null && flow.edges.some(e => edgeId(e) === selectedEdge)
      return { selected: same(kept, selected) ? selected : kept, selectedEdge: edgeThere && !select ? selectedEdge : null }
    }
    const take = (changed: Changed | undefined, say: string | undefined, select?: readonly string[]) => {
      if (!changed) return
      const { base, unsaved, save, savedAt } = get()
      // Undone back to what the server has, and nothing is on its way there.
      const settled = changed.flow === base && (save.state === 'pending' || save.state === 'saved')
      set({
        flow: changed.flow,
        history: changed.history,
        unsaved: settled ? 0 : unsaved + 1,
        save: settled ? { state: 'saved', at: savedAt } : { state: 'pending' },
        ...stillSelected(changed.flow, select),
      })
      if (say && !changed.coalesced) announce(say)
    }
    return {
      id: given.id,
      flow: given.document,
      base: given.document,
      revision: given.revision,
      history: noHistory,
      unsaved: 0,
      save: { state: 'saved', at: given.updatedAt },
      savedAt: given.updatedAt,
      selected: [],
      selectedEdge: null,
      readOnly: given.readOnly ?? false,
      dispatch: edit => {
        const { flow, history, readOnly } = get()
        if (!readOnly) take(perform(flow, history, edit, Date.now()), edit.announce, edit.select)
      },
      undo: () => {
        const changed = undo(get().flow, get().history)
        take(changed, changed && say('Undone: {label}.', { label: changed.label }))
      },
      redo: () => {
        const changed = redo(get().flow, get().history)
        take(changed, changed && say('Redone: {label}.', { label: changed.label }))
      },
      takeTheirs: ({ document, revision, updatedAt }) =>
        get().arrive({ flow: document, base: document, revision, unsaved: 0, save: { state: 'saved', at: updatedAt, merged: true } }),
      arrive: state =>
        set({
          ...state,
          flow: freeze(state.flow, true),
          ...(state.save.state === 'saved' && { savedAt: state.save.at }),
          ...stillSelected(state.flow),
        }),
      select: nodes => {
        if (!same(nodes, get().selected) || get().selectedEdge) set({ selected: nodes, selectedEdge: null })
      },
      selectEdge: edge => set({ selectedEdge: edge, ...(edge !== null && { selected: [] }) }),
    }
  })
}

/** A connection's name within a flow: a step has one parent, so both ends name it. */
export const edgeId = (edge: { from: string; to: string }): string => `${edge.from}>${edge.to}`

const same = (a: readonly string[], b: readonly string[]) => a.length === b.length && a.every((id, i) => id === b[i])
