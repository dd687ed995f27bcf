import type { Command } from '../command.ts'
import { openDialog } from '../stage.ts'

export const command: Command = {
  id: 'command-menu',
  group: 'Flow',
  title: () => 'Command menu',
  keys: ['Mod+k'],
  looks: true,
  everywhere: true,
  run: () => openDialog('menu'),
}
