/** Where a stored request stands: not kept, but told from the request and the time. */
import { mayResend } from '../../runtime/recover.ts'
import type { UnknownPolicy } from '../../runtime/way.ts'
import type { Open } from '../../runtime/world.ts'

/** What the state of a stored request hangs on beside itself: the flow's word on unknown outcomes, and a database that went back. */
export interface Beside {
  policy?: UnknownPolicy | undefined
  /** Whatever this database has open may have left since. */
  putBack?: boolean
}
/** Where a stored request stands now. */
export function stateOf(open: Open, now: number, { policy, putBack }: Beside = {}): 'held' | 'meant' | 'open' {
  if (putBack || !mayResend(open, now, policy)) return 'held'
  return open.attempts === 0 ? 'meant' : 'open'
}
/** Where an event in it stands: with it; what is in doubt of a part is open, also before the part's own turn came. */
export function eventStateOf(open: Open, now: number, beside?: Beside): 'held' | 'meant' | 'open' {
  const state = stateOf(open, now, beside)
  return state === 'meant' && open.doubts > 0 ? 'open' : state
}
