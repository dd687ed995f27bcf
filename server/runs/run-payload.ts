/** A run as the API, the feed and the command line show it. */
import type { Run } from '../api/payloads.ts'
import type { StoredRun } from '../store/runs.ts'

const iso = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString())

export const runPayload = (run: StoredRun): Run => ({
  run: run.id,
  flow: run.flow,
  flowName: run.flowName,
  version: run.version,
  trigger: run.trigger,
  state: run.state,
  startedAt: iso(run.startedAt),
  endedAt: iso(run.endedAt),
  paths: run.paths,
})
