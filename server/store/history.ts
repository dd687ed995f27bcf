/** What is remembered of one event, for people. */
import type { EventKey, Settled } from '../../runtime/world.ts'
import { findDelivery } from './deliveries.ts'
import { keysIn } from './event-keys.ts'
import type { Store } from './open.ts'
import { wordsOf } from './words.ts'

/** What became of one event: when, by which run, and why when it was rejected. */
export interface History {
  state: Settled
  run: string
  code: string | null
  /** Epoch ms; for an open request, when it first left. */
  at: number
  /** The request has left and nobody has settled it. */
  open: boolean
  /** The request it is in, or was settled in; null for what was settled before that was noted. */
  request: number | null
}
/** What the ledger knows of one event; `undefined` when it never left. */
export function history(store: Store, stream: string, key: EventKey): History | undefined {
  const words = wordsOf(store)
  const id = words.find(stream)
  if (id === undefined) return undefined
  const open = store.sql
    .prepare<[number], { id: number; run: number; keys: Buffer; at: number }>(
      'select id, run, keys, first_sent as at from request where stream = ? order by id',
    )
    .all(id)
    .find(({ keys }) => keysIn(keys).includes(key))
  if (open) return { state: 'uncertain', run: words.text(open.run), code: null, at: open.at, open: true, request: open.id }
  const delivery = findDelivery(store, id, key)
  return delivery && { ...delivery, open: false }
}
