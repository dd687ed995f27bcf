import { alike } from '../../document/legal.ts'
import { say } from '../../words/words.ts'
import { type Command, calledAt, noStep, stepAt } from '../command.ts'
import { useStage } from '../stage.ts'

export const command: Command = {
  id: 'replace',
  group: 'Step',
  title: () => say('Replace with...'),
  keys: ['r'],
  whyNot: at =>
    noStep(at) ??
    (alike(at.store.getState().flow, at.kinds, stepAt(at)!).length
      ? undefined
      : say('No other kind of step could stand in the place of {name}.', { name: calledAt(at) })),
  run: at => useStage.setState({ adding: { where: null, after: stepAt(at)!, before: null, at: at.spot ?? null, replaces: stepAt(at)! } }),
}
