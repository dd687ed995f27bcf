/** Due times and what became of each: a flow's minute is dealt with once, whatever clocks and processes do. */
import { and, desc, eq, gt, lt, ne } from 'drizzle-orm'
import type { Store } from './open.ts'
import { type TickVerdict, tick } from './tables.ts'

export interface Tick {
  flow: string
  /** Epoch ms. */
  due: number
  /** The row stands for every due time from `due` up to this one. */
  until: number | null
  verdict: TickVerdict
  run: string | null
  at: number
}

/** `false` when this due time was dealt with before. */
export const addTick = (store: Store, ask: { flow: string; due: number; verdict: TickVerdict; run?: string; until?: number }): boolean =>
  store.db
    .insert(tick)
    .values({ ...ask, at: store.now() })
    .onConflictDoNothing()
    .run().changes === 1

/** Newest first. */
export const listTicks = (store: Store, flow: string, limit = 100): Tick[] =>
  store.db.select().from(tick).where(eq(tick.flow, flow)).orderBy(desc(tick.due)).limit(limit).all()

export const hasTick = (store: Store, flow: string, due: number): boolean =>
  store.db
    .select({ due: tick.due })
    .from(tick)
    .where(and(eq(tick.flow, flow), eq(tick.due, due)))
    .get() !== undefined

/** Forgets what was said of due times that are still to come, but for those that have a run: they never get a second one. */
export function forgetFutureTicks(store: Store, flow: string, now: number): void {
  store.db
    .delete(tick)
    .where(and(eq(tick.flow, flow), gt(tick.due, now), ne(tick.verdict, 'queued')))
    .run()
  store.db
    .update(tick)
    .set({ until: now })
    .where(and(eq(tick.flow, flow), gt(tick.until, now)))
    .run()
}

/** Forgets old ones; the flow's own mark keeps them from firing again. */
export const pruneTicks = (store: Store, days = 90): number =>
  store.db
    .delete(tick)
    .where(lt(tick.due, store.now() - days * 86_400_000))
    .run().changes
