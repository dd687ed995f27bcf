/** What people decided about events whose outcome is in doubt: kept for 400 days, without personal data. */
import { and, asc, desc, eq, isNotNull, lt } from 'drizzle-orm'
import type { Store } from './open.ts'
import { type Act, type Actor, audit } from './tables.ts'

export interface AuditLine {
  at: number
  what: Act
  flow: string
  request: number | null
  events: number
  /** null: decided before this was noted. */
  actor: Actor | null
}

/** Inside the transaction of the act itself: neither is there without the other. */
export const addAudit = (store: Store, line: Omit<AuditLine, 'at'>): void =>
  void store.db
    .insert(audit)
    .values({ at: store.now(), ...line })
    .run()

/** Newest first. */
export const listAudit = (store: Store, flow: string, limit = 500): AuditLine[] =>
  store.db
    .select({ at: audit.at, what: audit.what, flow: audit.flow, request: audit.request, events: audit.events, actor: audit.actor })
    .from(audit)
    .where(eq(audit.flow, flow))
    .orderBy(desc(audit.id))
    .limit(limit)
    .all()

/** What was decided about single requests of a flow, oldest first. */
export function decisionsOn(store: Store, flow: string): ReadonlyMap<number, AuditLine[]> {
  const lines = store.db
    .select({ at: audit.at, what: audit.what, flow: audit.flow, request: audit.request, events: audit.events, actor: audit.actor })
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
