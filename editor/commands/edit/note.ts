import { addNote } from '../../document/marks.ts'
import { placesOf } from '../../document/places.ts'
import { say } from '../../words/words.ts'
import { type Command, stepAt } from '../command.ts'
import { startWriting, useStage } from '../stage.ts'

const ABOVE = 150

/** A note above the selected step, where the pointer asked for it, or in the middle; ready to be written. */
export const command: Command = {
  id: 'note',
  group: 'Edit',
  title: () => say('Add note'),
  keys: ['Shift+s'],
  run: at => {
    const { flow, dispatch } = at.store.getState()
    const view = useStage.getState().view
    const places = placesOf(flow)
    const step = stepAt(at)
    const beside = step === undefined ? undefined : places[step]
    const place =
      (at.spot && view?.toFlow(at.spot)) ?? (beside ? { x: beside.x, y: beside.y - ABOVE } : (view?.middle() ?? { x: 0, y: -ABOVE }))
    const edit = addNote(flow, place, places)
    dispatch(edit)
    startWriting(edit.id, true)
    requestAnimationFrame(() => view?.reveal(edit.id, true))
  },
}
