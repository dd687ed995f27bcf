import { announce } from '../../announce/announce.ts'
import { setAppearance, useAppearance } from '../../styles/appearance.ts'
import { say } from '../../words/words.ts'
import type { Command } from '../command.ts'

/** For people with a mouse: the wheel zooms, as maps do. */
export const command: Command = {
  id: 'wheel',
  group: 'View',
  title: () => (useAppearance.getState().wheel === 'pan' ? say('Let the scroll wheel zoom') : say('Let the scroll wheel pan')),
  looks: true,
  run: () => {
    setAppearance({ wheel: useAppearance.getState().wheel === 'pan' ? 'zoom' : 'pan' })
    announce(useAppearance.getState().wheel === 'pan' ? say('The scroll wheel pans.') : say('The scroll wheel zooms.'))
  },
}
