import type { Command } from '../command.ts'

export const command: Command = {
  id: 'pause-schedule',
  group: 'Flow',
  title: ({ page }) => (page.paused ? 'Resume schedule' : 'Pause schedule'),
  run: ({ page }) => page.pauseSchedule(),
}
