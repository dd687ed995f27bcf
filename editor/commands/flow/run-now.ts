import { say } from '../../words/words.ts'
import type { Command } from '../command.ts'

export const command: Command = {
  id: 'run-now',
  group: 'Flow',
  title: ({ page }) => (page.running ? say('Stop run') : say('Run now')),
  keys: ['Mod+Shift+Enter'],
  everywhere: true,
  run: ({ page }) => (page.running ? page.stopRun() : page.run()),
}
