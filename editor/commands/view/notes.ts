import { say } from '../../words/words.ts'
import type { Command } from '../command.ts'
import { useStage } from '../stage.ts'

export const command: Command = {
  id: 'notes',
  group: 'View',
  title: () => (useStage.getState().notesHidden ? say('Show notes') : say('Hide notes')),
  looks: true,
  whyNot: ({ store }) => (store.getState().flow.notes?.length ? undefined : say('There are no notes in this flow.')),
  run: () => useStage.setState(s => ({ notesHidden: !s.notesHidden })),
}
