/** Dragging cards: they come to rest in line with others or on the grid; dropped on a connection they go into it; with Alt a copy is left. */
import type { NodeChange, NodePositionChange } from '@xyflow/react'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { Situation } from '../commands/command.ts'
import { type HelperLine, snapped } from '../document/align.ts'
import { placeSteps } from '../document/edits.ts'
import { copiesAt } from '../document/parts.ts'
import { CARD_HEIGHT, CARD_WIDTH, type Place, placesOf } from '../document/places.ts'
import { fitsInto, insertStep } from '../document/rewire.ts'
import { edgeId } from '../document/store.ts'
import type { DrawnNode } from './drawn.ts'

export interface Dragging {
  /** What the dragged cards are in line with. */
  lines: readonly HelperLine[]
  going: boolean
  /** Brings dragged cards into line: the same changes with other positions. */
  settle(changes: NodeChange<DrawnNode>[], nodes: readonly DrawnNode[]): NodeChange<DrawnNode>[]
  start(event: { altKey: boolean }): void
  stop(event: { clientX: number; clientY: number }, moved: readonly { id: string; type?: string | undefined }[]): void
}

const sizeOf = ({ measured }: DrawnNode) => ({ width: measured?.width ?? CARD_WIDTH, height: measured?.height ?? CARD_HEIGHT })
const isDrag = (change: NodeChange<DrawnNode>): change is NodePositionChange & { position: Place } =>
  change.type === 'position' && change.position !== undefined

export function useDragging(at: Situation): Dragging {
  const [lines, setLines] = useState<readonly HelperLine[]>([])
  const [going, setGoing] = useState(false)
  const alt = useAltKey()
  const held = useRef<Record<string, Place>>({})
  const copying = useRef(false)
  const acts = useMemo(
    () => ({
      settle(changes: NodeChange<DrawnNode>[], nodes: readonly DrawnNode[]): NodeChange<DrawnNode>[] {
        const drags = changes.filter(isDrag)
        const byId = new Map(nodes.map(n => [n.id, n]))
        const first = drags.find(d => byId.get(d.id)?.type !== 'frame') ?? drags[0]
        const card = first && byId.get(first.id)
        if (!first || !card) return changes
        const dragged = new Set(drags.map(d => d.id))
        const others = nodes
          .filter(n => !dragged.has(n.id) && n.type === 'step' && !n.hidden && n.measured)
          .map(n => ({ ...n.position, ...sizeOf(n) }))
        const rest = alt.current ? { at: first.position, lines: [] } : snapped({ ...first.position, ...sizeOf(card) }, others)
        const by = { x: rest.at.x - first.position.x, y: rest.at.y - first.position.y }
        setLines(first.dragging ? rest.lines : [])
        return changes.map(change => {
          if (!isDrag(change)) return change
          const position = { x: change.position.x + by.x, y: change.position.y + by.y }
          held.current[change.id] = position
          return { ...change, position }
        })
      },
      start(event: { altKey: boolean }) {
        held.current = {}
        copying.current = event.altKey
        setGoing(true)
      },
      stop(event: { clientX: number; clientY: number }, moved: readonly { id: string; type?: string | undefined }[]) {
        setGoing(false)
        setLines([])
        drop(
          at,
          moved.filter(n => n.type !== 'frame').map(n => n.id),
          held.current,
          copying.current,
          event,
        )
      },
    }),
    [at, alt],
  )
  return useMemo(() => ({ lines, going, ...acts }), [lines, going, acts])
}

/** Writes where cards were left into the flow, as one act. */
function drop(
  { store, kinds }: Situation,
  ids: readonly string[],
  places: Readonly<Record<string, Place>>,
  copy: boolean,
  { clientX, clientY }: { clientX: number; clientY: number },
): void {
  const { flow, dispatch } = store.getState()
  const [id] = ids
  const to = id === undefined ? undefined : places[id]
  if (id === undefined || !to) return
  const from = placesOf(flow)[id] ?? to
  const by = { x: to.x - from.x, y: to.y - from.y }
  const edge = ids.length === 1 ? edgeUnder(clientX, clientY) : undefined
  const into = flow.edges.find(e => edgeId(e) === edge)
  const known = Object.fromEntries(ids.flatMap(i => (places[i] ? [[i, places[i]]] : [])))
  if (copy) dispatch(copiesAt(flow, kinds, ids, by))
  else if (into && fitsInto(flow, kinds, id, into)) dispatch(insertStep(flow, kinds, id, into, to))
  else dispatch(placeSteps(flow, kinds, known))
}

/** The connection at a point of the screen, also under a card. */
export const edgeUnder = (x: number, y: number): string | undefined =>
  document
    .elementsFromPoint(x, y)
    .map(found => found.closest<SVGElement>('.react-flow__edge')?.dataset.id)
    .find(Boolean)

function useAltKey(): { current: boolean } {
  const held = useRef(false)
  useEffect(() => {
    const see = (event: PointerEvent | KeyboardEvent) => {
      held.current = event.altKey
    }
    window.addEventListener('pointermove', see, { capture: true, passive: true })
    window.addEventListener('keydown', see, true)
    window.addEventListener('keyup', see, true)
    return () => {
      window.removeEventListener('pointermove', see, true)
      window.removeEventListener('keydown', see, true)
      window.removeEventListener('keyup', see, true)
    }
  }, [])
  return held
}
