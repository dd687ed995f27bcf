import { moveInBranch } from '../document/rewire.ts'
import { say } from '../words/words.ts'
import { type Command, calledAt, noStep, type Situation, stepAt } from './command.ts'
import { focusStep } from './stage.ts'

/** A step goes past its neighbour in its branch, one way or the other, and keeps the keyboard. */
export function movedInBranch(way: 'up' | 'down'): Pick<Command, 'group' | 'whyNot' | 'run'> {
  const editAt = (at: Situation) => {
    const id = stepAt(at)
    return id === undefined ? undefined : moveInBranch(at.store.getState().flow, at.kinds, id, way)
  }
  return {
    group: 'Step',
    whyNot: at => {
      if (editAt(at)) return undefined
      const words = { name: calledAt(at) }
      return noStep(at) ?? (way === 'up' ? say('{name} cannot go further up.', words) : say('{name} cannot go further down.', words))
    },
    run: at => {
      const edit = editAt(at)
      if (!edit) return
      at.store.getState().dispatch(edit)
      focusStep(edit.select![0]!)
    },
  }
}
