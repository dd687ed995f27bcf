import { say } from '../../words/words.ts'
import type { Command } from '../command.ts'
import { openDialog } from '../stage.ts'

export const command: Command = {
  id: 'delete-flow',
  group: 'Flow',
  title: () => say('Delete flow'),
  looks: true,
  run: () => openDialog('delete-flow'),
}
