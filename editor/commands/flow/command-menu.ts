import { say } from '../../words/words.ts'
import type { Command } from '../command.ts'
import { openDialog } from '../stage.ts'

export const command: Command = {
  id: 'command-menu',
  group: 'Flow',
  title: () => say('Command menu'),
  keys: ['Mod+k'],
  looks: true,
  everywhere: true,
  chosen: true,
  run: () => openDialog('menu'),
}
