import type { Flow } from '../../runtime/flow.ts'
import { childrenOf, type Kinds, parentOf, portOf, portsOf } from './graph.ts'
import { arrange, CARD_HEIGHT, CARD_WIDTH, type Place, type Places } from './places.ts'

/** Tidied places for every step: plain chains wrap like text, forks are laid out by dagre with ports in order. */
export async function tidied(flow: Flow, kinds: Kinds, columns: number): Promise<Places> {
  const forked = flow.nodes.some(n => childrenOf(flow, n.id).length > 1)
  if (!forked) return arrange(flow, columns)
  const dagre = (await import('@dagrejs/dagre')).default
  const graph = new dagre.graphlib.Graph()
  graph.setGraph({ rankdir: 'LR', ranksep: 96, nodesep: 64 })
  graph.setDefaultEdgeLabel(() => ({}))
  for (const node of flow.nodes) graph.setNode(node.id, { width: CARD_WIDTH, height: CARD_HEIGHT })
  for (const edge of flow.edges) graph.setEdge(edge.from, edge.to)
  dagre.layout(graph)
  const places: Record<string, Place> = Object.fromEntries(
    flow.nodes.map(n => {
      const { x, y } = graph.node(n.id) as Place
      return [n.id, { x: Math.round(x - CARD_WIDTH / 2), y: Math.round(y - CARD_HEIGHT / 2) }]
    }),
  )
  for (const node of flow.nodes) straighten(flow, kinds, node.id, places)
  return places
}

/** dagre does not know ports: sibling branches that came out in the wrong order change lines, subtrees and all. */
function straighten(flow: Flow, kinds: Kinds, id: string, places: Record<string, Place>): void {
  const kind = kinds.get(flow.nodes.find(n => n.id === id)?.kind ?? '')
  const order = portsOf(kind).map(p => p.id)
  const children = childrenOf(flow, id).toSorted((a, b) => order.indexOf(portOf(a, kind)) - order.indexOf(portOf(b, kind)))
  const [first, second] = children
  if (children.length !== 2 || !first || !second) return
  const [top, bottom] = [places[first.to]!, places[second.to]!]
  if (top.y <= bottom.y) return
  const axis = top.y + bottom.y
  for (const edge of children) mirror(flow, edge.to, axis, places, new Set())
}
function mirror(flow: Flow, id: string, axis: number, places: Record<string, Place>, seen: Set<string>): void {
  if (seen.has(id)) return
  seen.add(id)
  const at = places[id]
  if (at) places[id] = { x: at.x, y: axis - at.y }
  for (const child of flow.nodes) if (parentOf(flow, child.id)?.from === id) mirror(flow, child.id, axis, places, seen)
}
