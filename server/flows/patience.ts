/** How long somebody who looks at a flow waits for its source. */
import { Stop } from '../../runtime/contract.ts'

/** Nobody killed a run there: the look ended by itself, and says so. */
export function impatient(cause: unknown, over: AbortSignal, ms: number): unknown {
  if (!(over.aborted && cause instanceof Stop && cause.code === 'source.cancelled')) return cause
  return new Stop(
    'source.timeout',
    `There was no answer within ${ms / 1000} seconds`,
    'A query that takes so long is not looked at; a run gives it longer. Make it lighter, or try again: a warehouse that sleeps may need a minute to start.',
    { cause, ...(cause.node !== undefined && { node: cause.node }) },
  )
}
