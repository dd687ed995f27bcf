/** Why rows left: key and reason, never a value. Bounded, for a run may have millions; its report has the counts. */

import { and, asc, desc, eq, gt, isNull, type SQL } from 'drizzle-orm'
import type { RowProblem } from '../../runtime/world.ts'
import { serverBounds } from '../bounds.ts'
import type { Store } from './open.ts'
import { problem } from './tables.ts'

/** Rows with reasons that are kept of one run. */
export const PROBLEMS_MAX = serverBounds.problems.most

export interface StoredProblem extends RowProblem {
  id: number
  run: string
  flow: string
  path: string
}
const kept = new WeakMap<Store, Map<string, number>>()

/** Keeps the first 10,000 of a run. */
export function addProblems(store: Store, run: { id: string; flow: string }, path: string, rows: readonly RowProblem[]): void {
  const counts = kept.get(store) ?? new Map<string, number>()
  kept.set(store, counts)
  const before = counts.get(run.id) ?? countProblems(store, run.id)
  const room = rows.slice(0, Math.max(0, PROBLEMS_MAX - before))
  if (counts.size > 100) counts.clear()
  counts.set(run.id, before + room.length)
  if (room.length === 0) return
  const put = store.sql.prepare(
    'insert into problem (run, flow, path, key, outcome, code, node, field, message) values (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  )
  store.write(() => {
    for (const row of room) put.run(run.id, run.flow, path, row.key, row.outcome, row.code, row.node, row.field, row.message)
  })
}

export const countProblems = (store: Store, run: string): number =>
  store.sql.prepare('select count(*) from problem where run = ?').pluck().get(run) as number

export interface ProblemFilter {
  outcome?: string | undefined
  code?: string | undefined
  /** Only what stopped at this step. */
  node?: string | undefined
  /** Only about this field; empty: about none. */
  field?: string | undefined
  /** Only those after this id: the next page. */
  after?: number | undefined
  limit?: number
}
/** In the order they happened. */
export function listProblems(
  store: Store,
  run: string,
  { outcome, code, node, field, after, limit = 200 }: ProblemFilter = {},
): StoredProblem[] {
  const where: SQL[] = [eq(problem.run, run)]
  if (outcome !== undefined) where.push(eq(problem.outcome, outcome as RowProblem['outcome']))
  if (code !== undefined) where.push(eq(problem.code, code))
  if (node !== undefined) where.push(eq(problem.node, node))
  if (field !== undefined) where.push(field === '' ? isNull(problem.field) : eq(problem.field, field))
  if (after !== undefined) where.push(gt(problem.id, after))
  return store.db
    .select()
    .from(problem)
    .where(and(...where))
    .orderBy(asc(problem.id))
    .limit(Math.min(limit, PROBLEMS_MAX))
    .all()
}

/** What is known of one row of a flow, newest first: for "explain". */
export const problemsOfKey = (store: Store, flow: string, key: string, limit = 50): StoredProblem[] =>
  store.db
    .select()
    .from(problem)
    .where(and(eq(problem.flow, flow), eq(problem.key, key)))
    .orderBy(desc(problem.id))
    .limit(limit)
    .all()

export const forgetProblems = (store: Store, run: string): void => void store.db.delete(problem).where(eq(problem.run, run)).run()
