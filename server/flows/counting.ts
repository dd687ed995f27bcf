/** Rows at a step counted by the values of a column, or by two segments of the library. */
import { breakdown, overlap } from '../../runtime/breakdown.ts'
import { predicate } from '../../runtime/conditions/predicate.ts'
import { conditionProblems } from '../../runtime/conditions/problems.ts'
import type { SegmentUse } from '../../runtime/conditions/tree.ts'
import { Stop } from '../../runtime/contract.ts'
import type { Flow } from '../../runtime/flow.ts'
import type { Broken, Overlapping } from '../api/breakdown.ts'
import type { Workplace } from '../runs/workplace.ts'
import { maskRows } from './masking.ts'
import { withRowsAt } from './rows-at.ts'

/** `personal`: names whose values are masked; absent: a person asked for values in clear. */
export const breakdownAt = (
  flow: Flow,
  ask: { node: string; column: string },
  place: Workplace,
  personal: ReadonlySet<string> | undefined,
): Promise<Broken> =>
  withRowsAt(flow, ask.node, place, async ({ session, at, reading, timezone }) => {
    const { column } = ask
    const found = await breakdown(session, at, column, reading, timezone)
    const rows = found.values.map(({ value }) => ({ [column]: value }))
    const shown = personal ? maskRows(rows, at.has, personal) : rows
    return { ...found, column, values: found.values.map((one, i) => ({ value: shown[i]![column], rows: one.rows })) }
  })

/** How the rows that leave the step divide over two segments. */
export const overlapAt = (flow: Flow, node: string, segments: readonly [SegmentUse, SegmentUse], place: Workplace): Promise<Overlapping> =>
  withRowsAt(flow, node, place, async ({ session, at, reading, timezone }) => {
    const trees = segments.map(use => ({ match: 'all' as const, conditions: [use] }))
    const [a, b] = [trees[0]!, trees[1]!]
    const [flaw] = [a, b].flatMap(tree => conditionProblems(tree, at.has))
    if (flaw) throw new Stop(flaw.code, 'A segment does not fit these rows', flaw.message, { node })
    const meets = (tree: typeof a) => predicate(tree, at.has, { now: reading.now, timezone })
    const found = await overlap(session, at, [a, b], [meets(a), meets(b)], reading)
    return { ...found, segments: segments.map(use => use.segment) }
  })
