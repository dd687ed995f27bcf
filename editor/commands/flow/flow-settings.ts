import { say } from '../../words/words.ts'
import type { Command } from '../command.ts'
import { enterSettings, useStage } from '../stage.ts'

/** Its name, its schedule and what happens when things go wrong: where no step is chosen, the settings are the flow's. */
export const command: Command = {
  id: 'flow-settings',
  group: 'Flow',
  title: () => say('Flow settings'),
  everywhere: true,
  looks: true,
  run: ({ store }) => {
    store.getState().select([])
    useStage.setState({ settings: 'flow' })
    enterSettings('')
  },
}
