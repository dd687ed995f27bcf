import { applyNodeChanges, type NodeChange } from '@xyflow/react'
import { type FocusEvent, useEffect, useState } from 'react'
import { useSituation } from '../commands/situation.ts'
import { drawnStep, useStage } from '../commands/stage.ts'
import { useDocument } from '../document/hooks.ts'
import { useCheck } from '../problems/use-check.ts'
import { useCounts } from './counts.ts'
import { drawnNodes } from './drawn.ts'
import { useStates } from './states.ts'
import type { StepNode } from './step-card.tsx'
import { columnsIn } from './view.ts'

/** Cards follow the document, except while one is dragged: then React Flow knows best. */
export function useCards(root: { current: HTMLDivElement | null }) {
  const { store, kinds } = useSituation()
  const flow = useDocument(s => s.flow)
  const selected = useDocument(s => s.selected)
  const renaming = useStage(s => s.renaming)
  const sentences = useCheck(s => s.nodes)
  const states = useStates()
  const counts = useCounts()
  const [focused, setFocused] = useState<string>()
  const [nodes, setNodes] = useState<StepNode[]>([])
  const there = (id: string | undefined) => (id !== undefined && flow.nodes.some(n => n.id === id) ? id : undefined)
  const active = there(focused) ?? there(selected.at(-1)) ?? flow.nodes[0]?.id

  useEffect(() => {
    const columns = columnsIn(root.current)
    setNodes(before => drawnNodes({ flow, kinds, states, sentences, selected, active, renaming, columns, counts }, before))
  }, [root, flow, kinds, states, sentences, selected, active, renaming, counts])

  const change = (changes: NodeChange<StepNode>[]) => {
    const picks = changes.filter(c => c.type === 'select')
    if (picks.length) {
      const chosen = new Set(store.getState().selected)
      for (const pick of picks) {
        chosen.delete(pick.id)
        if (pick.selected) chosen.add(pick.id)
      }
      store.getState().select([...chosen])
    }
    setNodes(before =>
      applyNodeChanges(
        changes.filter(c => c.type !== 'remove'),
        before,
      ),
    )
  }
  const watchFocus = (event: FocusEvent) => {
    const id = (event.target as Element).closest<HTMLElement>('.react-flow__node')?.dataset.id
    if (id !== undefined) setFocused(id)
  }
  return { nodes, change, watchFocus }
}

/** Puts the keyboard on a card when a command asked for it, as soon as the card is drawn. */
export function useFocusRequests(): void {
  const request = useStage(s => s.focus)
  useEffect(() => {
    if (!request || request.list) return
    let tries = 0
    let frame = 0
    const attempt = () => {
      const card = drawnStep(request.id, false)
      card?.focus({ preventScroll: true })
      if (card || tries++ > 30) useStage.setState({ arriving: null })
      else frame = requestAnimationFrame(attempt)
    }
    frame = requestAnimationFrame(attempt)
    return () => cancelAnimationFrame(frame)
  }, [request])
}
