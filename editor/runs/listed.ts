/** Which reasons have rows that the server keeps one by one, so that they can be looked at and downloaded. Pure. */
import type { Run } from '../../server/api/payloads.ts'

export interface ReasonPick {
  code: string
  field: string | null
  node: string
}
export const same = (a: ReasonPick, b: ReasonPick): boolean => a.code === b.code && a.field === b.field && a.node === b.node

const LISTED = new Set(['rejected', 'uncertain', 'invalid', 'expired'])
type Reason = Run['paths'][number]['reasons'][number]
/** Of rows that were sent before only their number is kept; of those that share a key, each. */
export const isListed = ({ outcome, code }: Pick<Reason, 'outcome' | 'code'>): boolean => LISTED.has(outcome) || code === 'same_key'

/** How many rows of a run have a reason that is listed, and fit. */
export const rowsListed = (run: Pick<Run, 'paths'>, fits: (reason: Reason) => boolean = () => true): number =>
  run.paths
    .flatMap(({ reasons }) => reasons)
    .filter(reason => isListed(reason) && fits(reason))
    .reduce((sum, { rows }) => sum + rows, 0)
