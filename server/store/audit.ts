/** The record: what people decided about events, and what they changed. Kept for 400 days, without customers' data or secrets. */
import { and, asc, desc, eq, isNotNull, lt } from 'drizzle-orm'
import type { Store } from './open.ts'
import { type Actor, audit, type Change, type Decision } from './tables.ts'

export interface AuditLine {
  id: number
  at: number
  what: Decision | Change
  flow: string | null
  /** The name that the thing had then: a flow, a connection, a file; with a version's number where it is about one. */
  subject: string | null
  request: number | null
  /** Of a decision: how many events it was about. */
  events: number | null
  /** null: from before this was noted. */
  actor: Actor | null
}

/** Inside the transaction of the decision itself: neither is there without the other. */
export const addAudit = (store: Store, line: Pick<AuditLine, 'flow' | 'request' | 'events' | 'actor'> & { what: Decision }): void =>
  void store.db
    .insert(audit)
    .values({ at: store.now(), ...line })
    .run()

/** A change with its line: both are there, or neither. */
export interface Changed {
  what: Change
  flow?: string
  subject: string
  actor: Actor
}
export function recorded<T>(store: Store, line: Changed | ((done: T) => Changed), change: () => T): T {
  return store.write(() => {
    const done = change()
    const { what, flow = null, subject, actor } = typeof line === 'function' ? line(done) : line
    store.db.insert(audit).values({ at: store.now(), what, flow, subject, actor }).run()
    return done
  })
}

/** Newest first; those before line `before`. */
export const listAudit = (store: Store, { before, limit = 500 }: { before?: number; limit?: number } = {}): AuditLine[] =>
  store.db
    .select()
    .from(audit)
    .where(before === undefined ? undefined : lt(audit.id, before))
    .orderBy(desc(audit.id))
    .limit(limit)
    .all()

/** A line about events. */
export type DecisionLine = AuditLine & { what: Decision; flow: string; events: number }
/** What was decided about events of a flow, newest first. */
export const decisionsOf = (store: Store, flow: string, limit = 500): DecisionLine[] =>
  store.db
    .select()
    .from(audit)
    .where(and(eq(audit.flow, flow), isNotNull(audit.events)))
    .orderBy(desc(audit.id))
    .limit(limit)
    .all() as DecisionLine[]

/** What was decided about single requests of a flow, oldest first. */
export function decisionsOn(store: Store, flow: string): ReadonlyMap<number, AuditLine[]> {
  const lines = store.db
    .select()
    .from(audit)
    .where(and(eq(audit.flow, flow), isNotNull(audit.request)))
    .orderBy(asc(audit.id))
    .all()
  return Map.groupBy(lines, line => line.request!)
}

const KEEP_DAYS = 400
export const pruneAudit = (store: Store, days = KEEP_DAYS): number =>
  store.db
    .delete(audit)
    .where(lt(audit.at, store.now() - days * 86_400_000))
    .run().changes
