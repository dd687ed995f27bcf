import type { Command } from '../command.ts'
import { openDialog } from '../stage.ts'

export const command: Command = {
  id: 'schedule',
  group: 'Flow',
  title: () => 'Schedule',
  everywhere: true,
  run: () => openDialog('schedule'),
}
