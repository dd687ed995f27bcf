/** A run of rejected rows alone: what one run had rejected is read, mapped anew and sent, and nothing new besides. */
import { Declined, notFound } from '../problems.ts'
import { addAudit } from '../store/audit.ts'
import { rejected } from '../store/deliveries.ts'
import { getFlow } from '../store/flows.ts'
import type { Store } from '../store/open.ts'
import { createRun, getRun, type NewRun, type StoredRun } from '../store/runs.ts'
import type { Actor } from '../store/tables.ts'

export interface Resend extends Pick<NewRun, 'trigger' | 'version' | 'options' | 'idempotencyKey'> {
  flow: string
  /** The run that had them rejected. */
  of: string
  actor: Actor
}

/** How many there are to send; declines where none waits any more, so that a second press of another tab finds nothing. */
export async function rejectedOf(store: Store, flow: string, of: string): Promise<number> {
  const run = getRun(store, of)
  if (run.flow !== flow) throw notFound('There is no such run of this flow')
  const events = await rejected(store, flow, run.id)
  if (events > 0) return events
  throw new Declined(
    409,
    'run.none_rejected',
    'No rejected row of that run waits any more',
    'They were sent again meanwhile, or the next run sends them anyway. Nothing was changed.',
  )
}

/** Queues it, with a line in the record: both or neither. Nothing is forgotten before: should it die, the rows stay listed as rejected. */
export function startResend(
  store: Store,
  { of, events, actor, ...ask }: Resend & { events: number },
): { run: StoredRun; created: boolean } {
  return store.write(() => {
    // Before anything was published, the draft is what runs.
    const version = ask.version === undefined ? getFlow(store, ask.flow).live : ask.version
    const made = createRun(store, { ...ask, version, options: { ...ask.options, rejectedOf: of } })
    if (made.created) addAudit(store, { what: 'send_rejected', flow: ask.flow, request: null, events, actor })
    return made
  })
}
