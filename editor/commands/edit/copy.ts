import { say } from '../../words/words.ts'
import { copySelected } from '../clipboard.ts'
import { type Command, nothingSelected } from '../command.ts'

export const command: Command = {
  id: 'copy',
  group: 'Edit',
  title: () => say('Copy'),
  keys: ['Mod+c'],
  looks: true,
  whyNot: nothingSelected,
  run: at => void copySelected(at),
}
