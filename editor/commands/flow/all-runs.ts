import type { Command } from '../command.ts'

export const command: Command = {
  id: 'all-runs',
  group: 'Flow',
  title: () => 'All runs',
  looks: true,
  run: ({ page }) => page.seeRuns(),
}
