import { type Command, hasStep, stepAt } from '../command.ts'
import { useStage } from '../stage.ts'

export const command: Command = {
  id: 'rename',
  group: 'Step',
  title: () => 'Rename',
  keys: ['F2'],
  possible: hasStep,
  run: at => useStage.setState({ renaming: stepAt(at)! }),
}
