import { portsOf } from '../../document/graph.ts'
import { say } from '../../words/words.ts'
import { type Command, calledAt, noStep, type Situation, stepAt } from '../command.ts'
import { useStage } from '../stage.ts'

const kindAt = (at: Situation) => at.kinds.get(at.store.getState().flow.nodes.find(n => n.id === stepAt(at))?.kind ?? '')

export const command: Command = {
  id: 'connect',
  group: 'Step',
  title: () => say('Connect to...'),
  keys: ['c'],
  whyNot: at => noStep(at) ?? (portsOf(kindAt(at)).length ? undefined : say('Nothing can follow {name}.', { name: calledAt(at) })),
  run: at => {
    const { flow } = at.store.getState()
    const from = stepAt(at)!
    const ports = portsOf(kindAt(at))
    const free = ports.find(p => !flow.edges.some(e => e.from === from && (e.port ?? ports[0]!.id) === p.id))
    useStage.setState({ connecting: { from, port: (free ?? ports[0])!.id } })
  },
}
