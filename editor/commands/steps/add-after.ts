import { portsOf } from '../../document/graph.ts'
import { say } from '../../words/words.ts'
import { type Command, stepAt } from '../command.ts'
import { useStage } from '../stage.ts'

export const command: Command = {
  id: 'add-after',
  group: 'Step',
  title: () => say('Add step'),
  keys: ['a'],
  run: at => {
    const { flow } = at.store.getState()
    const id = stepAt(at)
    const kind = at.kinds.get(flow.nodes.find(n => n.id === id)?.kind ?? '')
    const free = portsOf(kind).find(p => !flow.edges.some(e => e.from === id && (e.port ?? portsOf(kind)[0]?.id) === p.id))
    const port = free ?? portsOf(kind)[0]
    const after = id !== undefined && port ? { after: id, port: port.id } : null
    useStage.setState({ adding: { where: after, after: after?.after ?? null, before: null, at: at.spot ?? null } })
  },
}
