/** Brings a database to this program's version, each step in a transaction of its own, so that a kill leaves no half. */
import type { Database } from 'better-sqlite3'
import { StoreProblem } from './refused.ts'

const files = import.meta.glob<string>('./migrations/*.sql', { query: '?raw', eager: true, import: 'default' })
/** In order; the number of a step is its place. Never edit one that was released: add another. */
const steps = Object.keys(files)
  .sort()
  .map(name => files[name]!)

/** Runs what is missing; a database from a newer program is refused, for this one would not understand it. */
export function migrate(sql: Database, readonly: boolean) {
  const at = Number(sql.pragma('user_version', { simple: true }))
  if (at > steps.length)
    throw new StoreProblem(
      'store.newer',
      'The database was made by a newer Tributary.',
      `It is at version ${at}, this program knows ${steps.length}. Start the newer program, or restore a backup from before the upgrade.`,
    )
  if (at === steps.length) return
  if (readonly)
    throw new StoreProblem('store.older', 'The database was made by an older Tributary.', 'Start the server once to bring it up to date.')
  for (let step = at; step < steps.length; step++)
    sql
      .transaction(() => {
        sql.exec(steps[step]!)
        sql.pragma(`user_version = ${step + 1}`)
      })
      .immediate()
}
