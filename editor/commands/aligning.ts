/** Lining up what is selected: one file a command, all of one make. */
import { type Alignment, aligned } from '../document/align.ts'
import { placeSteps } from '../document/edits.ts'
import { placesOf } from '../document/places.ts'
import { say } from '../words/words.ts'
import type { Command } from './command.ts'

/** A command that lines up the selected steps and notes. */
export const aligning = (id: string, title: string, how: Alignment): Command => ({
  id,
  group: 'Edit',
  title: () => title,
  whyNot: ({ store }) => {
    const { length } = store.getState().selected
    if (how === 'left' || how === 'top') return length > 1 ? undefined : say('Choose two steps or more first.')
    return length > 2 ? undefined : say('Choose three steps or more first.')
  },
  run: ({ store, kinds }) => {
    const { flow, selected, dispatch } = store.getState()
    dispatch(placeSteps(flow, kinds, aligned(how, selected, placesOf(flow)), title.toLowerCase()))
  },
})
