import { say } from '../../words/words.ts'
import { type Command, nothingSelected } from '../command.ts'
import { startWriting } from '../stage.ts'

/** A step's name, a note's text. */
export const command: Command = {
  id: 'rename',
  group: 'Step',
  title: at => (at.store.getState().flow.notes?.some(n => n.id === at.store.getState().selected.at(-1)) ? say('Edit note') : say('Rename')),
  keys: ['F2'],
  whyNot: nothingSelected,
  run: at => startWriting(at.store.getState().selected.at(-1)!),
}
