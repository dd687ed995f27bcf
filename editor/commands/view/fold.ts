import { announce } from '../../announce/announce.ts'
import { frameAround } from '../../document/marks.ts'
import { say } from '../../words/words.ts'
import { type Command, type Situation, stepAt } from '../command.ts'
import { focusStep, fold, useStage } from '../stage.ts'

const frameAt = (at: Situation) => frameAround(at.store.getState().flow, stepAt(at) ?? '')?.id

/** Shows a frame as one card, or its steps again. A way of looking: nothing of the flow changes. */
export const command: Command = {
  id: 'fold',
  group: 'View',
  title: at => (useStage.getState().folded.has(frameAt(at) ?? '') ? say('Open frame') : say('Fold frame')),
  looks: true,
  whyNot: at => (frameAt(at) === undefined ? say('Choose a step in a frame first.') : undefined),
  run: at => {
    const { id, name } = frameAround(at.store.getState().flow, stepAt(at)!)!
    fold(id)
    announce(useStage.getState().folded.has(id) ? say('Folded {name}.', { name }) : say('Opened {name}.', { name }))
    focusStep(stepAt(at)!)
  },
}
