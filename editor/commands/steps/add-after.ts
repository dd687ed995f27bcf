import { portsOf } from '../../document/graph.ts'
import { CARD_HEIGHT, CARD_WIDTH } from '../../document/places.ts'
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
    // With no step chosen it stands free, where one is looking.
    const middle = flow.nodes.length ? useStage.getState().view?.middle() : undefined
    const alone = middle ? { at: { x: middle.x - CARD_WIDTH / 2, y: middle.y - CARD_HEIGHT / 2 } } : null
    useStage.setState({ adding: { where: after ?? alone, after: after?.after ?? null, before: null, at: at.spot ?? null } })
  },
}
