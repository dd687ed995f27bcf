import { announce } from '../../announce/announce.ts'
import { setAppearance, useAppearance } from '../../styles/appearance.ts'
import type { Command } from '../command.ts'

/** For people with a mouse: the wheel zooms, as maps do. */
export const command: Command = {
  id: 'wheel',
  group: 'View',
  title: () => (useAppearance.getState().wheel === 'pan' ? 'Let the scroll wheel zoom' : 'Let the scroll wheel pan'),
  looks: true,
  run: () => {
    setAppearance({ wheel: useAppearance.getState().wheel === 'pan' ? 'zoom' : 'pan' })
    announce(`The scroll wheel ${useAppearance.getState().wheel}s.`)
  },
}
