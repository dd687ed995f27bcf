/** Segments: conditions that go by a name. Every change is kept, so that it can be told who changed what, and when. */
import { desc, eq, isNotNull } from 'drizzle-orm'
import type { Conditions } from '../../runtime/conditions/tree.ts'
import type { Store } from './open.ts'
import { Refused } from './refused.ts'
import { type Actor, type MadeOn, segment } from './tables.ts'

export interface StoredSegment {
  name: string
  revision: number
  where: Conditions
  madeOn: MadeOn | null
  updatedAt: number
}
export interface SegmentChange {
  revision: number
  /** null: deleted, or renamed. */
  where: Conditions | null
  renamedTo: string | null
  actor: Actor
  at: number
}
type Row = typeof segment.$inferSelect

/** By name. */
export function listSegments(store: Store): StoredSegment[] {
  const last = new Map<string, Row>()
  for (const row of store.db.select().from(segment).orderBy(segment.name, segment.revision).all()) last.set(row.name, row)
  return [...last.values()].flatMap(row => stored(row) ?? [])
}

export const findSegment = (store: Store, name: string): StoredSegment | undefined => stored(lastRow(store, name))

/**
 * Makes a segment (`revision` undefined), or changes the one that was read at `revision`; else throws `Refused`: `exists`,
 * also for a name that differs in case only, for people would take the two for one; `stale` with the segment as it stands.
 */
export function saveSegment(
  store: Store,
  name: string,
  { where, madeOn = null }: { where: Conditions; madeOn?: MadeOn | null },
  revision: number | undefined,
  actor: Actor,
): StoredSegment {
  return store.write(() => {
    const last = lastRow(store, name)
    const now = stored(last)
    if (revision === undefined) {
      const alike = listSegments(store).find(other => other.name.toLowerCase() === name.toLowerCase())
      if (alike) throw taken(alike.name)
    } else if (!now) throw gone()
    else if (now.revision !== revision) throw stale(now)
    const row = {
      name,
      revision: (last?.revision ?? 0) + 1,
      conditions: where,
      renamedTo: null,
      madeOn: madeOn ?? now?.madeOn ?? null,
      actor,
      at: store.now(),
    }
    store.db.insert(segment).values(row).run()
    return stored(row)!
  })
}

/**
 * Gives the segment that was read at `revision` another name. The old one leads to it for as long as no other segment takes
 * it; throws `Refused` as `saveSegment` does. A name that differs in case only is another name, too.
 */
export function renameSegment(store: Store, name: string, to: string, revision: number | undefined, actor: Actor): StoredSegment {
  return store.write(() => {
    const now = findSegment(store, name)
    if (!now) throw gone()
    if (revision !== undefined && now.revision !== revision) throw stale(now)
    if (name === to) return now
    const alike = listSegments(store).find(other => other.name !== name && other.name.toLowerCase() === to.toLowerCase())
    if (alike) throw taken(alike.name)
    const at = store.now()
    const { where: conditions, madeOn } = now
    store.db
      .insert(segment)
      .values([
        { name, revision: now.revision + 1, conditions: null, renamedTo: to, madeOn, actor, at },
        { name: to, revision: (lastRow(store, to)?.revision ?? 0) + 1, conditions, madeOn, actor, at },
      ])
      .run()
    return findSegment(store, to)!
  })
}

/** The segment that goes by this name, or went by it last. */
export function followSegment(store: Store, name: string): StoredSegment | undefined {
  const seen = new Set<string>()
  for (let at: string | null = name; at !== null && !seen.has(at); ) {
    seen.add(at)
    const row: Row | undefined = lastRow(store, at)
    if (row?.conditions) return stored(row)
    at = row?.renamedTo ?? null
  }
  return undefined
}

/** Names that lead to it, besides its own. */
export function formerNames(store: Store, { name }: StoredSegment): string[] {
  const renamed = store.db.selectDistinct({ name: segment.name }).from(segment).where(isNotNull(segment.renamedTo)).all()
  return renamed.map(one => one.name).filter(old => old !== name && followSegment(store, old)?.name === name)
}

/** Its former conditions stay in its history. Whether flows use it is for the caller to ask. */
export function deleteSegment(store: Store, name: string, actor: Actor): void {
  store.write(() => {
    const now = findSegment(store, name)
    if (!now) throw gone()
    const row = { name, revision: now.revision + 1, conditions: null, madeOn: now.madeOn, actor, at: store.now() }
    store.db.insert(segment).values(row).run()
  })
}

/** Newest first; empty when there never was one. */
export const segmentHistory = (store: Store, name: string): SegmentChange[] =>
  store.db
    .select()
    .from(segment)
    .where(eq(segment.name, name))
    .orderBy(desc(segment.revision))
    .all()
    .map(({ revision, conditions, renamedTo, actor, at }) => ({ revision, where: conditions, renamedTo, actor, at }))

const taken = (name: string) => new Refused('exists', `There is a segment "${name}" already.`, 'Choose another name.')
const stale = (now: StoredSegment) =>
  new Refused('stale', 'Somebody else changed this segment.', 'Look at it as it is now, then save again.', now)
const gone = () => new Refused('not_found', 'There is no such segment.', 'It may have been deleted.')
const lastRow = (store: Store, name: string): Row | undefined =>
  store.db.select().from(segment).where(eq(segment.name, name)).orderBy(desc(segment.revision)).limit(1).get()
const stored = (row: Row | undefined): StoredSegment | undefined =>
  row?.conditions ? { name: row.name, revision: row.revision, where: row.conditions, madeOn: row.madeOn, updatedAt: row.at } : undefined
