import type { Flow, FlowNode } from '../../runtime/flow.ts'

/** One thing a person did to the flow: the only way in which the document changes. */
export interface Edit {
  /** Completes "Undo: …": "move 3 steps". */
  label: string
  /** Said to screen readers when done: "Added Filter: Paid orders." */
  announce?: string
  /** Edits with the same mark within a second are one step of history: typing in one field. */
  same?: string
  /** The document that an act made, where this is the rest of it: one step of history, if nothing came between. */
  completes?: Flow
  /** Steps to select afterwards. */
  select?: readonly string[]
  /** Changes the given draft in place (immer). */
  change(flow: Flow): void
}

/** The step of this id in a flow or a draft of one. */
export const nodeOf = (flow: Flow, id: string): FlowNode | undefined => flow.nodes.find(n => n.id === id)
