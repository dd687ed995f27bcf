import { say } from '../../words/words.ts'
import type { Command } from '../command.ts'
import { openDialog } from '../stage.ts'

export const command: Command = {
  id: 'publish',
  group: 'Flow',
  title: () => say('Publish'),
  keys: ['Shift+p'],
  run: () => openDialog('publish'),
}
