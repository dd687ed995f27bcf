/** A run as the API, the feed and the command line show it. */
import type { Run } from '../api/payloads.ts'
import type { Store } from '../store/open.ts'
import type { StoredRun } from '../store/runs.ts'
import { queueOf } from './queue.ts'
import { triedAgainAt } from './tried-again.ts'

const iso = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString())

export function runPayload(store: Store, run: StoredRun): Run {
  const queue = queueOf(store, run)
  const again = triedAgainAt(store, run)
  return {
    run: run.id,
    flow: run.flow,
    flowName: run.flowName,
    version: run.version,
    trigger: run.trigger,
    state: run.state,
    startedAt: iso(run.startedAt),
    endedAt: iso(run.endedAt),
    ...(run.options.rejectedOf !== undefined && { rejectedOf: run.options.rejectedOf }),
    ...(queue && { queue }),
    ...(again !== undefined && { triedAgainAt: iso(again)! }),
    paths: run.paths,
  }
}

export const briefly = (run: Run): Run => ({ ...run, paths: run.paths.map(path => ({ ...path, reasons: [], nodes: [] })) })
