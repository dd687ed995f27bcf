import { duplicateSteps } from '../../document/parts.ts'
import { say } from '../../words/words.ts'
import { type Command, nothingSelected } from '../command.ts'
import { focusStep } from '../stage.ts'

export const command: Command = {
  id: 'duplicate',
  group: 'Step',
  title: () => say('Duplicate'),
  keys: ['Mod+d'],
  whyNot: nothingSelected,
  run: ({ store, kinds }) => {
    const { flow, selected, dispatch } = store.getState()
    const edit = duplicateSteps(flow, kinds, selected)
    dispatch(edit)
    if (edit.select?.[0]) focusStep(edit.select[0])
  },
}
