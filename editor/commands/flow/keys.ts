import { say } from '../../words/words.ts'
import type { Command } from '../command.ts'
import { openDialog } from '../stage.ts'

export const command: Command = {
  id: 'keys',
  group: 'Flow',
  title: () => say('Keyboard shortcuts'),
  keys: ['Mod+/', '?'],
  looks: true,
  everywhere: true,
  run: () => openDialog('keys'),
}
