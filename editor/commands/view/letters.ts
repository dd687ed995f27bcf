import { announce } from '../../announce/announce.ts'
import { setAppearance, useAppearance } from '../../styles/appearance.ts'
import type { Command } from '../command.ts'

export const command: Command = {
  id: 'letters',
  group: 'View',
  title: () => (useAppearance.getState().letters ? 'Switch single-letter shortcuts off' : 'Switch single-letter shortcuts on'),
  looks: true,
  run: () => {
    setAppearance({ letters: !useAppearance.getState().letters })
    announce(`Single-letter shortcuts are ${useAppearance.getState().letters ? 'on' : 'off'}.`)
  },
}
