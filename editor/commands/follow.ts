import type { Flow } from '../../runtime/flow.ts'
import type { Situation } from './command.ts'
import { catchFocus, focusStep } from './stage.ts'

/** After Undo and Redo: who was on a step of the flow comes to what changed; who was anywhere else stays there. */
export function followChange(before: Flow, { store }: Pick<Situation, 'store'>): void {
  const { flow, select } = store.getState()
  const here = document.activeElement?.closest<HTMLElement>('[data-flow-view] [data-id]')?.dataset.id
  const changed = changedSteps(before, flow)
  const last = changed.at(-1)
  if (here === undefined || last === undefined || changed.includes(here)) return catchFocus()
  select(changed)
  focusStep(last)
}

/** What came; else what was set; else what was moved. */
export function changedSteps(before: Flow, after: Flow): string[] {
  const old = new Map(before.nodes.map(node => [node.id, node]))
  const came = after.nodes.filter(node => !old.has(node.id))
  const set = after.nodes.filter(node => old.get(node.id) !== node)
  const moved = after.nodes.filter(({ id }) => before.layout?.[id] !== after.layout?.[id])
  return (came.length ? came : set.length ? set : moved).map(node => node.id)
}
