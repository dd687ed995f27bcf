import { moveInBranch } from '../document/rewire.ts'
import { type Command, type Situation, stepAt } from './command.ts'
import { focusStep } from './stage.ts'

/** A step goes past its neighbour in its branch, one way or the other, and keeps the keyboard. */
export function movedInBranch(way: 'up' | 'down'): Pick<Command, 'group' | 'possible' | 'run'> {
  const editAt = (at: Situation) => {
    const id = stepAt(at)
    return id === undefined ? undefined : moveInBranch(at.store.getState().flow, at.kinds, id, way)
  }
  return {
    group: 'Step',
    possible: at => editAt(at) !== undefined,
    run: at => {
      const edit = editAt(at)
      if (!edit) return
      at.store.getState().dispatch(edit)
      focusStep(edit.select![0]!)
    },
  }
}
