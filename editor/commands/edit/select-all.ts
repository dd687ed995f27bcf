import { announce } from '../../announce/announce.ts'
import { amountOf } from '../../document/marks.ts'
import { say } from '../../words/words.ts'
import type { Command } from '../command.ts'

export const command: Command = {
  id: 'select-all',
  group: 'Edit',
  title: () => say('Select all steps'),
  keys: ['Mod+a'],
  looks: true,
  run: ({ store }) => {
    const { flow, select } = store.getState()
    select([...(flow.notes ?? []), ...flow.nodes].map(n => n.id))
    announce(say('{amount} selected.', { amount: amountOf(flow.nodes.length, flow.notes?.length ?? 0) }))
  },
}
