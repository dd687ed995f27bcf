import { announce } from '../../announce/announce.ts'
import { say } from '../../words/words.ts'
import type { Command } from '../command.ts'
import { useStage } from '../stage.ts'

/** From now on a press on a step adds it to what is chosen, or takes it out: the way for a finger, which has no Shift. */
export const command: Command = {
  id: 'select-several',
  group: 'Edit',
  title: () => say('Select several steps'),
  looks: true,
  whyNot: ({ store }) => (store.getState().flow.nodes.length > 1 ? undefined : say('There are no two steps yet.')),
  run: () => {
    useStage.setState({ choosing: true, settings: null })
    announce(say('Press steps to add them, or to take them out again.'))
  },
}
