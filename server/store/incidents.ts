/**
 * What is amiss, and whom it was told: on disk, so that a restart neither repeats nor forgets. An incident is a scope (the
 * server, or one flow) and a code; it is open while it is seen, told once when it opens and once when it is over.
 */
import { and, asc, desc, eq, gt, isNotNull, isNull, lt, or } from 'drizzle-orm'
import type { Store } from './open.ts'
import { alert, incident } from './tables.ts'

/** What is seen now. `scope`: `server` or `flow:ID`. */
export interface Amiss {
  scope: string
  code: string
  title: string
  why: string
  flow?: string
}
export interface Incident {
  id: number
  scope: string
  code: string
  title: string
  why: string
  flow: string | null
  /** Epoch ms. */
  opened: number
  closed: number | null
  quiet: boolean
}
export type AlertEvent = 'opened' | 'recovered'
/** Something to be told to one channel. */
export interface DueAlert {
  id: number
  incident: Incident
  event: AlertEvent
  channel: string
  made: number
  tries: number
}

/** One that comes back so soon after it was over is the same one, and was told. */
const SAME_MS = 60 * 60_000

/** Opens what is new, closes what is over, and notes what has to be told to these channels; all of it or nothing. */
export function reconcile(store: Store, seen: readonly Amiss[], channels: readonly string[]): { opened: number; closed: number } {
  return store.write(() => {
    const now = store.now()
    const open = new Map(openIncidents(store).map(row => [name(row), row]))
    const fresh = new Map(seen.map(row => [name(row), row]))
    let [opened, closed] = [0, 0]
    for (const [key, row] of fresh) {
      const known = open.get(key)
      if (known) {
        if (known.title !== row.title || known.why !== row.why)
          store.db.update(incident).set({ title: row.title, why: row.why }).where(eq(incident.id, known.id)).run()
        continue
      }
      const quiet = lately(store, row, now)
      const values = { scope: row.scope, code: row.code, title: row.title, why: row.why, flow: row.flow ?? null, opened: now, quiet }
      const { id } = store.db.insert(incident).values(values).returning({ id: incident.id }).get()
      opened++
      if (!quiet) tell(store, id, 'opened', channels)
    }
    for (const [key, row] of open) {
      if (fresh.has(key)) continue
      store.db.update(incident).set({ closed: now }).where(eq(incident.id, row.id)).run()
      closed++
      // Who heard that it began hears that it is over; what came back in between was part of it.
      if (!row.quiet || now - row.opened > SAME_MS) tell(store, row.id, 'recovered', channels)
    }
    return { opened, closed }
  })
}

function lately(store: Store, { scope, code }: Amiss, now: number): boolean {
  const before = store.db
    .select({ id: incident.id })
    .from(incident)
    .where(and(eq(incident.scope, scope), eq(incident.code, code), gt(incident.closed, now - SAME_MS)))
    .get()
  return before !== undefined
}
function tell(store: Store, id: number, event: AlertEvent, channels: readonly string[]): void {
  const at = store.now()
  for (const channel of channels)
    store.db.insert(alert).values({ incident: id, event, channel, made: at, due: at }).onConflictDoNothing().run()
}
const name = ({ scope, code }: { scope: string; code: string }) => `${scope}\n${code}`

export const openIncidents = (store: Store): Incident[] =>
  store.db.select().from(incident).where(isNull(incident.closed)).orderBy(asc(incident.opened), asc(incident.id)).all()

/** Those that are over, newest first. */
export const pastIncidents = (store: Store, limit = 50): Incident[] =>
  store.db.select().from(incident).where(gt(incident.closed, 0)).orderBy(desc(incident.closed), desc(incident.id)).limit(limit).all()

/** What has to be told now, oldest first. */
export const dueAlerts = (store: Store, limit = 20): DueAlert[] =>
  store.db
    .select()
    .from(alert)
    .innerJoin(incident, eq(incident.id, alert.incident))
    .where(and(isNull(alert.done), lt(alert.due, store.now() + 1)))
    .orderBy(asc(alert.id))
    .limit(limit)
    .all()
    .map(({ alert: row, incident }) => ({ ...row, event: row.event, incident }))

/** It was taken, or given up. */
export const alertDone = (store: Store, id: number, failed: string | null = null): void =>
  void store.db.update(alert).set({ done: store.now(), failed }).where(eq(alert.id, id)).run()

export const alertLater = (store: Store, { id, tries }: Pick<DueAlert, 'id' | 'tries'>, due: number, failed: string): void =>
  void store.db
    .update(alert)
    .set({ tries: tries + 1, due, failed })
    .where(eq(alert.id, id))
    .run()

/** A channel that is gone hears nothing more. */
export const forgetAlerts = (store: Store, channel: string): void =>
  void store.db
    .delete(alert)
    .where(and(eq(alert.channel, channel), isNull(alert.done)))
    .run()

/** How the latest telling of a channel went: `undefined` when nothing was told yet, `null` when it was taken. */
export const lastFailure = (store: Store, channel: string): string | null | undefined =>
  store.db
    .select({ failed: alert.failed })
    .from(alert)
    .where(and(eq(alert.channel, channel), or(isNotNull(alert.done), isNotNull(alert.failed))))
    .orderBy(desc(alert.id))
    .limit(1)
    .get()?.failed

const KEEP_DAYS = 180
export const pruneIncidents = (store: Store, days = KEEP_DAYS): number =>
  store.db
    .delete(incident)
    .where(lt(incident.closed, store.now() - days * 86_400_000))
    .run().changes
