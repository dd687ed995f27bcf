/** Small facts about this data folder that belong to no table of their own. */
import { eq } from 'drizzle-orm'
import type { Store } from './open.ts'
import { setting } from './tables.ts'

/** The stored text, or `undefined` when it was never set. */
export const getSetting = (store: Store, name: string): string | undefined =>
  store.db.select().from(setting).where(eq(setting.name, name)).get()?.value

export const setSetting = (store: Store, name: string, value: string): void =>
  void store.db.insert(setting).values({ name, value }).onConflictDoUpdate({ target: setting.name, set: { value } }).run()

/** Forgets every fact whose name begins so. */
export const forgetSettings = (store: Store, beginning: string): void =>
  void store.sql.prepare('delete from setting where substr(name, 1, ?) = ?').run(beginning.length, beginning)
