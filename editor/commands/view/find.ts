import { say } from '../../words/words.ts'
import type { Command } from '../command.ts'
import { useStage } from '../stage.ts'

export const command: Command = {
  id: 'find',
  group: 'View',
  title: () => say('Find in this flow'),
  keys: ['Mod+f'],
  looks: true,
  everywhere: true,
  run: () => useStage.setState({ finding: true }),
}
