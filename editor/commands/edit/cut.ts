import { say } from '../../words/words.ts'
import { copySelected } from '../clipboard.ts'
import { type Command, nothingSelected } from '../command.ts'
import { remove } from '../steps/delete.ts'

export const command: Command = {
  id: 'cut',
  group: 'Edit',
  title: () => say('Cut'),
  keys: ['Mod+x'],
  whyNot: nothingSelected,
  run: at => {
    copySelected(at)
    remove(at, true)
  },
}
