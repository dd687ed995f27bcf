import { say } from '../../words/words.ts'
import { type Command, hasStep } from '../command.ts'
import { removeChosen } from './delete.ts'

export const command: Command = {
  id: 'delete-apart',
  group: 'Step',
  title: () => say('Delete without reconnecting'),
  keys: ['Shift+Delete', 'Shift+Backspace'],
  possible: hasStep,
  run: at => removeChosen(at, false),
}
