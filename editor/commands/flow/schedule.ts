import { say } from '../../words/words.ts'
import type { Command } from '../command.ts'
import { openDialog } from '../stage.ts'

export const command: Command = {
  id: 'schedule',
  group: 'Flow',
  title: () => say('Schedule'),
  everywhere: true,
  run: () => openDialog('schedule'),
}
