import { moveSteps } from '../../document/edits.ts'
import { say } from '../../words/words.ts'
import { type Command, nothingSelected } from '../command.ts'

const ways: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
}
const arrows = Object.keys(ways)

/** Alt with an arrow: 20 px, with Shift 100 px. The key itself says which way. */
export const command: Command = {
  id: 'move',
  group: 'Edit',
  title: () => say('Move step'),
  keys: arrows.flatMap(arrow => [`Alt+${arrow}`, `Shift+Alt+${arrow}`]),
  whyNot: nothingSelected,
  run: ({ store, kinds, key }) => {
    const [x, y] = ways[key?.name ?? ''] ?? [0, 1]
    const by = key?.shift ? 100 : 20
    const { flow, selected, dispatch } = store.getState()
    dispatch(moveSteps(flow, kinds, selected, { x: x * by, y: y * by }))
  },
}
