import type { Command } from '../command.ts'
import { openDialog } from '../stage.ts'

export const command: Command = {
  id: 'discard',
  group: 'Flow',
  title: () => 'Discard draft',
  run: () => openDialog('discard'),
}
