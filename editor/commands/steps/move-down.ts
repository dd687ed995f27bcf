import { moveInBranch } from '../../document/rewire.ts'
import { say } from '../../words/words.ts'
import { type Command, type Situation, stepAt } from '../command.ts'
import { focusStep } from '../stage.ts'

const editAt = (at: Situation) => {
  const id = stepAt(at)
  return id === undefined ? undefined : moveInBranch(at.store.getState().flow, at.kinds, id, 'down')
}

export const command: Command = {
  id: 'move-down',
  group: 'Step',
  title: () => say('Move down in its branch'),
  possible: at => editAt(at) !== undefined,
  run: at => {
    const edit = editAt(at)
    if (!edit) return
    at.store.getState().dispatch(edit)
    focusStep(edit.select![0]!)
  },
}
