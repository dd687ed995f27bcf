import { say } from '../../words/words.ts'
import type { Command } from '../command.ts'
import { showTab } from '../stage.ts'

export const command: Command = {
  id: 'tab-list',
  group: 'View',
  title: () => say('Show Flow list'),
  keys: ['Alt+4'],
  looks: true,
  everywhere: true,
  run: () => showTab('list'),
}
