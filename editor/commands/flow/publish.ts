import type { Command } from '../command.ts'
import { openDialog } from '../stage.ts'

export const command: Command = {
  id: 'publish',
  group: 'Flow',
  title: () => 'Publish',
  keys: ['Shift+p'],
  run: () => openDialog('publish'),
}
