import { say } from '../../words/words.ts'
import type { Command } from '../command.ts'
import { openDialog } from '../stage.ts'

export const command: Command = {
  id: 'test',
  group: 'Flow',
  title: () => say('Send a test event'),
  keys: ['Mod+Enter'],
  everywhere: true,
  run: () => openDialog('test'),
}
