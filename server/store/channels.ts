/** Where alerts go; the whole of a channel's settings is sealed, for each of them is, or holds, a secret. */
import { asc, eq } from 'drizzle-orm'
import { reseal, type Secrets } from '../upkeep/secrets.ts'
import type { Store } from './open.ts'
import { channel } from './tables.ts'

export type ChannelKind = 'email' | 'address'
export interface StoredChannel {
  id: string
  kind: ChannelKind
  name: string
  /** In clear: for sending, never for a screen. */
  settings: Record<string, string>
}

const place = (id: string) => ['channel', id, 'settings'] as const

export const listChannels = (store: Store): StoredChannel[] =>
  store.db
    .select()
    .from(channel)
    .orderBy(asc(channel.made), asc(channel.id))
    .all()
    .map(({ id, kind, name, settings }) => ({
      id,
      kind,
      name,
      settings: JSON.parse(store.secrets.open('connections', place(id), settings).toString()),
    }))

export function saveChannel(store: Store, { id, kind, name, settings }: StoredChannel): void {
  const sealed = store.secrets.seal('connections', place(id), Buffer.from(JSON.stringify(settings)))
  const row = { id, kind, name, settings: sealed, made: store.now() }
  store.db
    .insert(channel)
    .values(row)
    .onConflictDoUpdate({ target: channel.id, set: { kind, name, settings: sealed } })
    .run()
}

/** `false` when there is none. */
export const deleteChannel = (store: Store, id: string): boolean => store.db.delete(channel).where(eq(channel.id, id)).run().changes === 1

/** Seals every channel for another master key, inside the caller's transaction. One that does not open stays as it is. */
export function resealChannels(store: Store, to: Secrets): void {
  for (const { id, settings } of store.db.select({ id: channel.id, settings: channel.settings }).from(channel).all()) {
    const again = reseal(store.secrets, to, 'connections', place(id), settings)
    if (again) store.db.update(channel).set({ settings: again }).where(eq(channel.id, id)).run()
  }
}
