import { skipSteps } from '../../document/rewire.ts'
import { say } from '../../words/words.ts'
import { type Command, hasStep, noStep, type Situation, stepsAt } from '../command.ts'

export const allSkipped = (at: Situation) => {
  const { flow } = at.store.getState()
  return stepsAt(at).every(id => flow.nodes.find(n => n.id === id)?.skip)
}

export const command: Command = {
  id: 'skip',
  group: 'Step',
  title: at => {
    const again = hasStep(at) && allSkipped(at)
    if (stepsAt(at).length > 1) return again ? say('Use steps again') : say('Skip steps')
    return again ? say('Use step again') : say('Skip step')
  },
  keys: ['m'],
  whyNot: noStep,
  run: at => {
    const { flow, dispatch } = at.store.getState()
    dispatch(skipSteps(flow, at.kinds, stepsAt(at), !allSkipped(at)))
  },
}
