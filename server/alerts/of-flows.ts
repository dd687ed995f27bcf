/**
 * What is amiss with a flow, read from what its runs and its state say of themselves. Codes of failures and remarks are
 * passed on as they are: whoever reports a new one is told of without a change here.
 */
import type { Flow, Schedule } from '../../runtime/flow.ts'
import { heldOutline } from '../../runtime/recover.ts'
import type { Outlook, ReasonCount } from '../../runtime/report.ts'
import { dueAfter } from '../schedule/due-times.ts'
import { type PublishedFlow, publishedFlows } from '../store/flows.ts'
import { holdsOf } from '../store/holds.ts'
import type { Amiss } from '../store/incidents.ts'
import type { Store } from '../store/open.ts'
import { type Outline, outlinesOf } from '../store/opened.ts'
import { activeRun, type StoredRun } from '../store/runs.ts'
import { forgetOthers, type PastPath, type PastRun, pastRuns } from './past-runs.ts'
import { sentence } from './words.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const REJECTED_SHARE = 0.1
const REJECTED_MIN = 20
/** No run, or nothing accepted, for this many of its usual gaps. */
const SILENT_GAPS = 4
const EXPIRING_MS = 6 * HOUR
/** Remarks of a run that are worth a message. */
const REMARKS: ReadonlySet<string> = new Set(['coverage_fell', 'volume_unusual', 'short_count'])
/** A platform's remark that its version will not answer much longer. */
const VERSION_ENDS = /\bversion\b.*\bends on \d/i

type OutlookOf = (flow: string) => Outlook | 'unknown' | undefined
/** `paused`: what waits in a flow that a person paused, where somebody counts that; `unknown` before it was counted. */
export const flowsAmiss = (store: Store, paused?: OutlookOf): Amiss[] => [...amissByFlow(store, paused)].flat()
/** One flow at a time, for whoever shares the process with others. */
export function* amissByFlow(store: Store, paused: OutlookOf = () => undefined): Generator<Amiss[]> {
  const flows = publishedFlows(store)
  forgetOthers(store, new Set(flows.map(({ id }) => id)))
  for (const flow of flows) {
    const outlook = flow.paused ? paused(flow.id) : undefined
    yield ofFlow(store, flow, outlook).map(found => ({ scope: `flow:${flow.id}`, flow: flow.id, ...found }))
  }
}

type Found = Pick<Amiss, 'code' | 'title' | 'why' | 'unseen'>
function ofFlow(store: Store, flow: PublishedFlow, outlook: Outlook | 'unknown' | undefined): Found[] {
  const runs = pastRuns(store, flow.id, isRemark)
  const active = activeRun(store, flow.id)
  const open = outlinesOf(store, flow.id).filter(({ run }) => run !== active?.id)
  const { document } = flow
  const found = [
    ...resting(store, flow),
    ...ofRuns(flow, runs),
    ...doubts(store, flow, open, document),
    ...expiring(store, flow, open, outlook),
    ...(flow.paused ? [] : silent(store, flow, runs, { active, schedule: document.schedule })),
  ]
  return found.filter(({ code }, i) => found.findIndex(other => other.code === code) === i)
}

/** What the newest run says that says anything of it: one that was cut short, or could not read, takes nothing back. */
function ofRuns(flow: PublishedFlow, runs: readonly PastRun[]): Found[] {
  const ended = runs.filter(({ state }) => state !== 'interrupted')
  const paths = (ended.find(({ paths }) => paths.some(({ path }) => path !== '')) ?? ended[0])?.paths ?? []
  const newest = (path: string, says: (report: PastPath) => boolean) =>
    ended.flatMap(run => run.paths).find(report => report.path === path && says(report))
  return [
    ...cutShort(flow, runs),
    ...(ended[0]?.paths ?? []).flatMap(path => failure(flow, path)),
    ...paths.flatMap(({ path }) => [
      ...rejections(
        flow,
        newest(path, ({ tally }) => tally.delivered + tally.rejected > 0),
      ),
      ...(newest(path, ({ state }) => state === 'succeeded' || state === 'partial')?.remarks ?? []).map(r => remark(flow, r)),
    ]),
  ]
}

const CUT_SHORT = 3
function cutShort({ name }: PublishedFlow, runs: readonly PastRun[]): Found[] {
  const last = runs.slice(0, CUT_SHORT)
  if (last.length < CUT_SHORT || last.some(({ state }) => state !== 'interrupted')) return []
  return [
    {
      code: 'run.interrupted',
      title: `${name}: its last ${CUT_SHORT} runs were cut short`,
      why: 'The server ended during each of them. Look at its log, and at how much memory it has; what was sent is known.',
    },
  ]
}

function failure({ name }: PublishedFlow, { error, tally }: PastPath): Found[] {
  // What heals by itself is told when it has not for long, by the rest that it causes.
  if (!error || (error.needs !== undefined && error.needs !== 'person')) return []
  const rest = tally.unsent ? ` ${count(tally.unsent)} events were not sent; the next run sends them.` : ''
  return [{ code: error.code, title: `${name}: ${error.message}`, why: `${rest ? sentence(error.why) : error.why}${rest}`.trim() }]
}
/** Requests without an outcome that wait for a person; or for a run, when none came for long. */
function doubts(store: Store, { name }: PublishedFlow, open: readonly Outline[], { delivery }: Flow): Found[] {
  const now = store.now()
  // What is young was just sent, or is this very moment sent again: nobody has to read it for that.
  const young = ({ firstSent }: Outline) => now - firstSent <= HOUR
  const why = (one: Outline) => heldOutline({ ...one, readable: () => young(one) || one.readable() }, now, delivery?.unknown)
  const held = open.filter(request => !request.released && why(request) !== undefined)
  const waiting = open.filter(request => request.doubts > 0 && !young(request))
  const those = held.length ? held : waiting
  if (those.length === 0) return []
  return [
    {
      code: 'outcome_unknown',
      title: `${name}: the outcome of ${count(those.reduce((sum, { events }) => sum + events, 0))} events is unknown`,
      why: held.length
        ? 'Decide on the page of its last run whether they are sent again or count as sent.'
        : 'Its next run settles them. Nothing of them is lost.',
    },
  ]
}
function rejections({ name }: PublishedFlow, report: PastPath | undefined): Found[] {
  if (!report) return []
  const { tally, refused } = report
  const answered = tally.delivered + tally.rejected
  if (tally.rejected < REJECTED_MIN || tally.rejected < answered * REJECTED_SHARE) return []
  return [
    {
      code: 'rejected_share',
      title: `${name}: ${count(tally.rejected)} of ${count(answered)} events were rejected`,
      why: refused ? `Most often: ${refused}` : 'The page of its last run lists the reasons.',
    },
  ]
}
type Remark = PastPath['remarks'][number]
const saysVersionEnds = ({ outcome, message }: Remark) => outcome === 'warning' && VERSION_ENDS.test(message)
const isRemark = (reason: ReasonCount) => REMARKS.has(reason.code) || saysVersionEnds(reason)
const remark = ({ name }: PublishedFlow, { code, message }: Remark): Found =>
  REMARKS.has(code)
    ? { code, title: `${name}: ${message}`, why: 'The page of its last run has the numbers.' }
    : { code: 'version_ends', title: `${name}: the platform’s version ends soon`, why: message }

/** What leaves the platform's window soon: in requests of unknown outcome, or because a person paused the flow. One incident. */
function expiring(store: Store, flow: PublishedFlow, open: readonly Outline[], outlook: Outlook | 'unknown' | undefined): Found[] {
  const now = store.now()
  const soon = open.filter(request => request.expires > now && request.expires - now < EXPIRING_MS && request.readable())
  if (soon.length === 0) return flow.paused ? whilePaused(flow, outlook, now) : []
  const events = soon.reduce((sum, { events }) => sum + events, 0)
  const hours = Math.max(1, Math.ceil((Math.min(...soon.map(({ expires }) => expires)) - now) / HOUR))
  return [
    {
      code: 'expiring',
      title: `${flow.name}: up to ${count(events)} events expire in ${hours} h`,
      why: 'They wait for an outcome or for your decision, and the platform takes no older ones.',
    },
  ]
}
function whilePaused({ name }: PublishedFlow, outlook: Outlook | 'unknown' | undefined, now: number): Found[] {
  if (outlook === 'unknown') return [{ code: 'expiring', title: '', why: '', unseen: true }]
  return outlook?.soon ? [tooOldSoon(name, outlook.soon, outlook.first === null ? null : Date.parse(outlook.first), now)] : []
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
function resting(store: Store, { id, name, paused }: PublishedFlow): Found[] {
  const now = store.now()
  return holdsOf(store, id)
    .filter(({ resumeAt, since }) => resumeAt === null || now - since > HOUR)
    .flatMap(({ code, message, why, waiting, expiring, firstExpiry }) => {
      const waits = waiting ? ` ${count(waiting)} events wait.` : ''
      const rest = { code, title: `${name}${paused ? ' is paused' : ''}: ${message}`, why: `${waits ? sentence(why) : why}${waits}`.trim() }
      if (expiring === 0) return [rest]
      return [rest, tooOldSoon(name, expiring, firstExpiry, now)]
    })
}

function silent(
  store: Store,
  flow: PublishedFlow,
  runs: readonly PastRun[],
  { active, schedule }: { active: StoredRun | undefined; schedule: Flow['schedule'] },
): Found[] {
  const now = store.now()
  const newest = runs[0]
  if (schedule) {
    // A due time that was dealt with, its publishing, or that somebody let it go on, is where waiting begins.
    const since = active?.createdAt ?? Math.max(newest?.createdAt ?? 0, flow.dueAfter ?? flow.updatedAt)
    const [first, second] = twoDues(store, flow, schedule, since)
    const gap = first && second ? Math.max(second - first, HOUR / 4) : undefined
    const most = gap && Math.max(SILENT_GAPS * gap, active ? DAY : 0)
    if (most && first && now - first > most)
      return [
        {
          code: 'silence',
          title: active
            ? `${flow.name} has been at the same run since ${minute(since)}`
            : `${flow.name} has not run since ${minute(since)}`,
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

const dues = new WeakMap<Store, Map<string, { of: string; at: number[] }>>()
/** The next two due times after `since`, worked out when that or the schedule changes. */
function twoDues(store: Store, { id, live }: PublishedFlow, { cron, timezone }: Schedule, since: number): number[] {
  const known = dues.get(store) ?? new Map<string, { of: string; at: number[] }>()
  dues.set(store, known)
  const of = `${live} ${since} ${cron} ${timezone}`
  const before = known.get(id)
  if (before?.of === of) return before.at
  const at = [...dueAfter(cron, timezone, since).take(2)]
  known.set(id, { of, at })
  return at
}

const count = (n: number) => n.toLocaleString('en-US')
const minute = (at: number) => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`
