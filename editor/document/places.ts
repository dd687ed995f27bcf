/** Where steps stand when nobody has put them anywhere: rows that read like text, parents left of children. */
import type { Flow } from '../../runtime/flow.ts'
import { childrenOf, parentOf } from './graph.ts'

export const CARD_WIDTH = 256
export const CARD_HEIGHT = 116
export const COLUMN = CARD_WIDTH + 96
export const ROW = 200

export interface Place {
  x: number
  y: number
}
export type Places = Readonly<Record<string, Place>>

/** Every step's place: its own where it has one, else next to its parent. */
export function placesOf(flow: Flow, columns = 3): Places {
  if (flow.nodes.every(n => flow.layout?.[n.id])) return flow.layout ?? {}
  const some = flow.nodes.some(n => flow.layout?.[n.id])
  if (!some) return arrange(flow, columns)
  const places: Record<string, Place> = { ...flow.layout }
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

/** Lays out a whole flow: a lone chain wraps after `columns`, forks spread downwards. */
export function arrange(flow: Flow, columns: number): Places {
  const places: Record<string, Place> = {}
  let top = 0
  for (const root of flow.nodes.filter(n => !parentOf(flow, n.id))) {
    const chain = chainFrom(flow, root.id)
    top = chain ? wrapped(chain, columns, top, places) : tree(flow, root.id, 0, top, places)
  }
  for (const node of flow.nodes) places[node.id] ??= { x: 0, y: top }
  return places
}

/** The ids of a chain without forks, or nothing. */
function chainFrom(flow: Flow, root: string): string[] | undefined {
  const chain = [root]
  for (;;) {
    const next = childrenOf(flow, chain.at(-1)!)
    if (next.length > 1 || chain.length > flow.nodes.length) return
    if (!next[0]) return chain
    chain.push(next[0].to)
  }
}
function wrapped(chain: readonly string[], columns: number, top: number, places: Record<string, Place>): number {
  const width = Math.max(2, columns)
  chain.forEach((id, i) => {
    places[id] = { x: (i % width) * COLUMN, y: top + Math.floor(i / width) * ROW }
  })
  return top + Math.ceil(chain.length / width) * ROW
}
/** Children below each other; gives the first free line below the subtree. */
function tree(flow: Flow, id: string, depth: number, top: number, places: Record<string, Place>): number {
  if (places[id]) return top
  places[id] = { x: depth * COLUMN, y: top }
  let next = top
  for (const edge of childrenOf(flow, id)) next = tree(flow, edge.to, depth + 1, next, places)
  return Math.max(next, top + ROW)
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
export function placeAfter(parent: Place, places: Places, columns: number, lone: boolean): Place {
  const left = Math.min(...Object.values(places).map(p => p.x))
  const right = parent.x + COLUMN
  const full = lone && right > left + (Math.max(2, columns) - 1) * COLUMN + 20
  return freePlace(full ? { x: left, y: parent.y + ROW } : { x: right, y: parent.y }, places)
}
