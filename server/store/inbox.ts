/** The Test inbox: what was sent there, newest 1,000, bodies sealed as everything about people is. */

import { and, desc, eq, lt } from 'drizzle-orm'
import type { Standing } from '../../runtime/dialect.ts'
import { serverBounds } from '../bounds.ts'
import { KeyProblem, reseal, type Secrets } from '../upkeep/secrets.ts'
import type { Store } from './open.ts'
import { inbox } from './tables.ts'

export const INBOX_MAX = serverBounds.inbox.most

export interface InboxEntry {
  flow: string
  node: string
  /** The destination whose rules judged it. */
  rules: string
  accepted: boolean
  body: string
  findings: { rule: string; says: string; state: Standing; message?: string }[]
}
export interface StoredInboxEntry extends InboxEntry {
  id: number
  at: number
}

/** Keeps these and drops the oldest beyond 1,000. Gives their ids. */
export function addInbox(store: Store, entries: readonly InboxEntry[]): number[] {
  return store.write(() => {
    const sequence = store.sql.prepare<[], number>("select seq from sqlite_sequence where name = 'inbox'").pluck()
    let id = sequence.get() ?? 0
    const ids = entries.slice(-INBOX_MAX).map(({ body, ...entry }) => {
      id++
      const sealed = store.secrets.seal('inbox', place(id), Buffer.from(body))
      store.db
        .insert(inbox)
        .values({ ...entry, id, at: store.now(), body: sealed })
        .run()
      return id
    })
    store.db
      .delete(inbox)
      .where(lt(inbox.id, id - INBOX_MAX + 1))
      .run()
    return ids
  })
}

interface Wanted {
  before?: number | undefined
  limit?: number
  accepted?: boolean | undefined
}
/** Newest first. */
export function listInbox(store: Store, { before, limit = 100, accepted }: Wanted = {}): StoredInboxEntry[] {
  return store.db
    .select()
    .from(inbox)
    .where(and(before === undefined ? undefined : lt(inbox.id, before), accepted === undefined ? undefined : eq(inbox.accepted, accepted)))
    .orderBy(desc(inbox.id))
    .limit(Math.min(limit, INBOX_MAX))
    .all()
    .map(row => ({ ...row, body: readable(store, row) }))
}

export const findInbox = (store: Store, id: number): StoredInboxEntry | undefined => {
  const row = store.db.select().from(inbox).where(eq(inbox.id, id)).get()
  return row && { ...row, body: readable(store, row) }
}

export const clearInbox = (store: Store): void => void store.db.delete(inbox).run()

/** Seals every body for another master key, inside the caller's transaction. One that does not open stays as it is. */
export function resealInbox(store: Store, to: Secrets): void {
  for (const { id, body } of store.db.select({ id: inbox.id, body: inbox.body }).from(inbox).all()) {
    const again = reseal(store.secrets, to, 'inbox', place(id), body)
    if (again) store.db.update(inbox).set({ body: again }).where(eq(inbox.id, id)).run()
  }
}

/** Only tests of a set-up lie here, so one that does not open is shown as such and hinders nothing. */
function readable(store: Store, { id, body }: { id: number; body: Uint8Array }): string {
  try {
    return store.secrets.open('inbox', place(id), body).toString()
  } catch (cause) {
    if (cause instanceof KeyProblem) return cause.message
    throw cause
  }
}
const place = (id: number) => ['inbox', id, 'body'] as const
