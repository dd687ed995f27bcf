/**
 * Events that went again after a doubt, from when their outcome is committed until the report that counts them is: a
 * process that dies between the two must not make a possible double uncounted.
 */
import type { PathReport } from '../../runtime/report.ts'
import type { Again } from '../../runtime/world.ts'
import type { Store } from './open.ts'
import { wordsOf } from './words.ts'

/** Adds to what waits to be counted, inside the caller's transaction. */
export function addUncounted(store: Store, stream: number, { resent, doubles }: Again): void {
  if (resent <= 0 && doubles <= 0) return
  store.sql
    .prepare(
      `insert into uncounted (stream, resent, doubles) values (?, ?, ?)
       on conflict (stream) do update set resent = resent + excluded.resent, doubles = doubles + excluded.doubles`,
    )
    .run(stream, Math.max(0, resent), Math.max(0, doubles))
}

/** What former runs of this stream left uncounted. */
export const uncounted = (store: Store, stream: number): Again =>
  store.sql.prepare<[number], Again>('select resent, doubles from uncounted where stream = ?').get(stream) ?? { resent: 0, doubles: 0 }

/** Whether each path was opened, and so said what former runs left to be counted: one that was stopped before did not. */
export const opened = (paths: readonly Pick<PathReport, 'state' | 'error' | 'tally'>[]): boolean =>
  paths.every(({ state, error, tally }) => tally.read > 0 || (!error && state !== 'stopped'))

/** A run's report is on disk (in the caller's transaction) or was handed over: all of the flow's is counted. */
export function allCounted(store: Store, flow: string): void {
  for (const stream of wordsOf(store).beginning(`${flow}\n`)) store.sql.prepare('delete from uncounted where stream = ?').run(stream)
}
