import { say } from '../../words/words.ts'
import type { Command } from '../command.ts'

export const command: Command = {
  id: 'pause-schedule',
  group: 'Flow',
  title: ({ page }) => (page.paused ? say('Resume schedule') : say('Pause schedule')),
  whyNot: ({ page }) => (page.live || page.paused ? undefined : say('Nothing is published yet, so nothing runs on a schedule.')),
  run: ({ page }) => page.pauseSchedule(),
}
