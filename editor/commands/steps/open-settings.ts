import { say } from '../../words/words.ts'
import { type Command, hasStep, nothingSelected, onlyLooked, stepAt } from '../command.ts'
import { enterSettings, startWriting, useStage } from '../stage.ts'

export const command: Command = {
  id: 'open-settings',
  group: 'Step',
  title: () => say('Open settings'),
  keys: ['Enter'],
  looks: true,
  // What a note says can be read beside the steps; to open it is to write in it.
  whyNot: at => nothingSelected(at) ?? (hasStep(at) ? undefined : onlyLooked(at)),
  run: at => {
    const step = stepAt(at)
    // A note has no settings but its text.
    if (step === undefined) return startWriting(at.store.getState().selected.at(-1)!)
    at.store.getState().select([step])
    useStage.setState({ settings: 'step' })
    enterSettings(step)
  },
}
