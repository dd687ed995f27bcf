import { say } from '../../words/words.ts'
import { type Command, noStep } from '../command.ts'
import { showTab, useStage } from '../stage.ts'

export const command: Command = {
  id: 'preview',
  group: 'Step',
  title: () => say('Preview up to here'),
  keys: ['p'],
  looks: true,
  whyNot: noStep,
  run: () => {
    showTab('preview')
    useStage.setState(s => ({ previewAsked: s.previewAsked + 1 }))
  },
}
