/** What people decided about events whose outcome is in doubt: kept for good, without personal data. */
import { desc, eq } from 'drizzle-orm'
import type { Store } from './open.ts'
import { type Act, audit } from './tables.ts'

export interface AuditLine {
  at: number
  what: Act
  flow: string
  request: number | null
  events: number
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
    .select({ at: audit.at, what: audit.what, flow: audit.flow, request: audit.request, events: audit.events })
    .from(audit)
    .where(eq(audit.flow, flow))
    .orderBy(desc(audit.id))
    .limit(limit)
    .all()
