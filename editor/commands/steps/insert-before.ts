import { parentOf } from '../../document/graph.ts'
import { say } from '../../words/words.ts'
import { type Command, calledAt, noStep, stepAt } from '../command.ts'
import { useStage } from '../stage.ts'

export const command: Command = {
  id: 'insert-before',
  group: 'Step',
  title: () => say('Insert step before'),
  keys: ['i'],
  whyNot: at =>
    noStep(at) ??
    (parentOf(at.store.getState().flow, stepAt(at)!) ? undefined : say('Nothing leads to {name} yet.', { name: calledAt(at) })),
  run: at => {
    const edge = parentOf(at.store.getState().flow, stepAt(at)!)!
    useStage.setState({ adding: { where: { into: edge }, after: edge.from, before: edge.to, at: at.spot ?? null } })
  },
}
