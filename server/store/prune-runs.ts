/** Old runs are forgotten, and those that are too many of one flow; found by indexes, without reading what any of them says. */
import { serverBounds } from '../bounds.ts'
import type { Store } from './open.ts'
import { forgetRuns } from './runs.ts'

const KEEP_DAYS = 180
const KEEP_RUNS = serverBounds.runs.most
/** Forgets runs that ended long ago, and those beyond a flow's newest 10,000, with their problems. At most `limit` a call. */
export function pruneRuns(store: Store, { days = KEEP_DAYS, runs = KEEP_RUNS, limit = 500 } = {}): number {
  return store.write(() => {
    const before = store.now() - days * 86_400_000
    const old = store.sql
      .prepare<[number, number], string>('select id from run indexed by run_ended where ended_at < ? limit ?')
      .pluck()
      .all(before, limit)
    const ids = [...old]
    // The newest that is too many of each flow, from which on all are: found without looking into any of them.
    const first = store.sql.prepare<[string, number], string>('select id from run where flow = ? order by id desc limit 1 offset ?').pluck()
    const from = store.sql
      .prepare<[string, string, number], string>(
        "select id from run where flow = ? and id <= ? and state not in ('queued', 'running') order by id limit ?",
      )
      .pluck()
    for (const flow of flowsWithRuns(store)) {
      const many = ids.length < limit ? first.get(flow, runs) : undefined
      if (many !== undefined) ids.push(...from.all(flow, many, limit - ids.length))
    }
    const gone = [...new Set(ids)].map(id => ({ id }))
    forgetRuns(store, gone)
    return gone.length
  })
}
/** Each is found by one step in the index, however many runs it has. */
const flowsWithRuns = (store: Store): string[] =>
  store.sql
    .prepare<[], string>(
      `with recursive next (flow) as (
         select min(flow) from run union all select (select min(flow) from run where flow > next.flow) from next where flow is not null)
       select flow from next where flow is not null`,
    )
    .pluck()
    .all()
