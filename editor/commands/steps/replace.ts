import { alike } from '../../document/legal.ts'
import { say } from '../../words/words.ts'
import { type Command, stepAt } from '../command.ts'
import { useStage } from '../stage.ts'

export const command: Command = {
  id: 'replace',
  group: 'Step',
  title: () => say('Replace with...'),
  keys: ['r'],
  possible: at => alike(at.store.getState().flow, at.kinds, stepAt(at) ?? '').length > 0,
  run: at => useStage.setState({ adding: { where: null, after: stepAt(at)!, before: null, at: at.spot ?? null, replaces: stepAt(at)! } }),
}
