/** A flow as a still picture that fits a page: where its cards stand and how its connections run, in px before `scale`. */
import type { Flow } from '../../../runtime/flow.ts'
import { threadPath } from '../../canvas/thread-path.ts'
import { type Kinds, portOf, portsOf } from '../../document/graph.ts'
import { arrange, CARD_HEIGHT, CARD_WIDTH, laidOut, type Place, type Places, placesOf, READABLE } from '../../document/places.ts'

export interface Thread {
  from: string
  to: string
  /** Of the rows that a filter leaves out. */
  second: boolean
  path: string
  mid: Place
}
export interface Picture {
  places: Places
  threads: readonly Thread[]
  width: number
  height: number
  /** At most 1, never so small that a card cannot be read: what is then too wide is scrolled. */
  scale: number
}
/** What a connection needs beside the cards to turn into the next row, and rows that left below the last one. */
const AROUND = { side: 58, top: 14, bottom: 52 }
/** Where threads leave and arrive, from the top of a card. */
const PORT = 33
const SECOND_PORT = CARD_HEIGHT - 16
/** Higher than this it is drawn smaller, as long as it can be read: what it explains stands below it. */
const TALL = 480

/** Where the person put the steps, as long as that can be read at this width; else folded into rows, as text is. */
export function pictureOf(flow: Flow, kinds: Kinds, width: number): Picture {
  const own = laidOut(flow) ? boxed(placesOf(flow)) : undefined
  const box = own && width / own.width >= READABLE ? own : folded(flow, width)
  return {
    ...box,
    threads: flow.edges.flatMap(edge => thread(flow, kinds, box.places, edge)),
    scale: scaleOf(box, width),
  }
}

type Box = Pick<Picture, 'places' | 'width' | 'height'>

const scaleOf = (box: Box, width: number): number =>
  Math.min(1, width / box.width < READABLE ? READABLE : Math.min(width / box.width, Math.max(READABLE, TALL / box.height)))

/** In as many columns as leave the picture lowest and can be read. */
function folded(flow: Flow, width: number): Box {
  let best = boxed(arrange(flow, 2))
  for (let columns = 3; columns <= flow.nodes.length; columns++) {
    const next = boxed(arrange(flow, columns))
    if (width / next.width < READABLE) break
    if (next.height * scaleOf(next, width) < best.height * scaleOf(best, width)) best = next
  }
  return best
}

/** Moved so that nothing stands left of or above the picture. */
function boxed(places: Places): Box {
  const all = Object.values(places)
  const [left, top] = [Math.min(...all.map(p => p.x)), Math.min(...all.map(p => p.y))]
  const moved: Record<string, Place> = Object.create(null)
  for (const [id, { x, y }] of Object.entries(places)) moved[id] = { x: x - left + AROUND.side, y: y - top + AROUND.top }
  return {
    places: moved,
    width: Math.max(...all.map(p => p.x)) - left + CARD_WIDTH + 2 * AROUND.side,
    height: Math.max(...all.map(p => p.y)) - top + CARD_HEIGHT + AROUND.top + AROUND.bottom,
  }
}

function thread(flow: Flow, kinds: Kinds, places: Places, edge: Flow['edges'][number]): Thread[] {
  const [from, to] = [places[edge.from], places[edge.to]]
  if (!from || !to) return []
  const kind = kinds.get(flow.nodes.find(n => n.id === edge.from)?.kind ?? '')
  const second = kind !== undefined && portsOf(kind)[0]?.id !== portOf(edge, kind)
  const { path, midX, midY } = threadPath({
    fromX: from.x + CARD_WIDTH,
    fromY: from.y + (second ? SECOND_PORT : PORT),
    toX: to.x,
    toY: to.y + PORT,
  })
  return [{ from: edge.from, to: edge.to, second, path, mid: { x: midX, y: midY } }]
}
