import type { Flow } from '../../runtime/flow.ts'
import { placesOf } from '../document/places.ts'
import type { Situation } from './command.ts'
import { catchFocus, focusStep } from './stage.ts'

/** After Undo and Redo: who was on a step of the flow comes to what changed; who was anywhere else stays there. */
export function followChange(before: Flow, { store }: Pick<Situation, 'store'>): void {
  const { flow, select } = store.getState()
  const here = document.activeElement?.closest<HTMLElement>('[data-flow-view] [data-id]')?.dataset.id
  const changed = here === undefined ? [] : changedSteps(before, flow)
  const there = (id: string) => flow.nodes.some(node => node.id === id)
  const beside = here === undefined || there(here) ? undefined : (neighbours(before, here).find(there) ?? nearest(before, here, flow))
  const goal = changed.at(-1) ?? beside
  if (here === undefined || goal === undefined || changed.includes(here)) catchFocus()
  else {
    select(changed.length ? changed : [goal])
    focusStep(goal)
  }
}
/** Where a step had its rows from, then where they went. */
const neighbours = ({ edges }: Flow, id: string): string[] => [
  ...edges.filter(edge => edge.to === id).map(edge => edge.from),
  ...edges.filter(edge => edge.from === id).map(edge => edge.to),
]
/** Where a copy is taken back, what it was made of stands right beside it. */
export function nearest(before: Flow, gone: string, after: Flow): string | undefined {
  const places = placesOf(before)
  const at = places[gone]
  const far = (id: string) => (at && places[id] ? Math.hypot(places[id].x - at.x, places[id].y - at.y) : Infinity)
  return after.nodes.map(({ id }) => id).toSorted((a, b) => far(a) - far(b))[0]
}

/** What came; else what was set; else what was moved. */
export function changedSteps(before: Flow, after: Flow): string[] {
  const old = new Map(before.nodes.map(node => [node.id, node]))
  const came = after.nodes.filter(node => !old.has(node.id))
  const set = after.nodes.filter(node => old.get(node.id) !== node)
  const moved = after.nodes.filter(({ id }) => before.layout?.[id] !== after.layout?.[id])
  return (came.length ? came : set.length ? set : moved).map(node => node.id)
}
