import { disconnect } from '../../document/edits.ts'
import { edgeId } from '../../document/store.ts'
import { say } from '../../words/words.ts'
import { type Command, noConnection } from '../command.ts'
import { focusStep } from '../stage.ts'

export const command: Command = {
  id: 'remove-connection',
  group: 'Edit',
  title: () => say('Remove connection'),
  whyNot: noConnection,
  run: ({ store, kinds }) => {
    const { flow, selectedEdge, dispatch } = store.getState()
    const edge = flow.edges.find(e => edgeId(e) === selectedEdge)
    if (!edge) return
    dispatch(disconnect(flow, kinds, edge))
    focusStep(edge.from)
  },
}
