/** Runs that were cut short by us, not by a person: marked, and begun anew unless they end the process each time. */
import { findFlow, getVersion } from '../store/flows.ts'
import type { Store } from '../store/open.ts'
import { activeRun, createRun, interruptRuns, listRuns, type StoredRun } from '../store/runs.ts'

/** A run that ends the process each time is not begun for ever. */
const RESUMES_MAX = 3

/**
 * What a dead process left is marked as interrupted and begun anew: requests whose outcome it never learnt are the
 * first thing that the new run deals with, and the ledger keeps it from sending the rest twice.
 */
export function resume(store: Store): StoredRun[] {
  const dead = interruptRuns(store)
  for (const run of dead) if (!run.stopping && !tooOften(store, run.flow)) queueAgain(store, run)
  return dead
}

/** Queues a run that was cut short by us, not by a person, with what it had been given. */
export function queueAgain(store: Store, { flow, version, document, options, trigger }: StoredRun) {
  const tryOut = options.dryRun || options.limit !== undefined
  const part = options.rejectedOf !== undefined && { options: { rejectedOf: options.rejectedOf } }
  if (tryOut || !findFlow(store, flow) || activeRun(store, flow)) return
  const { schedule } = document ?? getVersion(store, flow, version ?? 0).document
  const unwanted = schedule?.missed === 'none' && (trigger === 'schedule' || trigger === 'catch_up')
  if (!unwanted) createRun(store, { flow, version, document, trigger: 'catch_up', ...part })
}

/** The last runs of a flow all ended with their process. */
export const tooOften = (store: Store, flow: string) => {
  const last = listRuns(store, { flow, limit: RESUMES_MAX })
  return last.length === RESUMES_MAX && last.every(run => run.state === 'interrupted')
}
