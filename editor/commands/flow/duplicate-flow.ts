import { say } from '../../words/words.ts'
import type { Command } from '../command.ts'

export const command: Command = {
  id: 'duplicate-flow',
  group: 'Flow',
  title: () => say('Duplicate flow'),
  looks: true,
  run: ({ page }) => page.duplicateFlow(),
}
