/** What the source leaves out, one cut after another, so that it can be counted there under the reason it would have here. */
import type { Conditions } from './conditions/tree.ts'
import { Left } from './contract.ts'
import type { Plan } from './plan.ts'

/** Conditions, and as what a row leaves that does not meet them. */
export interface Cut {
  where: Conditions
  left: Left
}
export interface NarrowedCut extends Pick<Cut, 'left'> {
  /** `undefined`: everything, up to a step before the first condition. */
  where: Conditions | undefined
  /** The place of its step among the plan's; whether it is the step's first cut, and its last. */
  step: number
  first: boolean
  last: boolean
}

const filtered = new Left('filtered', 'filtered')

/** `where` of each holds everything before it, too. */
export const narrowedCuts = ({ steps, narrowed }: Pick<Plan, 'steps' | 'narrowed'>): NarrowedCut[] =>
  narrowed.flatMap((where, step): NarrowedCut[] => {
    const before = narrowed[step - 1]?.conditions ?? []
    const { cuts } = steps[step]!
    // One that leaves nothing out keeps its predecessor's.
    if (cuts.length < 2 || where === narrowed[step - 1]) return [{ step, first: true, last: true, where, left: cuts[0]?.left ?? filtered }]
    return cuts.map(({ left }, at) => ({
      ...{ step, left, first: at === 0, last: at === cuts.length - 1 },
      where: { match: 'all' as const, conditions: [...before, ...cuts.slice(0, at + 1).map(cut => cut.where)] },
    }))
  })
