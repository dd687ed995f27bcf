import type { Command } from '../command.ts'
import { useStage } from '../stage.ts'

export const command: Command = {
  id: 'map',
  group: 'View',
  title: () => (useStage.getState().map ? 'Hide map' : 'Show map'),
  looks: true,
  run: () => useStage.setState(s => ({ map: !s.map })),
}
