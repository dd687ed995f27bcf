import type { Command } from '../command.ts'
import { openDialog } from '../stage.ts'

export const command: Command = {
  id: 'test',
  group: 'Flow',
  title: () => 'Send a test event',
  keys: ['Mod+Enter'],
  everywhere: true,
  run: () => openDialog('test'),
}
