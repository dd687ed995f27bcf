import { say } from '../../words/words.ts'
import type { Command } from '../command.ts'
import { showTab } from '../stage.ts'

export const command: Command = {
  id: 'tab-preview',
  group: 'View',
  title: () => say('Show Preview'),
  keys: ['Alt+1'],
  looks: true,
  everywhere: true,
  run: () => showTab('preview'),
}
