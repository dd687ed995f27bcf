import { placeSteps } from '../../document/edits.ts'
import { tidied } from '../../document/tidy.ts'
import type { Command } from '../command.ts'
import { useStage } from '../stage.ts'

export const command: Command = {
  id: 'tidy-up',
  group: 'Edit',
  title: () => 'Tidy up',
  keys: ['Shift+t'],
  possible: ({ store }) => store.getState().flow.nodes.length > 1,
  run: async ({ store, kinds }) => {
    const { flow, dispatch } = store.getState()
    const view = useStage.getState().view
    const places = await tidied(flow, kinds, view?.columns() ?? 3)
    dispatch(placeSteps(store.getState().flow, kinds, places, 'tidy up'))
    requestAnimationFrame(() => view?.fit())
  },
}
