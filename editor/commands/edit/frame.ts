import { addFrame } from '../../document/marks.ts'
import { say } from '../../words/words.ts'
import { type Command, noStep, stepsAt } from '../command.ts'
import { useStage } from '../stage.ts'

/** Puts a named frame around the selected steps; its name is ready to be typed. */
export const command: Command = {
  id: 'frame',
  group: 'Edit',
  title: () => say('Frame'),
  keys: ['Mod+g'],
  whyNot: noStep,
  run: at => {
    const { flow, dispatch } = at.store.getState()
    const edit = addFrame(flow, stepsAt(at))
    dispatch(edit)
    useStage.setState(s => (s.main === 'canvas' ? { renaming: edit.id } : {}))
  },
}
