/** Refused events: which they are, and a fingerprint of what was refused, to tell whether it would leave differently by now. */
import type { EventKey, Settlement } from '../../runtime/world.ts'
import { deliveriesOf } from './deliveries.ts'
import { keyBytes } from './event-keys.ts'
import type { Store } from './open.ts'
import { wordsOf } from './words.ts'

/** Inside the transaction that settles them. */
export function keepPrints(store: Store, stream: number, outcomes: readonly Settlement[]): void {
  const refused = outcomes.filter(({ state, print }) => state === 'rejected' && print !== undefined)
  if (refused.length === 0) return
  const put = store.sql.prepare('insert or replace into rejection (stream, key, print, at) values (?, ?, ?, ?)')
  for (const { key, print } of refused) put.run(stream, keyBytes([key]), Buffer.from(print!, 'hex'), store.now())
}

const pause = () => new Promise(resolve => setImmediate(resolve))
/** The refused events of one stream, of one run when it is named: their key, and the fingerprint where one was kept. */
export async function refusedIn(store: Store, stream: string, run: string | undefined): Promise<ReadonlyMap<EventKey, string | null>> {
  const words = wordsOf(store)
  const id = words.find(stream)
  if (id === undefined) return new Map()
  while (deliveriesOf(store, id).step()) await pause()
  const of = run === undefined ? null : (words.find(run) ?? -1)
  const rows = store.sql
    .prepare<[number, number | null, number | null], { key: string; print: string | null }>(
      `select lower(hex(d.key)) as key, lower(hex(r.print)) as print from delivery d left join rejection r on r.stream = d.stream and r.key = d.key
       where d.state = 2 and d.stream = ? and (? is null or d.run = ?)`,
    )
    .all(id, of, of)
  return new Map(rows.map(({ key, print }) => [key, print || null]))
}

const KEEP_DAYS = 90
export const pruneRejections = (store: Store): number =>
  store.sql.prepare('delete from rejection where at < ?').run(store.now() - KEEP_DAYS * 86_400_000).changes
