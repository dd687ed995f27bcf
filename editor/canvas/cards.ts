import { applyNodeChanges, type NodeChange, useReactFlow, useStoreApi } from '@xyflow/react'
import { type FocusEvent, useEffect, useMemo, useState } from 'react'
import { useSituation } from '../commands/situation.ts'
import { holderOf, overlaid, useStage } from '../commands/stage.ts'
import { useDocument } from '../document/hooks.ts'
import { columnsFor, columnsWithin, laidOut, placesOf, showColumns } from '../document/places.ts'
import { useCheck } from '../problems/use-check.ts'
import { useCounts } from './counts.ts'
import { type Dragging, useDragging } from './dragging.ts'
import { type Drawing, type DrawnNode, drawnNodes } from './drawn.ts'
import { acrossOf, firstView, roomOf } from './room.ts'
import { useStates } from './states.ts'

export interface Cards {
  nodes: DrawnNode[]
  change(changes: NodeChange<DrawnNode>[]): void
  watchFocus(event: FocusEvent): void
  dragging: Dragging
}

/** Cards follow the document, except while one is dragged: then React Flow knows best. */
export function useCards(root: { current: HTMLDivElement | null }): Cards {
  const at = useSituation()
  const { store, kinds } = at
  const dragging = useDragging(at)
  const flow = useDocument(s => s.flow)
  const selected = useDocument(s => s.selected)
  const renaming = useStage(s => s.renaming)
  const sentences = useCheck(s => s.nodes)
  const states = useStates()
  const counts = useCounts()
  const folded = useStage(s => s.folded)
  const notesHidden = useStage(s => s.notesHidden)
  const compare = useStage(s => s.compare?.document ?? null)
  const [focused, setFocused] = useState<string>()
  const [nodes, setNodes] = useState<DrawnNode[]>([])
  const [drawn, setDrawn] = useState<Drawing>()
  /** Chosen when a flow is opened and then kept: a card stays where it is when a panel beside it grows. */
  const [folding, setFolding] = useState<number | null>(null)
  const [shown, setShown] = useState(false)
  const { setViewport } = useReactFlow()
  const picture = useStoreApi()
  const there = (id: string | undefined) =>
    id !== undefined && (flow.nodes.some(n => n.id === id) || flow.notes?.some(n => n.id === id)) ? id : undefined
  const active = there(focused) ?? there(selected.at(-1)) ?? flow.nodes[0]?.id

  const placed = laidOut(flow) || flow.nodes.length === 0
  useEffect(() => {
    // As wide as the library found the picture: to ask the page would lay it out anew in the middle of every edit.
    const across = () => columnsWithin(acrossOf(picture.getState().width, root.current))
    const columns = placed ? across() : (folding ?? columnsFor(flow, roomOf(root.current)))
    showColumns(columns)
    setFolding(placed ? null : columns)
    // Before the first card is drawn: measured afterwards, the whole picture would jump.
    if (shown || !flow.nodes.length) return
    setShown(true)
    void setViewport(firstView(placesOf(flow, columns), flow.nodes[0]!.id, roomOf(root.current)))
  }, [root, picture, setViewport, flow, placed, folding, shown])

  const drawing = useMemo(
    (): Drawing => ({ flow, kinds, states, sentences, selected, active, renaming, columns: folding, counts, folded, notesHidden, compare }),
    [flow, kinds, states, sentences, selected, active, renaming, folding, counts, folded, notesHidden, compare],
  )
  // While the picture is drawn, not after it: an edit is then drawn once, and its cards are never behind its connections.
  if (drawn !== drawing && (placed || folding !== null) && (shown || !flow.nodes.length)) {
    setDrawn(drawing)
    setNodes(before => drawnNodes(drawing, before))
  }

  const change = (changes: NodeChange<DrawnNode>[]) => {
    const picks = changes.filter(c => c.type === 'select')
    if (picks.length) {
      const chosen = new Set(store.getState().selected)
      for (const pick of picks) {
        // A frame is chosen through its steps.
        if (flow.frames?.some(f => f.id === pick.id)) continue
        chosen.delete(pick.id)
        if (pick.selected) chosen.add(pick.id)
      }
      store.getState().select([...chosen])
    }
    const wanted = dragging.settle(
      changes.filter(c => c.type !== 'remove'),
      nodes,
    )
    setNodes(before => applyNodeChanges(wanted, before))
  }
  const watchFocus = (event: FocusEvent) => {
    const { id, holds } = (event.target as Element).closest<HTMLElement>('.react-flow__node')?.dataset ?? {}
    if (id !== undefined) setFocused(holds?.split(' ')[0] ?? id)
  }
  return { nodes, change, watchFocus, dragging }
}

/** Frames that a card must keep the focus before it counts as there: while it is measured it can lose it again. */
const SETTLED_FRAMES = 10
const TRIES_MAX = 180

/** Puts the keyboard on a card when a command asked for it, as soon as the card is drawn; until it stays, keys are meant for it. */
export function useFocusRequests(): void {
  const request = useStage(s => s.focus)
  useEffect(() => {
    if (!request || request.list) return
    let tries = 0
    // Where it was drawn already it has the keyboard since it was asked for.
    let held = document.activeElement === holderOf(request.id, false) ? 1 : 0
    let frame = 0
    const attempt = () => {
      const active = document.activeElement
      const card = holderOf(request.id, false)
      const left = useStage.getState().arriving === null
      // Whoever types fast has opened a menu meanwhile, or gone elsewhere: the keyboard is not taken back from there.
      // A frame that was just opened still has it, in place of its step.
      const stoodIn = active?.matches('.react-flow__node-frame') ?? false
      const elsewhere = left || overlaid() || (active !== null && active !== document.body && active !== card && !stoodIn && held > 0)
      if (card && active !== card && !elsewhere) card.focus({ preventScroll: true })
      held = card && document.activeElement === card ? held + 1 : held
      if (elsewhere || held >= SETTLED_FRAMES || tries++ > TRIES_MAX) useStage.setState(s => (s.focus === request ? { arriving: null } : s))
      else frame = requestAnimationFrame(attempt)
    }
    frame = requestAnimationFrame(attempt)
    return () => cancelAnimationFrame(frame)
  }, [request])
}
