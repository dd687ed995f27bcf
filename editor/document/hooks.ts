/** How components read the open flow and change it. */
import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import type { Flow, FlowNode } from '../../runtime/flow.ts'
import type { Edit } from './edit.ts'
import type { DocumentStore, OpenFlow } from './store.ts'

/** Provided once by the editor page. */
export const DocumentContext = createContext<DocumentStore | null>(null)

/** The store itself, for event handlers that read the latest state without redrawing. */
export function useDocumentStore(): DocumentStore {
  const store = useContext(DocumentContext)
  if (!store) throw new Error('Only inside an open flow.')
  return store
}
/** A part of the open flow; redraws when that part changes. */
export const useDocument = <T>(pick: (open: OpenFlow) => T): T => useStore(useDocumentStore(), pick)

/** Whether the flow is only looked at. */
export const useReadOnly = (): boolean => useDocument(s => s.readOnly)
/** The whole document, for what must follow every edit: it redraws with every key. Cards use `useStep`. */
export function useFlow(): { id: string; document: Flow; selected: string | null; readOnly: boolean } {
  const id = useDocument(s => s.id)
  const document = useDocument(s => s.flow)
  const selected = useSelected()
  const readOnly = useDocument(s => s.readOnly)
  return { id, document, selected, readOnly }
}
/** Id of the step whose settings are shown: the last one selected. */
export const useSelected = (): string | null => useDocument(s => s.selected.at(-1) ?? null)
export const useStep = (id: string | null | undefined): FlowNode | undefined => useDocument(s => s.flow.nodes.find(n => n.id === id))
/** `dispatch(setConfig(...))`: the one way to change the flow. */
export const useDispatch = (): ((edit: Edit) => void) => useDocument(s => s.dispatch)
/** `select([id])` opens that step's settings; `select([])` shows the flow's. */
export const useSelect = (): ((nodes: readonly string[]) => void) => useDocument(s => s.select)
