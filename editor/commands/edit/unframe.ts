import { frameAround, removeFrames } from '../../document/marks.ts'
import { say } from '../../words/words.ts'
import { type Command, type Situation, stepsAt } from '../command.ts'
import { removing } from '../removed.ts'

const framesAt = (at: Situation) => {
  const { flow } = at.store.getState()
  return [...new Set(stepsAt(at).flatMap(id => frameAround(flow, id)?.id ?? []))]
}

export const command: Command = {
  id: 'unframe',
  group: 'Edit',
  title: () => say('Remove frame'),
  keys: ['Mod+Shift+g'],
  whyNot: at => (framesAt(at).length ? undefined : say('Choose a step in a frame first.')),
  run: at => {
    const { flow } = at.store.getState()
    const [here] = stepsAt(at)
    removing(at, removeFrames(flow, framesAt(at)), here)
  },
}
