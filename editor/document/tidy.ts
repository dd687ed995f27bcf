/** Tidying up: where every step of a flow, or of a part of it, goes. Notes go with the step they stand nearest to. */
import type { Flow } from '../../runtime/flow.ts'
import { inOrder, type Kinds } from './graph.ts'
import { arrange, type Place, type Places, placesOf } from './places.ts'

/** New places of the given steps (all when absent) and of the notes beside them. */
export function tidied(flow: Flow, kinds: Kinds, columns: number, only?: readonly string[]): Record<string, Place> {
  const before = placesOf(flow)
  const inside = only && new Set(only)
  const part: Flow = inside
    ? {
        ...flow,
        nodes: flow.nodes.filter(n => inside.has(n.id)),
        edges: flow.edges.filter(e => inside.has(e.from) && inside.has(e.to)),
      }
    : flow
  const order = inOrder(part, kinds).map(p => p.node.id)
  const fresh = arrange(part, columns, order)
  const ids = Object.keys(fresh)
  const corner = (places: Places) => ({ x: Math.min(...ids.map(id => places[id]!.x)), y: Math.min(...ids.map(id => places[id]!.y)) })
  // A part stays where it is; a whole flow begins at the beginning.
  const [was, is] = [inside ? corner(before) : { x: 0, y: 0 }, inside ? corner(fresh) : { x: 0, y: 0 }]
  const places: Record<string, Place> = Object.fromEntries(
    ids.map(id => [id, { x: fresh[id]!.x + was.x - is.x, y: fresh[id]!.y + was.y - is.y }]),
  )
  for (const note of flow.notes ?? []) {
    const at = Object.hasOwn(before, note.id) ? before[note.id]! : undefined
    const step = at && nearest(at, before, flow)
    const to = step === undefined ? undefined : places[step]
    if (at && to) places[note.id] = { x: at.x + to.x - before[step!]!.x, y: at.y + to.y - before[step!]!.y }
  }
  return places
}
function nearest(at: Place, places: Places, flow: Flow): string | undefined {
  const far = (id: string) => Math.hypot(places[id]!.x - at.x, places[id]!.y - at.y)
  return flow.nodes.map(n => n.id).toSorted((a, b) => far(a) - far(b))[0]
}
