import { say } from '../../words/words.ts'
import type { Command } from '../command.ts'
import { openDialog } from '../stage.ts'

export const command: Command = {
  id: 'versions',
  group: 'Flow',
  title: () => say('Versions'),
  looks: true,
  everywhere: true,
  run: () => openDialog('versions'),
}
