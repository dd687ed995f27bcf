import { say } from '../../words/words.ts'
import type { Command } from '../command.ts'
import { mapShown, noPicture, useStage } from '../stage.ts'

export const command: Command = {
  id: 'map',
  group: 'View',
  title: ({ store }) => (mapShown(useStage.getState().map, store.getState().flow.nodes.length) ? say('Hide map') : say('Show map')),
  looks: true,
  whyNot: noPicture,
  run: ({ store }) => useStage.setState(s => ({ map: !mapShown(s.map, store.getState().flow.nodes.length) })),
}
