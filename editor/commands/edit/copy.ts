import { say } from '../../words/words.ts'
import { copySelected } from '../clipboard.ts'
import { type Command, hasSelected } from '../command.ts'

export const command: Command = {
  id: 'copy',
  group: 'Edit',
  title: () => say('Copy'),
  keys: ['Mod+c'],
  looks: true,
  possible: hasSelected,
  run: at => void copySelected(at),
}
