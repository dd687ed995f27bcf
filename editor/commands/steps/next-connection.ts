import { edgeId } from '../../document/store.ts'
import { say } from '../../words/words.ts'
import { type Command, calledAt, noStep, type Situation, stepAt } from '../command.ts'
import { useStage, walkedTo } from '../stage.ts'

/** The step whose connections are walked through: the selected one, or the one that the present connection was reached from. */
function stepOf(at: Situation): string | undefined {
  const { flow, selectedEdge } = at.store.getState()
  const edge = flow.edges.find(e => edgeId(e) === selectedEdge)
  return stepAt(at) ?? (edge && walkedTo(edge))
}

/** Walks through the connections of the step, the one into it first; each has the keyboard and its tools beside it, and Enter opens its menu. */
export const command: Command = {
  id: 'next-connection',
  group: 'Step',
  title: () => say('Go to a connection of this step'),
  keys: ['e'],
  looks: true,
  whyNot: at => {
    const id = stepOf(at)
    if (id === undefined) return noStep(at)
    if (at.store.getState().flow.edges.some(e => e.from === id || e.to === id)) return undefined
    return say('{name} has no connections yet.', { name: calledAt(at) })
  },
  run: at => {
    const { flow, selectEdge } = at.store.getState()
    const id = stepOf(at)!
    const mine = [...flow.edges.filter(e => e.to === id), ...flow.edges.filter(e => e.from === id)]
    const { walked } = useStage.getState()
    const next = mine[(mine.findIndex(e => edgeId(e) === walked?.edge) + 1) % mine.length]!
    useStage.setState({ focusConnection: true, walked: { edge: edgeId(next), step: id } })
    selectEdge(edgeId(next))
  },
}
