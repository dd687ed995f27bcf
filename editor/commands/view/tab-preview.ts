import type { Command } from '../command.ts'
import { showTab } from '../stage.ts'

export const command: Command = {
  id: 'tab-preview',
  group: 'View',
  title: () => 'Show Preview',
  keys: ['Alt+1'],
  looks: true,
  everywhere: true,
  run: () => showTab('preview'),
}
