/** What the columns of a connection mean, as people mapped them: names only, no data. */
import { and, asc, desc, eq } from 'drizzle-orm'
import type { Store } from './open.ts'
import { meaning } from './tables.ts'

/** `source`: the table, or '' where the rows come from a query. `flow`: the name of the flow that was mapped so. */
export interface Meaning {
  connection: string
  source: string
  name: string
  concept: string
  flow: string
  at: number
}

/** What was meant before by these columns makes way; other columns keep their meaning. */
export function keepMeanings(store: Store, found: readonly Omit<Meaning, 'at'>[]): void {
  store.write(() => {
    for (const { connection, source, name } of found)
      store.db
        .delete(meaning)
        .where(and(eq(meaning.connection, connection), eq(meaning.source, source), eq(meaning.name, name)))
        .run()
    for (const one of found)
      store.db
        .insert(meaning)
        .values({ ...one, at: store.now() })
        .onConflictDoNothing()
        .run()
  })
}
/** Newest first. */
export const meaningsOf = (store: Store, connection: string): Meaning[] =>
  store.db.select().from(meaning).where(eq(meaning.connection, connection)).orderBy(desc(meaning.at), asc(meaning.name)).all()
/** Of one column, in whatever table; of all columns when none is named. How many were forgotten. */
export const forgetMeanings = (store: Store, connection: string, name?: string): number =>
  store.db
    .delete(meaning)
    .where(and(eq(meaning.connection, connection), name === undefined ? undefined : eq(meaning.name, name)))
    .run().changes
