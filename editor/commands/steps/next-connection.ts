import { edgeId } from '../../document/store.ts'
import { say } from '../../words/words.ts'
import { type Command, stepAt } from '../command.ts'
import { useStage } from '../stage.ts'

/** Walks through the connections of the step, the one into it first; each opens its toolbar with the keyboard in it. */
export const command: Command = {
  id: 'next-connection',
  group: 'Step',
  title: () => say('Go to a connection of this step'),
  keys: ['e'],
  possible: at => at.store.getState().flow.edges.some(e => e.from === stepAt(at) || e.to === stepAt(at)),
  run: at => {
    const { flow, selectEdge } = at.store.getState()
    const id = stepAt(at)
    const mine = [...flow.edges.filter(e => e.to === id), ...flow.edges.filter(e => e.from === id)]
    const { walked } = useStage.getState()
    const next = mine[(mine.findIndex(e => edgeId(e) === walked) + 1) % mine.length]!
    useStage.setState({ focusConnection: true, walked: edgeId(next) })
    selectEdge(edgeId(next))
  },
}
