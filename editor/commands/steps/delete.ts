import { removeSteps } from '../../document/edits.ts'
import { say } from '../../words/words.ts'
import { type Command, hasSelected, nothingSelected, type Situation, stepsAt } from '../command.ts'
import { command as removeConnection } from '../edit/remove-connection.ts'
import { removing } from '../removed.ts'
import { focusStep, useStage } from '../stage.ts'

/** One is removed at once; several together after one question. */
export function removeChosen(at: Situation, heal: boolean): void {
  if (stepsAt(at).length > 1) useStage.setState({ dialog: heal ? 'delete-steps' : 'delete-steps-apart' })
  else remove(at, heal)
}

/** Removes what is selected, and puts the keyboard on a neighbour. */
export function remove(at: Situation, heal: boolean): void {
  const { flow, selected } = at.store.getState()
  const edit = removeSteps(flow, at.kinds, selected, heal)
  removing(at, edit, selected[0])
  const next = edit.select?.[0]
  if (next) focusStep(next)
  // The flow is empty again: on to its one button, once it is drawn.
  else requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-start]')?.focus())
}

export const command: Command = {
  id: 'delete',
  group: 'Step',
  title: ({ store }) => (store.getState().selected.length > 1 ? say('Delete steps') : say('Delete')),
  keys: ['Delete', 'Backspace'],
  whyNot: at => (at.store.getState().selectedEdge === null ? nothingSelected(at) : undefined),
  run: at => (hasSelected(at) ? removeChosen(at, true) : removeConnection.run(at)),
}
