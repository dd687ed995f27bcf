/** A flow as lists and headers show it. */
import type { FlowDetail, FlowSummary, Hold as HoldPayload, WhilePaused } from '../api/payloads.ts'
import { runPayload } from '../runs/run-payload.ts'
import { nextToCome } from '../schedule/schedule.ts'
import { getVersion, type StoredFlow } from '../store/flows.ts'
import { type Hold, holdsOf } from '../store/holds.ts'
import type { Store } from '../store/open.ts'
import { listRuns, type StoredRun } from '../store/runs.ts'
import { draftChanges } from './draft-changes.ts'

/** The draft's name, the live version's schedule. */
export function flowSummary(store: Store, flow: StoredFlow, lastRun: StoredRun | undefined): FlowSummary {
  const live = flow.live === null ? undefined : getVersion(store, flow.id, flow.live).document
  const schedule = (live ?? flow.document).schedule ?? null
  const next = live?.schedule && !flow.paused ? nextToCome(live.schedule, flow.dueAfter, store.now()) : undefined
  return {
    id: flow.id,
    name: flow.name,
    revision: flow.revision,
    live: flow.live,
    paused: flow.paused,
    holds: holdsOf(store, flow.id).map(holdPayload),
    draftChanges: draftChanges(flow.document, live),
    schedule,
    nextRun: next === undefined ? null : new Date(next).toISOString(),
    lastRun: lastRun ? runPayload(store, lastRun) : null,
    updatedAt: new Date(flow.updatedAt).toISOString(),
  }
}

const iso = (ms: number) => new Date(ms).toISOString()
const holdPayload = ({ flow: _, run: __, since, firstExpiry, resumeAt, ...hold }: Hold): HoldPayload => ({
  ...hold,
  since: iso(since),
  firstExpiry: firstExpiry === null ? null : iso(firstExpiry),
  resumesAt: resumeAt === null ? null : iso(resumeAt),
})

export function flowDetail(store: Store, flow: StoredFlow, whilePaused?: WhilePaused): FlowDetail {
  const summary = flowSummary(store, flow, listRuns(store, { flow: flow.id, limit: 1 })[0])
  return { ...summary, document: flow.document, ...(whilePaused && { whilePaused }) }
}
