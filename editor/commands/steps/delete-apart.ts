import type { Command } from '../command.ts'
import { remove } from './delete.ts'

export const command: Command = {
  id: 'delete-apart',
  group: 'Step',
  title: () => 'Delete without reconnecting',
  keys: ['Shift+Delete', 'Shift+Backspace'],
  possible: ({ store }) => store.getState().selected.length > 0,
  run: at => remove(at, false),
}
