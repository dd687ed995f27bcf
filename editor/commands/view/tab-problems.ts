import { say } from '../../words/words.ts'
import type { Command } from '../command.ts'
import { showTab } from '../stage.ts'

export const command: Command = {
  id: 'tab-problems',
  group: 'View',
  title: () => say('Show Problems'),
  keys: ['Alt+2'],
  looks: true,
  everywhere: true,
  run: () => showTab('problems'),
}
