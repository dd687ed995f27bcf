/** Flows: one draft that people edit, and published versions that never change. */
import { and, desc, eq, isNotNull, sql } from 'drizzle-orm'
import type { Columns } from '../../runtime/drift.ts'
import type { Flow } from '../../runtime/flow.ts'
import type { Store } from './open.ts'
import { Refused } from './refused.ts'
import { type Actor, flow, version } from './tables.ts'
import { ulid } from './ulid.ts'

/** A flow as stored. Times are epoch ms. `live`: the version that the schedule runs. */
export interface StoredFlow {
  id: string
  name: string
  revision: number
  document: Flow
  live: number | null
  paused: boolean
  /** Due times up to this one have been dealt with. */
  dueAfter: number | null
  createdAt: number
  updatedAt: number
}
export interface StoredVersion {
  flow: string
  version: number
  document: Flow
  note: string
  publishedAt: number
  /** The columns that each model gave then; null: not kept. */
  columns: Columns | null
  /** By which door it was published; null: from before this was noted. */
  actor: Actor | null
}

export function listFlows(store: Store): StoredFlow[] {
  return store.db.select().from(flow).orderBy(desc(flow.updatedAt), desc(flow.id)).all()
}

export const findFlow = (store: Store, id: string): StoredFlow | undefined => store.db.select().from(flow).where(eq(flow.id, id)).get()

/** Throws `Refused` (`not_found`) when there is none. */
export function getFlow(store: Store, id: string): StoredFlow {
  const found = findFlow(store, id)
  if (!found) throw new Refused('not_found', 'There is no such flow.', 'It may have been deleted.')
  return found
}

export function createFlow(store: Store, document: Flow, id = ulid(store.now())): StoredFlow {
  const at = store.now()
  return store.write(() => {
    if (findFlow(store, id)) throw new Refused('exists', 'There is a flow with this id already.', 'Choose another id.')
    store.db.insert(flow).values({ id, name: document.name, revision: 1, document, createdAt: at, updatedAt: at }).run()
    return getFlow(store, id)
  })
}

/** Keeps a draft, if nobody saved another since `revision`; else throws `Refused` (`stale`) with the flow as it stands. */
export function saveFlow(store: Store, id: string, revision: number, document: Flow): StoredFlow {
  return store.write(() => {
    const { changes } = store.db
      .update(flow)
      .set({ document, name: document.name, revision: revision + 1, updatedAt: store.now() })
      .where(and(eq(flow.id, id), eq(flow.revision, revision)))
      .run()
    const now = getFlow(store, id)
    if (changes === 0)
      throw new Refused('stale', 'Somebody else changed this flow.', 'Look at their changes, then save again or take theirs.', now)
    return now
  })
}

/** The draft that somebody agreed to publish; throws `Refused` (`stale`) with the present one when it is another by now. */
export function agreedDraft(store: Store, id: string, revision?: number): StoredFlow {
  const now = getFlow(store, id)
  if (revision !== undefined && revision !== now.revision)
    throw new Refused('stale', 'Somebody else changed this flow.', 'Look at their changes, then publish again.', now)
  return now
}

/** Makes the draft the version that the schedule runs, from now on. */
export function publishFlow(
  store: Store,
  id: string,
  note = '',
  revision?: number,
  { columns = null, actor = null }: Partial<Pick<StoredVersion, 'columns' | 'actor'>> = {},
): StoredVersion {
  return store.write(() => {
    const now = agreedDraft(store, id, revision)
    const number = latestVersion(store, id) + 1
    const made = { flow: id, version: number, document: now.document, note, publishedAt: store.now(), columns, actor }
    store.db.insert(version).values(made).run()
    store.db.update(flow).set({ live: made.version, dueAfter: made.publishedAt }).where(eq(flow.id, id)).run()
    return made
  })
}

/** Makes an old version the draft again; the live one stays until somebody publishes. */
export function restoreVersion(store: Store, id: string, number: number, revision?: number): StoredFlow {
  return store.write(() => {
    const { document } = getVersion(store, id, number)
    return saveFlow(store, id, revision ?? getFlow(store, id).revision, document)
  })
}

/** Newest first. */
export const listVersions = (store: Store, id: string): StoredVersion[] =>
  store.db.select().from(version).where(eq(version.flow, id)).orderBy(desc(version.version)).all()

export function getVersion(store: Store, id: string, number: number): StoredVersion {
  const found = store.db
    .select()
    .from(version)
    .where(and(eq(version.flow, id), eq(version.version, number)))
    .get()
  if (!found) throw new Refused('not_found', `There is no version ${number} of this flow.`, 'Look at the list of versions.')
  return found
}

/** Due times that pass while a flow is paused are not missed: they were not wanted. Resuming starts from now. */
export function setPaused(store: Store, id: string, paused: boolean): StoredFlow {
  return store.write(() => {
    const before = getFlow(store, id)
    if (before.paused !== paused)
      store.db
        .update(flow)
        .set({ paused, ...(!paused && { dueAfter: store.now() }) })
        .where(eq(flow.id, id))
        .run()
    return getFlow(store, id)
  })
}

/** A flow that a schedule may run: published and not paused. */
export interface ScheduledFlow {
  id: string
  live: number
  dueAfter: number
}
export const scheduledFlows = (store: Store): ScheduledFlow[] =>
  store.db
    .select({ id: flow.id, live: sql<number>`${flow.live}`, dueAfter: sql<number>`coalesce(${flow.dueAfter}, ${flow.updatedAt})` })
    .from(flow)
    .where(and(isNotNull(flow.live), eq(flow.paused, false)))
    .all()

// For those who look at all flows every few seconds: drafts are not read, and what was published is read once.
/** `document`: the version that the schedule runs. Shared by all who look; nobody writes into it. */
export type PublishedFlow = Pick<StoredFlow, 'id' | 'name' | 'paused' | 'dueAfter' | 'updatedAt'> & { live: number; document: Flow }

interface Row {
  id: string
  name: string
  paused: number
  dueAfter: number | null
  updatedAt: number
  live: number
  publishedAt: number
}
/** A version never changes; a flow that was deleted and made anew under its id has other times. */
type Read = Pick<Row, 'live' | 'publishedAt'> & { document: Flow }
const read = new WeakMap<Store, Map<string, Read>>()

export function publishedFlows(store: Store): PublishedFlow[] {
  const before = read.get(store)
  const now = new Map<string, Read>()
  const rows = store.sql
    .prepare<[], Row>(
      `select flow.id, flow.name, flow.paused, flow.due_after as dueAfter, flow.updated_at as updatedAt, flow.live, version.published_at as publishedAt
       from flow join version on version.flow = flow.id and version.version = flow.live order by flow.updated_at desc, flow.id desc`,
    )
    .all()
  const flows = rows.map(({ publishedAt, paused, ...row }): PublishedFlow => {
    const known = before?.get(row.id)
    const same = known?.live === row.live && known.publishedAt === publishedAt
    const one = same ? known : { live: row.live, publishedAt, document: documentOf(store, row) }
    now.set(row.id, one)
    return { ...row, paused: paused === 1, document: one.document }
  })
  read.set(store, now)
  return flows
}
const documentOf = (store: Store, { id, live }: Pick<Row, 'id' | 'live'>): Flow =>
  JSON.parse(
    store.sql.prepare<[string, number], string>('select document from version where flow = ? and version = ?').pluck().get(id, live)!,
  )

/** Every due time up to `until` has been dealt with; never goes back, so a clock set back fires nothing twice. */
export function setDueAfter(store: Store, id: string, until: number): void {
  store.db
    .update(flow)
    .set({ dueAfter: sql`max(coalesce(${flow.dueAfter}, 0), ${until})` })
    .where(eq(flow.id, id))
    .run()
}

/** The one way back: after a clock that was far ahead. */
export const pullBackDueAfter = (store: Store, id: string, until: number): void =>
  void store.db.update(flow).set({ dueAfter: until }).where(eq(flow.id, id)).run()

/** The flow and its versions. `runs.ts` `deleteFlow` is the whole act, with its runs. */
export const removeFlow = (store: Store, id: string): void => void store.db.delete(flow).where(eq(flow.id, id)).run()

const latestVersion = (store: Store, id: string): number =>
  store.db
    .select({ last: sql<number | null>`max(${version.version})` })
    .from(version)
    .where(eq(version.flow, id))
    .get()?.last ?? 0
