import { say } from '../../words/words.ts'
import type { Command } from '../command.ts'
import { followChange } from '../follow.ts'

export const command: Command = {
  id: 'undo',
  group: 'Edit',
  title: ({ store }) => {
    const last = store.getState().history.past.at(-1)
    return last ? say('Undo: {label}', { label: last.label }) : say('Undo')
  },
  keys: ['Mod+z'],
  everywhere: true,
  whyNot: ({ store }) => (store.getState().history.past.length ? undefined : say('There is nothing to undo.')),
  run: ({ store }) => {
    const before = store.getState().flow
    store.getState().undo()
    followChange(before, { store })
  },
}
