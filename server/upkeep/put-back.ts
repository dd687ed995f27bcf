/** After a database was put back: what waits for a person's choice, in words that the screen and the command line share. */
import { findFlow } from '../store/flows.ts'
import type { Store } from '../store/open.ts'
import { listRewound, type Rewound } from '../store/rewound.ts'

/** A held stream with the names of what it leads from and to. */
export interface HeldStream extends Rewound {
  flowName: string | null
  /** The kind of destination. */
  destination: string
  account: string
}

export const heldStreams = (store: Store): HeldStream[] =>
  listRewound(store).map(row => {
    const [flow = '', , destination = '', account = ''] = row.stream.split('\n')
    return { ...row, flowName: findFlow(store, flow)?.name ?? null, destination, account }
  })

/** "412 events at most, sent between 24 Nov 10:00 and 25 Nov 09:12 UTC" */
export function lostWords({ events, since, until }: Pick<Rewound, 'events' | 'since' | 'until'>): string {
  const many = events === null ? 'nobody counted how many events were sent' : `${events.toLocaleString('en')} events at most were sent`
  const from = since === null ? '' : ` after ${minute(since)}`
  return `${many}${from}${until === null ? '' : `, the last at ${minute(until)}`}`
}
const minute = (at: number) => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`
