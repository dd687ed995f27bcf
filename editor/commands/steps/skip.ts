import { skipSteps } from '../../document/edits.ts'
import type { Command, Situation } from '../command.ts'

const allSkipped = ({ store }: Situation) => {
  const { flow, selected } = store.getState()
  return selected.every(id => flow.nodes.find(n => n.id === id)?.skip)
}

export const command: Command = {
  id: 'skip',
  group: 'Step',
  title: at =>
    at.store.getState().selected.length > 1
      ? 'Skip steps'
      : allSkipped(at) && at.store.getState().selected.length
        ? 'Use step again'
        : 'Skip step',
  keys: ['m'],
  possible: ({ store }) => store.getState().selected.length > 0,
  run: at => {
    const { flow, selected, dispatch } = at.store.getState()
    dispatch(skipSteps(flow, at.kinds, selected, !allSkipped(at)))
  },
}
