/** Lining up what is selected: one file a command, all of one make. */
import { type Alignment, aligned } from '../document/align.ts'
import { placeSteps } from '../document/edits.ts'
import { placesOf } from '../document/places.ts'
import type { Command } from './command.ts'

/** A command that lines up the selected steps and notes. */
export const aligning = (id: string, title: string, how: Alignment): Command => ({
  id,
  group: 'Edit',
  title: () => title,
  possible: ({ store }) => store.getState().selected.length > (how === 'left' || how === 'top' ? 1 : 2),
  run: ({ store, kinds }) => {
    const { flow, selected, dispatch } = store.getState()
    dispatch(placeSteps(flow, kinds, aligned(how, selected, placesOf(flow)), title.toLowerCase()))
  },
})
