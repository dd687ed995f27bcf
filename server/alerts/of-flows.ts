/**
 * What is amiss with a flow, read from what its runs and its state say of themselves. Codes of failures and remarks are
 * passed on as they are: whoever reports a new one is told of without a change here.
 */
import type { Outlook, PathReport, ReasonCount } from '../../runtime/report.ts'
import { dueAfter } from '../schedule/due-times.ts'
import { getVersion, listFlows, type StoredFlow } from '../store/flows.ts'
import { holdsOf } from '../store/holds.ts'
import type { Amiss } from '../store/incidents.ts'
import { openRequests } from '../store/ledger.ts'
import type { Store } from '../store/open.ts'
import { listRuns, type StoredRun } from '../store/runs.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
/** Runs that are looked at; enough to know what is usual. */
const LOOK_BACK = 40
const REJECTED_SHARE = 0.1
const REJECTED_MIN = 20
/** No run, or nothing accepted, for this many of its usual gaps. */
const SILENT_GAPS = 4
const EXPIRING_MS = 6 * HOUR
/** Remarks of a run that are worth a message. */
const REMARKS: ReadonlySet<string> = new Set(['coverage_fell', 'volume_unusual', 'short_count'])
/** A platform's remark that its version will not answer much longer. */
const VERSION_ENDS = /\bversion\b.*\bends on \d/i

/** `paused`: what waits in a flow that a person paused, where somebody counts that. */
export function flowsAmiss(store: Store, paused: (flow: string) => Outlook | undefined = () => undefined): Amiss[] {
  return listFlows(store)
    .filter(({ live }) => live !== null)
    .flatMap(flow =>
      [...ofFlow(store, flow), ...whilePaused(store, flow, paused(flow.id))].map(found => ({
        scope: `flow:${flow.id}`,
        flow: flow.id,
        ...found,
      })),
    )
}

type Found = Pick<Amiss, 'code' | 'title' | 'why'>
function ofFlow(store: Store, flow: StoredFlow): Found[] {
  const runs = listRuns(store, { flow: flow.id, limit: LOOK_BACK }).filter(real)
  const [last] = runs
  const found = [
    ...resting(store, flow),
    ...(last ? ofRun(flow, last) : []),
    ...expiring(store, flow),
    ...(flow.paused ? [] : silent(store, flow, runs)),
  ]
  return found.filter(({ code }, i) => found.findIndex(other => other.code === code) === i)
}

/** Ended by itself, over all rows, and sent: what a person stopped or only tried says nothing of the flow. */
const real = ({ state, options, version }: StoredRun) =>
  version !== null && !options.dryRun && options.limit === undefined && ['succeeded', 'partial', 'failed', 'interrupted'].includes(state)

function ofRun(flow: StoredFlow, { paths }: StoredRun): Found[] {
  const found = new Map<string, Found>()
  for (const path of paths)
    for (const one of [
      ...failure(flow, path),
      ...doubts(flow, path),
      ...rejections(flow, path),
      ...path.reasons.flatMap(r => remark(flow, r)),
    ])
      if (!found.has(one.code)) found.set(one.code, one)
  return [...found.values()]
}

function failure({ name }: StoredFlow, { error, tally }: PathReport): Found[] {
  // What heals by itself is told when it has not for long, by the rest that it causes.
  if (!error || (error.needs !== undefined && error.needs !== 'person')) return []
  const rest = tally.unsent ? ` ${count(tally.unsent)} events were not sent; the next run sends them.` : ''
  return [{ code: error.code, title: `${name}: ${error.message}`, why: `${error.why}${rest}`.trim() }]
}
function doubts({ name }: StoredFlow, { tally }: PathReport): Found[] {
  if (tally.uncertain === 0) return []
  return [
    {
      code: 'outcome_unknown',
      title: `${name}: the outcome of ${count(tally.uncertain)} events is unknown`,
      why: 'Decide on the page of its last run whether they are sent again or count as sent.',
    },
  ]
}
function rejections({ name }: StoredFlow, { tally, reasons }: PathReport): Found[] {
  const answered = tally.delivered + tally.rejected
  if (tally.rejected < REJECTED_MIN || tally.rejected < answered * REJECTED_SHARE) return []
  const top = reasons.filter(({ outcome }) => outcome === 'rejected').sort((a, b) => b.rows - a.rows)[0]
  return [
    {
      code: 'rejected_share',
      title: `${name}: ${count(tally.rejected)} of ${count(answered)} events were rejected`,
      why: top ? `Most often: ${top.message}` : 'The page of its last run lists the reasons.',
    },
  ]
}
function remark({ name }: StoredFlow, { outcome, code, message }: ReasonCount): Found[] {
  if (REMARKS.has(code)) return [{ code, title: `${name}: ${message}`, why: 'The page of its last run has the numbers.' }]
  if (outcome === 'warning' && VERSION_ENDS.test(message))
    return [{ code: 'version_ends', title: `${name}: the platform’s version ends soon`, why: message }]
  return []
}

/** Events that wait in requests of unknown outcome, and leave the platform's window soon. */
function expiring(store: Store, { id, name }: StoredFlow): Found[] {
  const now = store.now()
  const soon = openRequests(store, id).filter(({ expires }) => expires > now && expires - now < EXPIRING_MS)
  if (soon.length === 0) return []
  const events = soon.reduce((sum, { keys }) => sum + new Set(keys).size, 0)
  const hours = Math.max(1, Math.ceil((Math.min(...soon.map(({ expires }) => expires)) - now) / HOUR))
  return [
    {
      code: 'expiring',
      title: `${name}: up to ${count(events)} events expire in ${hours} h`,
      why: 'They wait for an outcome or for your decision, and the platform takes no older ones.',
    },
  ]
}

/** What becomes too old because a person paused the flow. One incident with what waits in doubt. */
function whilePaused(store: Store, flow: StoredFlow, outlook: Outlook | undefined): Found[] {
  if (!outlook?.soon || !flow.paused || expiring(store, flow).length > 0) return []
  return [tooOldSoon(flow.name, outlook.soon, outlook.first === null ? null : Date.parse(outlook.first), store.now())]
}
function tooOldSoon(name: string, events: number, first: number | null, now: number): Found {
  const hours = first === null ? EXPIRING_MS / HOUR : Math.max(1, Math.ceil((first - now) / HOUR))
  return {
    code: 'expiring',
    title: `${name}: ${count(events)} events expire, the first in ${hours} h`,
    why: 'They wait to be sent, and the platform takes no older ones.',
  }
}

/** Destinations that rest. One that goes on by itself is worth a message only when it has not for an hour. */
function resting(store: Store, { id, name, paused }: StoredFlow): Found[] {
  const now = store.now()
  return holdsOf(store, id)
    .filter(({ resumeAt, since }) => resumeAt === null || now - since > HOUR)
    .flatMap(({ code, message, why, waiting, expiring, firstExpiry }) => {
      const waits = waiting ? ` ${count(waiting)} events wait.` : ''
      const rest = { code, title: `${name}${paused ? ' is paused' : ''}: ${message}`, why: `${why}${waits}`.trim() }
      if (expiring === 0) return [rest]
      return [rest, tooOldSoon(name, expiring, firstExpiry, now)]
    })
}

function silent(store: Store, flow: StoredFlow, runs: readonly StoredRun[]): Found[] {
  const now = store.now()
  const { schedule } = getVersion(store, flow.id, flow.live ?? 0).document
  const newest = runs[0]
  if (schedule && newest) {
    const [first, second] = [...dueAfter(schedule.cron, schedule.timezone, newest.createdAt).take(2)]
    const gap = first && second ? Math.max(second - first, HOUR / 4) : undefined
    if (gap && first && now - first > SILENT_GAPS * gap)
      return [
        {
          code: 'silence',
          title: `${flow.name} has not run since ${minute(newest.createdAt)}`,
          why: 'It should have. Look at its schedule and at the server’s log.',
        },
      ]
  }
  const good = runs.filter(({ paths }) => paths.some(({ tally }) => tally.delivered > 0)).map(({ createdAt }) => createdAt)
  if (good.length < 5 || newest === undefined) return []
  const gaps = good.slice(0, -1).map((at, i) => at - good[i + 1]!)
  const usual = Math.max(gaps.sort((a, b) => a - b)[Math.floor(gaps.length / 2)]!, HOUR)
  const quiet = now - good[0]!
  if (quiet < Math.max(SILENT_GAPS * usual, DAY)) return []
  return [
    {
      code: 'silence',
      title: `${flow.name}: no event was accepted since ${minute(good[0]!)}`,
      why: 'It runs, and finds nothing new to send. Look at its source.',
    },
  ]
}

const count = (n: number) => n.toLocaleString('en-US')
const minute = (at: number) => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`
