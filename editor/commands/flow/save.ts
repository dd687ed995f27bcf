import { say } from '../../words/words.ts'
import type { Command } from '../command.ts'

export const command: Command = {
  id: 'save',
  group: 'Flow',
  title: () => say('Save now'),
  keys: ['Mod+s'],
  everywhere: true,
  run: ({ page }) => page.save(),
}
