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
  whyNot: ({ store }) => (store.getState().history.future.length ? undefined : say('There is nothing to redo.')),
  run: ({ store }) => {
    const before = store.getState().flow
    store.getState().redo()
    followChange(before, { store })
  },
}
