import { say } from '../../words/words.ts'
import type { Command } from '../command.ts'
import { useStage } from '../stage.ts'

export const command: Command = {
  id: 'zoom-in',
  group: 'View',
  title: () => say('Zoom in'),
  keys: ['+', '='],
  looks: true,
  run: () => useStage.getState().view?.zoomBy(1.25),
}
