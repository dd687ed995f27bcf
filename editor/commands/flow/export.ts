import { say } from '../../words/words.ts'
import type { Command } from '../command.ts'

export const command: Command = {
  id: 'export',
  group: 'Flow',
  title: () => say('Export'),
  looks: true,
  run: ({ page }) => page.exportFlow(),
}
