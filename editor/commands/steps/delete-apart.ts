import { say } from '../../words/words.ts'
import { type Command, noStep } from '../command.ts'
import { removeChosen } from './delete.ts'

export const command: Command = {
  id: 'delete-apart',
  group: 'Step',
  title: () => say('Delete without reconnecting'),
  keys: ['Shift+Delete', 'Shift+Backspace'],
  whyNot: noStep,
  run: at => removeChosen(at, false),
}
