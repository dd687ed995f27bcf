import { edgeId } from '../../document/store.ts'
import { say } from '../../words/words.ts'
import { type Command, noConnection } from '../command.ts'
import { useStage } from '../stage.ts'

export const command: Command = {
  id: 'insert-into',
  group: 'Edit',
  title: () => say('Insert step'),
  whyNot: noConnection,
  run: ({ store, spot }) => {
    const { flow, selectedEdge } = store.getState()
    const edge = flow.edges.find(e => edgeId(e) === selectedEdge)
    if (edge) useStage.setState({ adding: { where: { into: edge }, after: edge.from, before: edge.to, at: spot ?? null } })
  },
}
