import { say } from '../../words/words.ts'
import type { Command } from '../command.ts'

export const command: Command = {
  id: 'pause-schedule',
  group: 'Flow',
  title: ({ page }) => (page.paused ? say('Resume schedule') : say('Pause schedule')),
  possible: ({ page }) => page.live || page.paused,
  run: ({ page }) => page.pauseSchedule(),
}
