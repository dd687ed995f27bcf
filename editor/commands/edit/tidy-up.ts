import { placeSteps } from '../../document/edits.ts'
import { inOrder } from '../../document/graph.ts'
import { arrange } from '../../document/places.ts'
import type { Command } from '../command.ts'
import { useStage } from '../stage.ts'

export const command: Command = {
  id: 'tidy-up',
  group: 'Edit',
  title: () => 'Tidy up',
  keys: ['Shift+t'],
  possible: ({ store }) => store.getState().flow.nodes.length > 1,
  run: ({ store, kinds }) => {
    const { flow, dispatch } = store.getState()
    const view = useStage.getState().view
    const order = inOrder(flow, kinds).map(p => p.node.id)
    const places = arrange(flow, view?.columns() ?? 3, order)
    dispatch(placeSteps(flow, kinds, places, 'tidy up'))
    requestAnimationFrame(() => view?.fit())
  },
}
