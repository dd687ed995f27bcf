/**
 * Sending again after a repair. *As sent*: requests that are still open leave with the same bytes. *As the flow is now*:
 * refused rows are read and mapped anew. Both leave with the next run, and nothing that was delivered is among them.
 */
import type { Flow } from '../../runtime/flow.ts'
import { plan } from '../../runtime/plan.ts'
import { type Rehearsal, rehearse } from '../../runtime/rehearse.ts'
import { destinationsOf, resolve } from '../../runtime/resolve.ts'
import type { UnknownPolicy } from '../../runtime/way.ts'
import type { Replayed } from '../api/decisions.ts'
import { addAudit } from '../store/audit.ts'
import { rejected } from '../store/deliveries.ts'
import type { Store } from '../store/open.ts'
import { refusedIn } from '../store/rejections.ts'
import type { Actor } from '../store/tables.ts'
import { decide, type HeldPath, type HeldRequest } from './held.ts'
import { named, openEnds, openSource, type Workplace } from './workplace.ts'

export interface ReplayAsk {
  flow: string
  /** Only what this run refused. */
  run: string | undefined
  asSent: boolean
  asNow: boolean
  actor: Actor
  /** The flow's word on unknown outcomes. */
  policy: UnknownPolicy | undefined
}

/** Nobody waits longer than this for the numbers. */
const REHEARSE_MS = 60_000

/** Held requests that a person may let go, and are not let go yet. */
const letGo = (held: readonly HeldPath[]): HeldRequest[] =>
  held.flatMap(({ requests }) => requests.filter(({ sendable, released }) => sendable && !released))

/** What would happen, counted; reads the source, changes nothing. */
export async function previewReplay(
  store: Store,
  document: Flow,
  place: Workplace,
  held: readonly HeldPath[],
  ask: ReplayAsk,
): Promise<Replayed> {
  const requests = ask.asSent ? letGo(held) : []
  const sum: Rehearsal = { changed: 0, unchanged: 0, leaves: 0, tooOld: 0, noLongerInSource: 0 }
  let known = 0
  const to: Replayed['to'] = []
  const seen = new Set<string>()
  if (ask.asNow)
    for (const leaf of destinationsOf(document, place.kinds)) {
      const resolved = resolve(document, leaf, place.kinds)
      if (Array.isArray(resolved)) continue
      const { stream } = openEnds(resolved, ask.flow, place)
      if (seen.has(stream)) continue
      seen.add(stream)
      const refused = await refusedIn(store, stream, ask.run)
      if (refused.size === 0) continue
      known += refused.size
      const session = await openSource(resolved.source, place, AbortSignal.timeout(REHEARSE_MS))
      try {
        const ready = await plan(resolved, session, { now: place.now(), timezone: document.schedule?.timezone ?? 'UTC' }, false)
        const told = await rehearse(ready, session, refused, place.now(), place.printKey)
        for (const key of Object.keys(sum) as (keyof Rehearsal)[]) sum[key] += told[key]
        const events = told.changed + told.unchanged
        if (events > 0) to.push({ destination: resolved.destination.id, events })
      } catch (cause) {
        throw named(cause, resolved.model.id)
      } finally {
        await session.close().catch(() => {})
      }
    }
  const all = ask.asNow ? await rejected(store, ask.flow, ask.run) : 0
  return {
    asSent: { requests: requests.length, events: requests.reduce((events, request) => events + request.events, 0) },
    asNow: sum.changed + sum.unchanged,
    to,
    changed: sum.changed,
    unchanged: sum.unchanged,
    leavesEarlier: sum.leaves,
    tooOld: sum.tooOld,
    noLongerInSource: sum.noLongerInSource,
    notDrawn: Math.max(0, all - known),
  }
}

/** Lets it happen with the next run: each decision in one transaction with its line in the audit. */
export async function replay(
  store: Store,
  held: readonly HeldPath[],
  ask: ReplayAsk,
  guard: () => void,
): Promise<{ requests: number; events: number; rejected: number }> {
  const requests = ask.asSent ? letGo(held) : []
  decide(store, ask.flow, requests, { act: 'send_again', actor: ask.actor, policy: ask.policy })
  const forgotten = ask.asNow
    ? await rejected(store, ask.flow, ask.run, events => {
        guard()
        if (events) addAudit(store, { what: 'forget_rejected', flow: ask.flow, request: null, events, actor: ask.actor })
      })
    : 0
  return { requests: requests.length, events: requests.reduce((events, request) => events + request.events, 0), rejected: forgotten }
}
