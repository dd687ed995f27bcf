import { say } from '../../words/words.ts'
import type { Command } from '../command.ts'

export const command: Command = {
  id: 'all-runs',
  group: 'Flow',
  title: () => say('All runs'),
  looks: true,
  run: ({ page }) => page.seeRuns(),
}
