import { say } from '../../words/words.ts'
import type { Command } from '../command.ts'
import { showTab } from '../stage.ts'

export const command: Command = {
  id: 'tab-runs',
  group: 'View',
  title: () => say('Show Runs'),
  keys: ['Alt+3'],
  looks: true,
  everywhere: true,
  run: () => showTab('runs'),
}
