import { copySelected } from '../clipboard.ts'
import type { Command } from '../command.ts'
import { remove } from '../steps/delete.ts'

export const command: Command = {
  id: 'cut',
  group: 'Edit',
  title: () => 'Cut',
  keys: ['Mod+x'],
  possible: ({ store }) => store.getState().selected.length > 0,
  run: async at => {
    if (await copySelected(at)) remove(at, true)
  },
}
