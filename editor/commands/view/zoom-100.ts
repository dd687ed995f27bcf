import { say } from '../../words/words.ts'
import type { Command } from '../command.ts'
import { noPicture, useStage } from '../stage.ts'

export const command: Command = {
  id: 'zoom-100',
  group: 'View',
  title: () => say('Zoom to 100 %'),
  keys: ['0'],
  looks: true,
  whyNot: noPicture,
  run: () => useStage.getState().view?.zoomTo(1),
}
