import { say } from '../../words/words.ts'
import type { Command } from '../command.ts'
import { noPicture, useStage } from '../stage.ts'

export const command: Command = {
  id: 'zoom-in',
  group: 'View',
  title: () => say('Zoom in'),
  keys: ['+', '='],
  looks: true,
  whyNot: noPicture,
  run: () => useStage.getState().view?.zoomBy(1.25),
}
