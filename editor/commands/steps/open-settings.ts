import { type Command, hasStep, stepAt } from '../command.ts'
import { useStage } from '../stage.ts'

export const command: Command = {
  id: 'open-settings',
  group: 'Step',
  title: () => 'Open settings',
  keys: ['Enter'],
  looks: true,
  possible: hasStep,
  run: at => {
    at.store.getState().select([stepAt(at)!])
    useStage.setState({ settingsOpen: true })
    // After the panel has drawn the step.
    requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-region="settings"] h2')?.focus())
  },
}
