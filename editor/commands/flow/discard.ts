import { say } from '../../words/words.ts'
import type { Command } from '../command.ts'
import { openDialog } from '../stage.ts'

export const command: Command = {
  id: 'discard',
  group: 'Flow',
  title: () => say('Discard draft'),
  run: () => openDialog('discard'),
}
