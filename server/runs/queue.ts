/** What a queued run waits for: a run of its own flow, or a place among those that work. */
import type { Queue } from '../api/payloads.ts'
import type { Store } from '../store/open.ts'
import { aheadOf, type StoredRun } from '../store/runs.ts'

const messages: Readonly<Record<Queue['for'], string>> = {
  flow: 'Another run of this flow comes first; a flow has one run at a time.',
  places: 'It begins when one of the runs under way ends or waits for its platform.',
}

/** Nothing of a run that begins at once, or that has begun. */
export function queueOf(store: Store, { id, flow, state }: Pick<StoredRun, 'id' | 'flow' | 'state'>): Queue | undefined {
  if (state !== 'queued') return undefined
  const ahead = aheadOf(store, id)
  const said = (what: Queue['for'], those: typeof ahead, before: number): Queue => ({
    for: what,
    behind: those.map(one => ({ run: one.id, flow: one.flow, flowName: one.flowName })),
    before,
    message: messages[what],
  })
  const own = ahead.find(one => one.flow === flow)
  if (own) return said('flow', [own], 0)
  const running = ahead.filter(one => one.state === 'running')
  // Those of a flow that runs begin after it, and of each other flow only the first is in the way.
  const busy = new Set(running.map(one => one.flow))
  const before = new Set(ahead.filter(one => !busy.has(one.flow)).map(one => one.flow)).size
  return running.length + before > 0 ? said('places', running, before) : undefined
}
