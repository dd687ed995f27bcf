import { say } from '../../words/words.ts'
import type { Command } from '../command.ts'
import { focusStep, useStage } from '../stage.ts'

export const command: Command = {
  id: 'switch-view',
  group: 'View',
  title: () => (useStage.getState().main === 'list' ? say('Show picture') : say('Show Flow list')),
  keys: ['l'],
  looks: true,
  run: ({ store }) => {
    // The step that the keyboard is on, chosen or not.
    const here = document.activeElement?.closest<HTMLElement>('[data-flow-view] [data-id]')?.dataset.id
    useStage.setState(s => (s.main === 'list' ? { main: 'canvas' } : { main: 'list', tab: s.tab === 'list' ? 'preview' : s.tab }))
    const { selected, flow } = store.getState()
    const step = here ?? selected.at(-1) ?? flow.nodes[0]?.id
    // The other view is drawn by then.
    if (step) requestAnimationFrame(() => focusStep(step))
  },
}
