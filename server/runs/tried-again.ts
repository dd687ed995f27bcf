/** When what stopped a run, and passes by itself, is tried again without anybody's doing. */
import { nextToCome } from '../schedule/schedule.ts'
import { findFlow, getVersion } from '../store/flows.ts'
import { holdsOf } from '../store/holds.ts'
import type { Store } from '../store/open.ts'
import { activeRun, type StoredRun } from '../store/runs.ts'

/** Epoch ms; nothing for a run that a later one followed, that a person must look at, or of a flow that is paused. */
export function triedAgainAt(store: Store, { id, flow: of, state, paths }: StoredRun): number | undefined {
  // Most runs are told by this alone: a list has hundreds.
  if (state !== 'failed' || !paths.some(({ error }) => error?.needs === 'time')) return undefined
  const rests = holdsOf(store, of).flatMap(({ run, resumeAt }) => (run === id && resumeAt !== null ? resumeAt : []))
  const flow = findFlow(store, of)
  if (rests.length === 0 || !flow || flow.paused || flow.live === null || activeRun(store, of)) return undefined
  const { schedule } = getVersion(store, of, flow.live).document
  // A due time that comes sooner is a try, too.
  return Math.min(...rests, (schedule && nextToCome(schedule, flow.dueAfter, store.now())) ?? Number.POSITIVE_INFINITY)
}
