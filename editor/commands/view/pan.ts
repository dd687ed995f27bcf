import { say } from '../../words/words.ts'
import type { Command } from '../command.ts'
import { noPicture, useStage } from '../stage.ts'

export const command: Command = {
  id: 'pan',
  group: 'View',
  title: () => say('Pan'),
  keys: ['Mod+ArrowUp', 'Mod+ArrowDown', 'Mod+ArrowLeft', 'Mod+ArrowRight'],
  looks: true,
  whyNot: noPicture,
  run: ({ key }) =>
    useStage.getState().view?.pan({
      x: key?.name === 'ArrowLeft' ? 80 : key?.name === 'ArrowRight' ? -80 : 0,
      y: key?.name === 'ArrowUp' ? 80 : key?.name === 'ArrowDown' ? -80 : 0,
    }),
}
