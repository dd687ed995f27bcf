/**
 * What is amiss, and whom it was told: on disk, so that a restart neither repeats nor forgets. An incident is a scope (the
 * server, or one flow) and a code; it is open while it is seen, told once when it opens and once when it is over. What
 * comes back within an hour is told again once it has lasted an hour, and what comes and goes at most every six hours.
 */
import { aliasedTable, and, asc, desc, eq, gt, isNotNull, isNull, lt, notExists, or, type SQL } from 'drizzle-orm'
import type { Store } from './open.ts'
import { alert, incident } from './tables.ts'

/** What is seen now. `scope`: `server` or `flow:ID`. */
export interface Amiss {
  scope: string
  code: string
  title: string
  why: string
  flow?: string
  /** Nobody can tell now whether it is so: what is open stays open, as it was described. */
  unseen?: boolean
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

/** One that comes back so soon after it was over is the same one, and was told; unless it lasts as long again. */
const SAME_MS = 60 * 60_000
/** What comes and goes is told again after this long. */
const TOLD_AGAIN_MS = 6 * 60 * 60_000

/** Opens what is new, closes what is over, and notes what has to be told to these channels; all of it or nothing. */
export function reconcile(store: Store, seen: readonly Amiss[], channels: readonly string[]): { opened: number; closed: number } {
  return store.write(() => {
    const now = store.now()
    const open = new Map(openIncidents(store).map(row => [name(row), row]))
    const fresh = new Map(seen.map(row => [name(row), row]))
    let [opened, closed] = [0, 0]
    for (const [key, row] of fresh) {
      const known = open.get(key)
      if (row.unseen) continue
      if (known) {
        goesOn(store, known, row, channels)
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
      tell(store, row.id, 'recovered', toldOf(store, row.id))
    }
    return { opened, closed }
  })
}

function goesOn(store: Store, { id, title, why, quiet, opened }: Incident, row: Amiss, channels: readonly string[]): void {
  if (title !== row.title || why !== row.why)
    store.db.update(incident).set({ title: row.title, why: row.why }).where(eq(incident.id, id)).run()
  if (!quiet || store.now() - opened < SAME_MS) return
  // It was called over, and is not.
  store.db.update(incident).set({ quiet: false }).where(eq(incident.id, id)).run()
  tell(store, id, 'opened', channels)
}
function lately(store: Store, { scope, code }: Amiss, now: number): boolean {
  const same = and(eq(incident.scope, scope), eq(incident.code, code))
  const one = (more: SQL | undefined) => store.db.select({ id: incident.id }).from(incident).where(and(same, more)).limit(1).get()
  return (
    one(gt(incident.closed, now - SAME_MS)) !== undefined &&
    one(and(eq(incident.quiet, false), gt(incident.opened, now - TOLD_AGAIN_MS))) !== undefined
  )
}
function tell(store: Store, id: number, event: AlertEvent, channels: readonly string[]): void {
  const at = store.now()
  for (const channel of channels)
    store.db.insert(alert).values({ incident: id, event, channel, made: at, due: at }).onConflictDoNothing().run()
}
/** Who heard, or will hear, that it began: nobody else hears that it is over. */
const toldOf = (store: Store, id: number): string[] =>
  store.db
    .select({ channel: alert.channel })
    .from(alert)
    .where(and(eq(alert.incident, id), eq(alert.event, 'opened')))
    .all()
    .map(({ channel }) => channel)
const name = ({ scope, code }: { scope: string; code: string }) => `${scope}\n${code}`

export const openIncidents = (store: Store): Incident[] =>
  store.db.select().from(incident).where(isNull(incident.closed)).orderBy(asc(incident.opened), asc(incident.id)).all()

/** Those that are over, newest first. */
export const pastIncidents = (store: Store, limit = 50): Incident[] =>
  store.db.select().from(incident).where(gt(incident.closed, 0)).orderBy(desc(incident.closed), desc(incident.id)).limit(limit).all()

/** What this channel has to be told now, oldest first; nothing of an incident before what came earlier of it was taken. */
export const dueAlerts = (store: Store, channel: string, limit = 20): DueAlert[] =>
  store.db
    .select()
    .from(alert)
    .innerJoin(incident, eq(incident.id, alert.incident))
    .where(and(eq(alert.channel, channel), isNull(alert.done), lt(alert.due, store.now() + 1), notExists(earlier(store))))
    .orderBy(asc(alert.id))
    .limit(limit)
    .all()
    .map(({ alert: row, incident }) => ({ ...row, event: row.event, incident }))

const before = aliasedTable(alert, 'earlier')
const earlier = (store: Store) =>
  store.db
    .select({ id: before.id })
    .from(before)
    .where(and(eq(before.incident, alert.incident), eq(before.channel, alert.channel), isNull(before.done), lt(before.id, alert.id)))

/** It was taken; `failed`: not by everybody. */
export const alertDone = (store: Store, id: number, failed: string | null = null): void =>
  void store.db.update(alert).set({ done: store.now(), failed }).where(eq(alert.id, id)).run()

/** Given up. Who was never told that it began is not told of its end either. */
export function alertGivenUp(store: Store, { id, incident, channel }: DueAlert, failed: string): void {
  store.write(() => {
    const done = store.now()
    alertDone(store, id, failed)
    store.db
      .insert(alert)
      .values({ incident: incident.id, event: 'recovered', channel, made: done, due: done, done, failed })
      .onConflictDoUpdate({ target: [alert.incident, alert.event, alert.channel], set: { done, failed } })
      .run()
  })
}

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
