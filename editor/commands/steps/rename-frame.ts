import { frameAround } from '../../document/marks.ts'
import { say } from '../../words/words.ts'
import { type Command, type Situation, stepAt } from '../command.ts'
import { noPicture, useStage } from '../stage.ts'

const frameAt = (at: Situation) => frameAround(at.store.getState().flow, stepAt(at) ?? '')?.id

export const command: Command = {
  id: 'rename-frame',
  group: 'Edit',
  title: () => say('Rename frame'),
  whyNot: at => (frameAt(at) === undefined ? say('Choose a step in a frame first.') : noPicture()),
  run: at => useStage.setState({ renaming: frameAt(at)! }),
}
