import { copySelected } from '../clipboard.ts'
import type { Command } from '../command.ts'

export const command: Command = {
  id: 'copy',
  group: 'Edit',
  title: () => 'Copy',
  keys: ['Mod+c'],
  looks: true,
  possible: ({ store }) => store.getState().selected.length > 0,
  run: at => void copySelected(at),
}
