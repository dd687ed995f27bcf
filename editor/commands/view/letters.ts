import { announce } from '../../announce/announce.ts'
import { setAppearance, useAppearance } from '../../styles/appearance.ts'
import { say } from '../../words/words.ts'
import type { Command } from '../command.ts'

export const command: Command = {
  id: 'letters',
  group: 'View',
  title: () => (useAppearance.getState().letters ? say('Switch single-letter shortcuts off') : say('Switch single-letter shortcuts on')),
  looks: true,
  run: () => {
    setAppearance({ letters: !useAppearance.getState().letters })
    announce(useAppearance.getState().letters ? say('Single-letter shortcuts are on.') : say('Single-letter shortcuts are off.'))
  },
}
