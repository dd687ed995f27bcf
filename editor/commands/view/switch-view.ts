import type { Command } from '../command.ts'
import { useStage } from '../stage.ts'

export const command: Command = {
  id: 'switch-view',
  group: 'View',
  title: () => 'Switch between picture and Flow list',
  keys: ['l'],
  looks: true,
  run: () => useStage.setState(s => (s.main === 'list' ? { main: 'canvas' } : { main: 'list' })),
}
