import { type NodeChange, useReactFlow } from '@xyflow/react'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useSituation } from '../commands/situation.ts'
import { useStage } from '../commands/stage.ts'
import type { Place } from '../document/places.ts'
import type { Dragging } from './dragging.ts'
import type { DrawnNode } from './drawn.ts'
import type { Lifted } from './long-press.ts'

/** Whether it is a finger that is at work: one that moves pans, wherever it began. A mouse takes the card along. */
export function useFinger(): boolean {
  const [finger, setFinger] = useState(() => matchMedia('(pointer: coarse)').matches)
  useEffect(() => {
    const see = ({ pointerType }: PointerEvent) => setFinger(pointerType === 'touch')
    const options = { capture: true, passive: true }
    window.addEventListener('pointerdown', see, options)
    window.addEventListener('pointermove', see, options)
    return () => {
      window.removeEventListener('pointerdown', see, options)
      window.removeEventListener('pointermove', see, options)
    }
  }, [])
  return finger
}

/** What a finger takes up after it has rested on a card: what is chosen, which that card then is. */
export function useLifting(change: (changes: NodeChange<DrawnNode>[]) => void, dragging: Dragging): () => Lifted | null {
  const { store } = useSituation()
  const { getNode, getZoom } = useReactFlow<DrawnNode>()
  const latest = useRef({ change, dragging })
  latest.current = { change, dragging }
  return useCallback(() => {
    const { selected, readOnly } = store.getState()
    const cards = selected.flatMap(id => getNode(id) ?? []).map(({ id, type, position }) => ({ id, type, position }))
    if (readOnly || !cards.length || useStage.getState().context?.of !== 'step') return null
    // The menu that the resting finger opened is not what it wanted.
    useStage.setState({ context: null })
    latest.current.dragging.start({ altKey: false })
    let by: Place = { x: 0, y: 0 }
    const draw = (on: boolean) =>
      latest.current.change(
        cards.map(({ id, position }) => ({
          type: 'position',
          id,
          position: { x: position.x + by.x, y: position.y + by.y },
          dragging: on,
        })),
      )
    return {
      move(moved) {
        const zoom = getZoom()
        by = { x: moved.x / zoom, y: moved.y / zoom }
        draw(true)
      },
      end(at) {
        draw(false)
        latest.current.dragging.stop(at, cards)
      },
      cancel() {
        by = { x: 0, y: 0 }
        draw(false)
        latest.current.dragging.stop({ clientX: 0, clientY: 0 }, [])
      },
    }
  }, [store, getNode, getZoom])
}
