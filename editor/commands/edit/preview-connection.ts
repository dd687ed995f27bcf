import { edgeId } from '../../document/store.ts'
import { say } from '../../words/words.ts'
import { type Command, noConnection } from '../command.ts'
import { focusStep, showTab, useStage } from '../stage.ts'

export const command: Command = {
  id: 'preview-connection',
  group: 'Edit',
  title: () => say('Preview rows'),
  looks: true,
  whyNot: noConnection,
  run: ({ store }) => {
    const { flow, selectedEdge, select } = store.getState()
    const edge = flow.edges.find(e => edgeId(e) === selectedEdge)
    if (!edge) return
    select([edge.from])
    focusStep(edge.from)
    showTab('preview')
    useStage.setState(s => ({ previewAsked: s.previewAsked + 1 }))
  },
}
