/** Where steps stand when nobody has put them anywhere: rows that read like text, parents left of children. */
import type { Flow } from '../../runtime/flow.ts'
import { childrenOf, parentOf } from './graph.ts'

export const CARD_WIDTH = 256
export const CARD_HEIGHT = 116
export const COLUMN = CARD_WIDTH + 96
export const ROW = 200

const BRANCHES_IN_BANDS = 3
/** Below this the sentence on a card is guessed rather than read. */
export const READABLE = 0.7

/** Above so many steps only those in sight are drawn, and branches are laid closer than each on lines of its own. */
export const LARGE = 150

export interface Place {
  x: number
  y: number
}
export type Places = Readonly<Record<string, Place>>

// A step may be called "constructor": no names but our own.
const bare = (places?: Places): Record<string, Place> => Object.assign(Object.create(null), places)

let shown = 3
/**
 * The open picture tells how many steps it lays out side by side: whatever edit first writes places down then writes those
 * that are seen, and no card jumps.
 */
export const showColumns = (columns: number): void => {
  shown = columns
}
export const laidOut = (flow: Flow): boolean => flow.nodes.some(n => Object.hasOwn(flow.layout ?? {}, n.id))

/** Every step's place: its own where it has one, else next to its parent. */
export function placesOf(flow: Flow, columns = shown): Places {
  const places = bare(flow.layout)
  if (flow.nodes.every(n => places[n.id])) return places
  if (!laidOut(flow)) return arrange(flow, columns)
  const settle = (id: string): Place => {
    const known = places[id]
    if (known) return known
    places[id] = { x: 0, y: 0 }
    const parent = parentOf(flow, id)
    const beside = parent ? settle(parent.from) : { x: -COLUMN, y: lowest(places) + ROW }
    places[id] = freePlace({ x: beside.x + COLUMN, y: beside.y }, places, id)
    return places[id]
  }
  for (const node of flow.nodes) settle(node.id)
  return places
}

/**
 * Lays out a whole flow: steps from left to right, branches below each other in the order of `order` (parents first,
 * siblings by port), and after `columns` steps the flow goes on in a new band below, as lines of text do.
 */
export const arrange = (flow: Flow, columns: number, order: readonly string[] = flow.nodes.map(n => n.id)): Places =>
  folded([...seated(flow, order).values()], columns)

// Many branches read better side by side than in bands.
const branchy = (seats: readonly Seat[]): boolean => seats.some(seat => seat.lane > BRANCHES_IN_BANDS)

function folded(seats: readonly Seat[], columns: number): Places {
  const width = branchy(seats) ? Number.MAX_SAFE_INTEGER : Math.max(2, columns)
  const lanes = Map.groupBy(seats, seat => Math.floor(seat.depth / width))
  const places = bare()
  let top = 0
  for (const band of [...lanes.keys()].sort((a, b) => a - b)) {
    const used = [...new Set(lanes.get(band)!.map(seat => seat.lane))].sort((a, b) => a - b)
    for (const { id, depth, lane } of lanes.get(band)!) places[id] = { x: (depth % width) * COLUMN, y: top + used.indexOf(lane) * ROW }
    top += used.length * ROW
  }
  return places
}

/** A part of the screen, in its pixels. */
export interface Room {
  width: number
  height: number
}
/** How many steps fit side by side and can still be read. */
export const columnsWithin = ({ width }: Pick<Room, 'width'>): number =>
  Math.max(2, Math.floor((width / READABLE - CARD_WIDTH) / COLUMN) + 1)

/**
 * How many steps of a flow to lay out side by side: as many as show all of it at the largest size, which depends on the
 * height as much as on the width. A flow that cannot be read whole takes the width, so that it is followed in one direction.
 */
export function columnsFor(flow: Flow, room: Room): number {
  const across = columnsWithin(room)
  const rows = Math.max(1, Math.floor((room.height / READABLE - CARD_HEIGHT) / ROW) + 1)
  if (flow.nodes.length > across * rows) return across
  const order = flow.nodes.map(n => n.id)
  const seats = [...seated(flow, order).values()]
  let best = { columns: across, zoom: READABLE }
  for (let columns = 2; columns <= across; columns++) {
    const places = Object.values(folded(seats, columns))
    const width = Math.max(...places.map(p => p.x)) + CARD_WIDTH
    const height = Math.max(...places.map(p => p.y)) + CARD_HEIGHT
    const zoom = Math.min(1, room.width / width, room.height / height)
    if (zoom >= best.zoom) best = { columns, zoom }
  }
  return best.columns
}

interface Seat {
  id: string
  depth: number
  lane: number
}
/**
 * How far along the flow each step is, and on which line: a step's first child stays on its line, the next begins below all
 * that follows the first. Of a large flow that would put a fork's second way hundreds of lines below it: there each step
 * stands as high as its parent and those before it let it.
 */
function seated(flow: Flow, order: readonly string[]): Map<string, Seat> {
  const seats = new Map<string, Seat>()
  const rank = new Map(order.map((id, i) => [id, i]))
  const close = flow.nodes.length > LARGE
  const next: number[] = []
  let lane = 0
  const seat = (id: string, depth: number): void => {
    if (seats.has(id)) return
    if (close) lane = Math.max(lane, next[depth] ?? 0)
    const own = lane
    next[depth] = own + 1
    seats.set(id, { id, depth, lane })
    const children = childrenOf(flow, id).toSorted((a, b) => (rank.get(a.to) ?? 0) - (rank.get(b.to) ?? 0))
    children.forEach((edge, i) => {
      if (close) lane = own
      else if (i > 0) lane++
      seat(edge.to, depth + 1)
    })
  }
  // Roots first; what hangs in a circle, which cannot be drawn by hand, comes last.
  const roots = flow.nodes.filter(n => !parentOf(flow, n.id))
  for (const node of [...roots, ...flow.nodes]) {
    if (seats.has(node.id)) continue
    if (close) lane = next[0] ?? 0
    else if (seats.size) lane++
    seat(node.id, 0)
  }
  return seats
}

const lowest = (places: Places) => Math.max(-ROW, ...Object.values(places).map(p => p.y))
const overlaps = (a: Place, b: Place) => Math.abs(a.x - b.x) < CARD_WIDTH + 24 && Math.abs(a.y - b.y) < CARD_HEIGHT + 24

/** The wanted place, or the nearest one below it that no card covers. */
export function freePlace(wanted: Place, places: Places, self?: string): Place {
  const others = Object.entries(places).filter(([id]) => id !== self)
  let place = wanted
  while (others.some(([, other]) => overlaps(place, other))) place = { x: place.x, y: place.y + 20 }
  return place
}

/** Where a step added after another goes: to the right, or on a new row when the row is full. */
export function placeAfter(parent: Place, places: Places, lone: boolean): Place {
  const left = Math.min(...Object.values(places).map(p => p.x))
  const right = parent.x + COLUMN
  const full = lone && right > left + (Math.max(2, shown) - 1) * COLUMN + 20
  return freePlace(full ? { x: left, y: parent.y + ROW } : { x: right, y: parent.y }, places)
}
