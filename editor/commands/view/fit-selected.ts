import { say } from '../../words/words.ts'
import type { Command } from '../command.ts'
import { noPicture, useStage } from '../stage.ts'

export const command: Command = {
  id: 'fit-selected',
  group: 'View',
  title: () => say('Fit selected steps'),
  keys: ['2'],
  looks: true,
  chosen: true,
  whyNot: noPicture,
  run: ({ store }) => useStage.getState().view?.fit(store.getState().selected),
}
