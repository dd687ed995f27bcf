import { Panel, type ReactFlowState, useReactFlow, useStore } from '@xyflow/react'
import { memo, type PointerEvent, useDeferredValue, useEffect, useRef } from 'react'
import { mapShown, useStage } from '../commands/stage.ts'
import { useDocument } from '../document/hooks.ts'
import { CARD_HEIGHT, CARD_WIDTH } from '../document/places.ts'
import { say } from '../words/words.ts'
import type { DrawnNode } from './drawn.ts'
import styles from './small-map.module.css'

const WIDTH = 150
const HEIGHT = 92
const MARGIN = 5
/** How much wider than it is a flow may be drawn that would else be a thread: hundreds of branches below each other. */
const STRETCH_MAX = 10
const ZOOM_STEP = 1.15

interface Box {
  x: number
  y: number
  width: number
  height: number
}

/**
 * The whole flow, small: press to go there, drag to pan, turn the wheel to zoom. Every card is a piece of one path: as
 * hundreds of elements that each watch the picture they cost more with every key than all else together. It rests while a
 * card is dragged.
 */
export function SmallMap({ nodes }: { nodes: readonly DrawnNode[] }) {
  const steps = useDocument(s => s.flow.nodes.length)
  const shown = useStage(s => mapShown(s.map, steps))
  // After what a person waits for: a card, a letter.
  const calm = useDeferredValue(nodes, none)
  return shown ? <Drawn nodes={calm} /> : null
}

const none: readonly DrawnNode[] = []

const seen = ({ transform: [x, y, zoom], width, height }: ReactFlowState): Box => ({
  x: -x / zoom,
  y: -y / zoom,
  width: width / zoom,
  height: height / zoom,
})
const same = (a: Box, b: Box) => a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height

function Drawn({ nodes }: { nodes: readonly DrawnNode[] }) {
  const view = useStore(seen, same)
  const { setCenter, getZoom, zoomTo } = useReactFlow()
  const svg = useRef<SVGSVGElement>(null)
  const boxes = boxesOf(nodes)
  const all = around([...boxes.map(({ box }) => box), view])
  // Pixels of the flow in one of the map, each way.
  const even = Math.max(all.width / WIDTH, all.height / HEIGHT, 1)
  const scale = { x: Math.max(all.width / WIDTH, even / STRETCH_MAX), y: Math.max(all.height / HEIGHT, even / STRETCH_MAX) }
  if (even === 1 || Math.max(scale.x, scale.y) / Math.min(scale.x, scale.y) < 2) scale.x = scale.y = even
  const [width, height] = [(WIDTH + 2 * MARGIN) * scale.x, (HEIGHT + 2 * MARGIN) * scale.y]
  const [left, top] = [all.x - (width - all.width) / 2, all.y - (height - all.height) / 2]
  const held = useRef<{ x: number; y: number; scale: { x: number; y: number } } | null>(null)
  const middle = { x: view.x + view.width / 2, y: view.y + view.height / 2 }
  useEffect(() => {
    const turned = (event: WheelEvent) => {
      event.preventDefault()
      void zoomTo(getZoom() * (event.deltaY < 0 ? ZOOM_STEP : 1 / ZOOM_STEP))
    }
    const map = svg.current
    map?.addEventListener('wheel', turned, { passive: false })
    return () => map?.removeEventListener('wheel', turned)
  }, [zoomTo, getZoom])
  const press = (event: PointerEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    const to = { x: left + ((event.clientX - box.left) / box.width) * width, y: top + ((event.clientY - box.top) / box.height) * height }
    event.currentTarget.setPointerCapture(event.pointerId)
    // Inside of what is seen a press takes hold; elsewhere it goes there.
    const inside = Math.abs(to.x - middle.x) * 2 <= view.width && Math.abs(to.y - middle.y) * 2 <= view.height
    const from = inside ? middle : to
    held.current = { x: from.x - event.clientX * scale.x, y: from.y - event.clientY * scale.y, scale }
    if (!inside) void setCenter(to.x, to.y, { zoom: getZoom() })
  }
  const drag = ({ clientX, clientY }: PointerEvent) => {
    if (!held.current) return
    const { x, y, scale: by } = held.current
    void setCenter(x + clientX * by.x, y + clientY * by.y, { zoom: getZoom() })
  }
  return (
    <Panel position="bottom-right" className={styles.map!}>
      <svg
        ref={svg}
        role="img"
        aria-label={say('Map of the flow')}
        width={WIDTH}
        height={HEIGHT}
        preserveAspectRatio="none"
        viewBox={`${left} ${top} ${width} ${height}`}
        onPointerDown={press}
        onPointerMove={drag}
        onPointerUp={() => {
          held.current = null
        }}
        onPointerCancel={() => {
          held.current = null
        }}
      >
        <Shapes d={pathOf(boxes, 'frame')} className={styles.frame!} />
        <Shapes d={pathOf(boxes, 'step')} className={styles.step!} />
        <Shapes d={pathOf(boxes, 'note')} className={styles.note!} />
        <path className={styles.mask} fillRule="evenodd" d={`M${left},${top}h${width}v${height}h${-width}z${rectangle(view)}`} />
      </svg>
    </Panel>
  )
}

const Shapes = memo(({ d, className }: { d: string; className: string }) => <path d={d} className={className} />)

interface Shape {
  type: DrawnNode['type']
  box: Box
}
const boxesOf = (nodes: readonly DrawnNode[]): readonly Shape[] =>
  nodes
    .filter(node => !node.hidden)
    .map(({ type, position, measured, width, height }) => ({
      type,
      box: { ...position, width: measured?.width ?? width ?? CARD_WIDTH, height: measured?.height ?? height ?? CARD_HEIGHT },
    }))
const rectangle = ({ x, y, width, height }: Box) => `M${x},${y}h${width}v${height}h${-width}z`
const pathOf = (shapes: readonly Shape[], type: Shape['type']) =>
  shapes.map(shape => (shape.type === type ? rectangle(shape.box) : '')).join('')

function around(boxes: readonly Box[]): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const { x, y, width, height } of boxes) {
    left = Math.min(left, x)
    top = Math.min(top, y)
    right = Math.max(right, x + width)
    bottom = Math.max(bottom, y + height)
  }
  return { x: left, y: top, width: right - left, height: bottom - top }
}
