import type { Command } from '../command.ts'
import { openDialog } from '../stage.ts'

export const command: Command = {
  id: 'versions',
  group: 'Flow',
  title: () => 'Versions',
  looks: true,
  everywhere: true,
  run: () => openDialog('versions'),
}
