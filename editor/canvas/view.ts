import { type FitViewOptions, getViewportForBounds, useReactFlow, useStore, useStoreApi } from '@xyflow/react'
import { useEffect, useLayoutEffect, useRef } from 'react'
import { useStage } from '../commands/stage.ts'
import { CARD_HEIGHT, CARD_WIDTH, columnsFor, LARGE, type Place } from '../document/places.ts'
import type { DocumentStore } from '../document/store.ts'
import { CLEAR, FIT, roomOf } from './room.ts'

const FAR = 0.45

const motion = () => (document.documentElement.dataset.motion === 'off' || matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 180)

/** Lets commands move the view, and tells the cards how far away they are. */
export function useView(root: { current: HTMLDivElement | null }): void {
  const { fitView, zoomTo, getViewport, setViewport, screenToFlowPosition, flowToScreenPosition, getNode, getNodesBounds, setCenter } =
    useReactFlow()
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
      // On a tablet the settings lie over the picture, beside the step they are about.
      const sheet = document.querySelector('[role="dialog"] [data-region="settings"]')?.getBoundingClientRect()
      const end = sheet && sheet.left > left + CARD_WIDTH ? Math.min(right, sheet.left) : right
      return { left, top, right: end, bottom, width: end - left, height: bottom - top }
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
    const centre = (node: Place) =>
      void setCenter(node.x + CARD_WIDTH / 2, node.y + CARD_HEIGHT / 2, { zoom: getViewport().zoom, duration: motion() })
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
      const from = flowToScreenPosition(node.position)
      const to = flowToScreenPosition({ x: node.position.x + CARD_WIDTH + 60, y: node.position.y + CARD_HEIGHT })
      if (from.x >= left + 16 && to.x <= right - 8 && from.y >= top + 48 && to.y <= bottom - 72) return
      if (near) {
        // No further than it takes.
        const now = getViewport()
        const off = (low: number, high: number, start: number, end: number) =>
          start < low ? low - start : end > high ? Math.max(high - end, low - start) : 0
        const by = { x: off(left + 24, right - 16, from.x, to.x), y: off(top + 64, bottom - 84, from.y, to.y) }
        return void setViewport({ ...now, x: now.x + by.x, y: now.y + by.y }, { duration: motion() })
      }
      void show({ ...FIT, minZoom: 0.6, duration: motion() }).then(() => {
        const seen = flowToScreenPosition(node.position)
        if (seen.x < left || seen.x > right - 100 || seen.y < top || seen.y > bottom - 100) centre(node.position)
      })
    }
    useStage.setState({
      view: {
        fit: nodes => void show({ ...FIT, duration: motion(), ...(nodes?.length && { nodes: nodes.map(id => ({ id })) }) }),
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
  }, [
    root,
    drawn,
    fitView,
    zoomTo,
    getViewport,
    setViewport,
    screenToFlowPosition,
    flowToScreenPosition,
    getNode,
    getNodesBounds,
    setCenter,
  ])
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
