/** Which keys belong to a request that has left and is not settled. */
import type { EventKey } from '../../runtime/world.ts'
import { keysIn } from './event-keys.ts'
import type { Store } from './open.ts'
import { wordsOf } from './words.ts'

/** Keys of requests that have left and are not settled, in memory: asked for with every page of rows. */
export interface Underway {
  size: number
  run(key: EventKey): string | undefined
  add(request: number, keys: readonly EventKey[], run: string): void
  remove(request: number): void
}
const underways = new WeakMap<Store, Map<number, Underway>>()

/** Shared by all who ask for this stream; read from the disk the first time. */
export function underwayOf(store: Store, stream: number): Underway {
  const streams = underways.get(store) ?? new Map<number, Underway>()
  underways.set(store, streams)
  const known = streams.get(stream)
  if (known) return known
  const requests = new Map<number, readonly EventKey[]>()
  const runs = new Map<EventKey, { request: number; run: string }>()
  const underway: Underway = {
    get size() {
      return runs.size
    },
    run: key => runs.get(key)?.run,
    add(request, keys, run) {
      requests.set(request, keys)
      for (const key of keys) runs.set(key, { request, run })
    },
    remove(request) {
      for (const key of requests.get(request) ?? []) if (runs.get(key)?.request === request) runs.delete(key)
      requests.delete(request)
    },
  }
  const rows = store.sql.prepare<[number], { id: number; run: number; keys: Buffer }>(
    'select id, run, keys from request where stream = ? order by id',
  )
  for (const row of rows.all(stream)) underway.add(row.id, keysIn(row.keys), wordsOf(store).text(row.run))
  streams.set(stream, underway)
  return underway
}

/** The request is closed by somebody else than the run that goes on, if any does. */
export const noLongerUnderway = (store: Store, stream: number, request: number): void =>
  void underways.get(store)?.get(stream)?.remove(request)
