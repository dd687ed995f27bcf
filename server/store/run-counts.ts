/** Sums over all runs that are kept, for `/metrics`. */
import type { Store } from './open.ts'

/** How many runs stand in each state. */
export const runsByState = (store: Store): { state: string; runs: number }[] =>
  store.sql.prepare<[], { state: string; runs: number }>('select state, count(*) runs from run group by state order by state').all()

/** Rows of ended runs by outcome, `read` included. */
export const rowsByOutcome = (store: Store): { outcome: string; rows: number }[] =>
  store.sql
    .prepare<[], { outcome: string; rows: number }>(
      `select tally.key outcome, sum(tally.value) rows
       from run, json_each(run.paths) path, json_each(path.value, '$.tally') tally
       where run.ended_at is not null group by tally.key order by tally.key`,
    )
    .all()
