import type { Edit } from '../document/edit.ts'
import { dismissToast, toast } from '../ui/Toasts.tsx'
import { say } from '../words/words.ts'
import type { Situation } from './command.ts'
import { focusStep } from './stage.ts'

/** Removes something of the drawing and says so, with a press that brings it back for as long as nothing else was done. */
export function removing({ store }: Pick<Situation, 'store'>, edit: Edit, back: string | undefined): void {
  const before = store.getState().flow
  store.getState().dispatch(edit)
  const { flow } = store.getState()
  if (flow === before || edit.announce === undefined) return
  const bringBack = () => {
    store.getState().undo()
    if (back === undefined) return
    store.getState().select([back])
    focusStep(back)
  }
  // The header undoes it as well, and what is done next is what it would undo then.
  const told = toast(edit.announce, { passes: true, acts: [{ label: say('Bring it back'), act: bringBack }] })
  const stop = store.subscribe(now => {
    if (now.flow === flow) return
    stop()
    dismissToast(told)
  })
}
