import { copySelected } from '../clipboard.ts'
import { type Command, hasSelected } from '../command.ts'

export const command: Command = {
  id: 'copy',
  group: 'Edit',
  title: () => 'Copy',
  keys: ['Mod+c'],
  looks: true,
  possible: hasSelected,
  run: at => void copySelected(at),
}
