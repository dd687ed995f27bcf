import type { Command } from '../command.ts'

export const command: Command = {
  id: 'export',
  group: 'Flow',
  title: () => 'Export',
  looks: true,
  run: ({ page }) => page.exportFlow(),
}
