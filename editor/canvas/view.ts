import { type FitViewOptions, getViewportForBounds, useReactFlow, useStore, useStoreApi } from '@xyflow/react'
import { useEffect, useLayoutEffect, useRef } from 'react'
import { useStage } from '../commands/stage.ts'
import { CARD_HEIGHT, CARD_WIDTH, columnsFor, LARGE, type Place, READABLE } from '../document/places.ts'
import type { DocumentStore } from '../document/store.ts'
import { CLEAR, clearBelow, fitOf, roomOf } from './room.ts'

const FAR = 0.45
/** The plus beside a card has room for a finger at any zoom. */
const PLUS_LEAST = matchMedia('(pointer: coarse)').matches ? 70 : 48
const withPlus = (zoom: number) => CARD_WIDTH * zoom + Math.max(60 * zoom, PLUS_LEAST)

const motion = () => (document.documentElement.dataset.motion === 'off' || matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 180)

/** Lets commands move the view, and tells the cards how far away they are. */
export function useView(root: { current: HTMLDivElement | null }): void {
  const { fitView, zoomTo, getViewport, setViewport, screenToFlowPosition, flowToScreenPosition, getNode, getNodesBounds } = useReactFlow()
  const drawn = useStoreApi()
  // By the picture itself, not by its changes: one that opens smaller than drawn has had none that anybody heard.
  useLayoutEffect(() => {
    let seen = 0
    const look = ([, , zoom]: readonly [number, number, number]) => {
      if (zoom === seen) return
      seen = zoom
      root.current?.style.setProperty('--counter', String(Math.max(1, 1 / zoom)))
      if (useStage.getState().far !== zoom < FAR) useStage.setState({ far: zoom < FAR })
    }
    look(drawn.getState().transform)
    return drawn.subscribe(state => look(state.transform))
  }, [drawn, root])
  useEffect(() => {
    const box = () => {
      const { left, top, right, bottom } = root.current?.getBoundingClientRect() ?? new DOMRect(0, 0, 1_020, 700)
      return { left, top, right, bottom, width: right - left, height: bottom - top }
    }
    let at: Place | undefined
    const canvas = root.current
    const follow = ({ clientX, clientY }: PointerEvent) => {
      at = { x: clientX, y: clientY }
    }
    const lost = () => {
      at = undefined
    }
    canvas?.addEventListener('pointermove', follow, { passive: true })
    canvas?.addEventListener('pointerleave', lost)
    const inside = ({ x, y }: Place) => {
      const { left, right, top, bottom } = box()
      return x >= left && x <= right && y >= top && y <= bottom
    }
    /**
     * The drawing library waits until every card has been measured, which of a large flow is never so. What is larger than the
     * picture is shown from its beginning.
     */
    const show = async (options: FitViewOptions): Promise<unknown> => {
      const { nodes, width, height } = drawn.getState()
      if (nodes.length <= LARGE) return fitView(options)
      const asked = options.nodes && new Set(options.nodes.map(n => n.id))
      const all = getNodesBounds(nodes.filter(n => !n.hidden && (!asked || asked.has(n.id))).map(n => n.id))
      const { x, y, zoom } = getViewportForBounds(all, width, height, options.minZoom!, options.maxZoom!, options.padding!)
      const room = roomOf(root.current)
      return setViewport(
        {
          zoom,
          x: all.width * zoom > room.width + 1 ? CLEAR.left - all.x * zoom : x,
          y: all.height * zoom > room.height + 1 ? CLEAR.top - all.y * zoom : y,
        },
        { duration: options.duration! },
      )
    }
    const reveal = (id: string, near: boolean) => {
      const node = getNode(id)
      if (!node) return
      const { left, top, right, bottom } = box()
      const clear = clearBelow(root.current)
      const inSight = () => {
        const { zoom } = getViewport()
        const { x, y } = flowToScreenPosition(node.position)
        return x >= left + 16 && x + withPlus(zoom) <= right - 8 && y >= top + 48 && y + CARD_HEIGHT * zoom <= bottom - clear + 12
      }
      if (inSight()) return
      // No further than it takes, and smaller only where it would not go in.
      const bringIn = () => {
        const now = getViewport()
        const from = flowToScreenPosition(node.position)
        const zoom = Math.min(now.zoom, Math.max(READABLE, (right - left - 40 - PLUS_LEAST) / CARD_WIDTH))
        const [width, height] = [withPlus(zoom), CARD_HEIGHT * zoom]
        const into = (low: number, high: number, start: number, size: number) => Math.max(low, Math.min(start, high - size))
        const x = into(left + 24, right - 16, from.x, width) - left - node.position.x * zoom
        const y = into(top + 64, bottom - clear, from.y, height) - top - node.position.y * zoom
        void setViewport({ x, y, zoom }, { duration: motion() })
      }
      if (near) return bringIn()
      void show({ ...fitOf(root.current), minZoom: 0.6, duration: motion() }).then(() => inSight() || bringIn())
    }
    useStage.setState({
      view: {
        fit: nodes => void show({ ...fitOf(root.current), duration: motion(), ...(nodes?.length && { nodes: nodes.map(id => ({ id })) }) }),
        zoomTo: level => void zoomTo(level, { duration: motion() }),
        zoomBy: factor => void zoomTo(getViewport().zoom * factor, { duration: motion() }),
        pan: ({ x, y }) => {
          const now = getViewport()
          void setViewport({ ...now, x: now.x + x, y: now.y + y }, { duration: motion() })
        },
        // One frame later a new card has been measured.
        reveal: (id, near = false) => void requestAnimationFrame(() => requestAnimationFrame(() => reveal(id, near))),
        middle: () => {
          const { left, top, width, height } = box()
          return screenToFlowPosition({ x: left + width / 2, y: top + height / 2 })
        },
        toFlow: spot => (inside(spot) ? screenToFlowPosition(spot) : undefined),
        pointer: () => (at && inside(at) ? screenToFlowPosition(at) : undefined),
        columns: flow => columnsFor(flow, roomOf(root.current)),
      },
    })
    return () => {
      canvas?.removeEventListener('pointermove', follow)
      canvas?.removeEventListener('pointerleave', lost)
      useStage.setState({ view: null })
    }
  }, [root, drawn, fitView, zoomTo, getViewport, setViewport, screenToFlowPosition, flowToScreenPosition, getNode, getNodesBounds])
}

/** A link to a step means that step: the picture goes there, once the cards have their places. */
export function useLinkedStep(store: DocumentStore): void {
  // Not when all are measured: of a large flow only those in sight ever are.
  const ready = useStore(s => s.nodes.length > 0 && s.width > 0)
  const done = useRef(false)
  useEffect(() => {
    if (!ready || done.current) return
    done.current = true
    const step = store.getState().selected.at(-1)
    if (step !== undefined) useStage.getState().view?.reveal(step, true)
  }, [ready, store])
}
