import { announce } from '../../announce/announce.ts'
import type { Command } from '../command.ts'

export const command: Command = {
  id: 'select-all',
  group: 'Edit',
  title: () => 'Select all steps',
  keys: ['Mod+a'],
  looks: true,
  run: ({ store }) => {
    const { flow, select } = store.getState()
    select([...(flow.notes ?? []), ...flow.nodes].map(n => n.id))
    announce(`${flow.nodes.length} steps selected.`)
  },
}
