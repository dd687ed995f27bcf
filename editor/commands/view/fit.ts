import { say } from '../../words/words.ts'
import type { Command } from '../command.ts'
import { useStage } from '../stage.ts'

export const command: Command = {
  id: 'fit',
  group: 'View',
  title: () => say('Fit to view'),
  keys: ['1'],
  looks: true,
  run: () => useStage.getState().view?.fit(),
}
