import { frameAround } from '../../document/marks.ts'
import { say } from '../../words/words.ts'
import { type Command, type Situation, stepAt } from '../command.ts'
import { useStage } from '../stage.ts'

const frameAt = (at: Situation) => frameAround(at.store.getState().flow, stepAt(at) ?? '')?.id

export const command: Command = {
  id: 'rename-frame',
  group: 'Edit',
  title: () => say('Rename frame'),
  possible: at => useStage.getState().main === 'canvas' && frameAt(at) !== undefined,
  run: at => useStage.setState({ renaming: frameAt(at)! }),
}
