import { say } from '../../words/words.ts'
import type { Command } from '../command.ts'
import { followChange } from '../follow.ts'

export const command: Command = {
  id: 'redo',
  group: 'Edit',
  title: ({ store }) => {
    const next = store.getState().history.future.at(-1)
    return next ? say('Redo: {label}', { label: next.label }) : say('Redo')
  },
  keys: ['Mod+Shift+z', 'Mod+y'],
  everywhere: true,
  possible: ({ store }) => store.getState().history.future.length > 0,
  run: ({ store }) => {
    const before = store.getState().flow
    store.getState().redo()
    followChange(before, { store })
  },
}
