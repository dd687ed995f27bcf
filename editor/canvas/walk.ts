import type { Flow } from '../../runtime/flow.ts'
import { childrenOf, inOrder, type Kinds, parentOf } from '../document/graph.ts'

/** Where an arrow key leads from a step: left and right along the flow, up and down among siblings, else in reading order. `Previous` and `Next` are the reading order itself. */
export function neighbour(flow: Flow, kinds: Kinds, id: string, key: string): string | undefined {
  // Notes come after the steps.
  const order = [...inOrder(flow, kinds).map(p => p.node.id), ...(flow.notes ?? []).map(n => n.id)]
  const step = (by: number, among: readonly string[]) => among[among.indexOf(id) + by]
  const siblings = () => {
    const parent = parentOf(flow, id)
    const all = parent ? order.filter(o => parentOf(flow, o)?.from === parent.from) : order.filter(o => !parentOf(flow, o))
    return all.length > 1 ? all : order
  }
  switch (key) {
    case 'ArrowLeft':
      return parentOf(flow, id)?.from
    case 'ArrowRight':
      return order.find(o => childrenOf(flow, id).some(e => e.to === o))
    case 'ArrowUp':
      return step(-1, siblings())
    case 'ArrowDown':
      return step(1, siblings())
    case 'Previous':
      return step(-1, order)
    case 'Next':
      return step(1, order)
    case 'Home':
      return order[0]
    case 'End':
      return order.at(-1)
    default:
      return
  }
}
