import type { Command } from '../command.ts'

export const command: Command = {
  id: 'save',
  group: 'Flow',
  title: () => 'Save now',
  keys: ['Mod+s'],
  everywhere: true,
  run: ({ page }) => page.save(),
}
