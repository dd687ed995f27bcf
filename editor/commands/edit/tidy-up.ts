import { announce } from '../../announce/announce.ts'
import { placeSteps } from '../../document/edits.ts'
import { tidied } from '../../document/tidy.ts'
import { say } from '../../words/words.ts'
import { type Command, stepsAt } from '../command.ts'
import { useStage } from '../stage.ts'

/** Lays out what is selected, or the whole flow. */
export const command: Command = {
  id: 'tidy-up',
  group: 'Edit',
  title: at => (stepsAt(at).length > 1 ? say('Tidy up selected steps') : say('Tidy up')),
  keys: ['Shift+t'],
  whyNot: ({ store }) => (store.getState().flow.nodes.length > 1 ? undefined : say('There are no two steps yet.')),
  run: at => {
    const { flow, dispatch } = at.store.getState()
    const view = useStage.getState().view
    const some = stepsAt(at)
    const whole = some.length < 2
    const before = flow
    dispatch(placeSteps(flow, at.kinds, tidied(flow, at.kinds, view?.columns(flow) ?? 3, whole ? undefined : some), say('tidy up')))
    if (at.store.getState().flow === before) return announce(say('It is tidy already.'))
    if (whole) requestAnimationFrame(() => view?.fit())
  },
}
