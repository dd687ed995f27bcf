/** What a run, a flow's last run and a flow's health are called on screen. Pure: tallies in, sentences out. */
import type { Tally } from '../../runtime/report.ts'
import type { FlowSummary, Run } from '../../server/api/payloads.ts'
import { ago, nearDay, took } from './time.ts'

export type RunTone = 'ok' | 'warn' | 'err' | 'run' | 'plain'
const numbers = new Intl.NumberFormat('en')

/** 12480 → "12,480" */
export const count = (n: number): string => numbers.format(n)
/** 1 → "1 row", 2 → "2 rows" */
export const plural = (n: number, one: string, many = `${one}s`): string => `${count(n)} ${n === 1 ? one : many}`

/** The books of all paths together. A source that feeds two destinations is counted once for each. */
export function tallyOf(run: Pick<Run, 'paths'>): Tally {
  const sum: Tally = { read: 0, filtered: 0, invalid: 0, duplicate: 0, expired: 0, delivered: 0, rejected: 0, uncertain: 0, unsent: 0 }
  for (const { tally } of run.paths) for (const key of Object.keys(sum) as (keyof Tally)[]) sum[key] += tally[key]
  return sum
}

/** "12,480 rows in. 2,749 left out. 0 held back. 9,731 sent: 9,702 accepted, 29 rejected." Every row read is in it. */
export function tallySentence(t: Tally): string {
  const sent = t.delivered + t.rejected + t.uncertain
  const parts = [`${plural(t.read, 'row')} in`, `${count(t.filtered)} left out`]
  if (t.duplicate) parts.push(`${count(t.duplicate)} sent before`)
  parts.push(`${count(t.invalid)} held back`)
  if (t.expired) parts.push(`${count(t.expired)} too old to send`)
  if (t.unsent) parts.push(`${count(t.unsent)} not sent yet`)
  const onTheWay = t.read - t.filtered - t.invalid - t.duplicate - t.expired - t.unsent - sent
  if (onTheWay > 0) parts.push(`${count(onTheWay)} on the way`)
  parts.push(sent === 0 ? '0 sent' : `${count(sent)} sent: ${outcomes(t)}`)
  return `${parts.join('. ')}.`
}
function outcomes(t: Tally): string {
  const parts = [`${count(t.delivered)} accepted`]
  if (t.rejected || !t.uncertain) parts.push(`${count(t.rejected)} rejected`)
  if (t.uncertain) parts.push(`${count(t.uncertain)} with unknown outcome`)
  return parts.join(', ')
}

/** The run in one line: its books, how long it took, and what it ran. */
export function runSentence(run: Run, now: number): string {
  const parts = [tallySentence(tallyOf(run)).replace(' in.', ` in${shared(run)}.`)]
  const resent = run.paths.reduce((n, p) => n + p.resent, 0)
  if (resent) parts.push(`${plural(resent, 'event')} ${resent === 1 ? 'was' : 'were'} sent again, because an earlier outcome was unknown.`)
  const doubles = run.paths.reduce((n, p) => n + (p.possibleDoubles ?? 0), 0)
  if (doubles) parts.push(`At most ${plural(doubles, 'possible double')}.`)
  if (run.startedAt) parts.push(run.endedAt ? `Took ${took(span(run, now))}.` : `Running for ${took(span(run, now))}.`)
  parts.push(versionWords(run))
  return parts.join(' ')
}
/** Why the rows of several destinations add up to more than the source has. */
function shared({ paths }: Pick<Run, 'paths'>): string {
  if (paths.length < 2) return ''
  const each = paths[0]!.tally.read
  return paths.every(path => path.tally.read === each)
    ? `, ${count(each)} for each of ${paths.length} destinations`
    : ` for ${paths.length} destinations`
}
export const versionWords = (run: Pick<Run, 'version'>): string => (run.version === null ? 'Draft.' : `Version ${run.version}.`)
/** How long a run has taken, in milliseconds. */
export const span = (run: Pick<Run, 'startedAt' | 'endedAt'>, now: number): number =>
  run.startedAt ? Math.max(0, (run.endedAt ? Date.parse(run.endedAt) : now) - Date.parse(run.startedAt)) : 0

/** A run's result in words. */
export function resultWords(run: Pick<Run, 'state' | 'paths'>): string {
  const t = tallyOf(run)
  switch (run.state) {
    case 'queued':
      return 'Waiting to start'
    case 'running':
      return 'Running'
    case 'stopped':
      return 'Stopped'
    case 'interrupted':
      return 'Interrupted'
    case 'failed':
      return t.delivered > 0 ? 'Failed part way' : 'Failed'
    default:
      return doneWords(t)
  }
}
function doneWords(t: Tally): string {
  const flaws = [
    t.rejected && 'rejections',
    t.uncertain && 'unknown outcomes',
    t.invalid && 'rows held back',
    t.expired && 'rows too old to send',
  ].filter(Boolean)
  if (flaws.length === 0) return 'Done'
  return `Done with ${flaws.length === 1 ? flaws[0] : `${flaws.slice(0, -1).join(', ')} and ${flaws.at(-1)}`}`
}

/** The one place that decides a colour: green only when every row went where it should. */
export function runTone(run: Pick<Run, 'state' | 'paths'>): RunTone {
  if (run.state === 'running') return 'run'
  if (run.state === 'failed') return 'err'
  if (run.state === 'queued') return 'plain'
  if (run.state === 'stopped' || run.state === 'interrupted') return 'warn'
  const t = tallyOf(run)
  if (t.rejected) return 'err'
  return t.invalid || t.uncertain || t.expired ? 'warn' : 'ok'
}

/** "21 November, 06:00, 9,702 accepted, 29 rejected": the name of a bar of the strip. */
export function barWords(when: string, run: Pick<Run, 'state' | 'paths'>): string {
  const t = tallyOf(run)
  const parts = [when]
  if (run.state !== 'succeeded' && run.state !== 'partial') parts.push(resultWords(run).toLowerCase())
  parts.push(`${count(t.delivered)} accepted`)
  if (t.rejected) parts.push(`${count(t.rejected)} rejected`)
  if (t.invalid) parts.push(`${count(t.invalid)} held back`)
  if (t.uncertain) parts.push(`${count(t.uncertain)} with unknown outcome`)
  return parts.join(', ')
}

/** The last run as one sentence for the list of flows; never only a colour. */
export function lastResult(run: Run | null, now: number): string {
  if (!run) return 'No runs yet'
  if (run.state === 'queued') return 'Waiting to start'
  if (run.state === 'running') return `Running, ${plural(tallyOf(run).delivered, 'event')} accepted so far`
  const when = ago(run.endedAt ?? run.startedAt ?? new Date(now).toISOString(), now)
  const t = tallyOf(run)
  const error = run.paths.find(p => p.error)?.error
  if (run.state === 'failed' && t.delivered === 0) return `Failed ${when}${error ? `: ${error.message}` : ''}`
  if (run.state === 'succeeded' && t.read === 0) return `Nothing to send, ${when}`
  if (run.state === 'succeeded' && t.read === t.duplicate + t.filtered) return `Nothing new to send, ${when}`
  const flaws = [
    t.rejected && `${count(t.rejected)} rejected`,
    t.invalid && `${count(t.invalid)} held back`,
    t.uncertain && `${count(t.uncertain)} with unknown outcome`,
    t.expired && `${count(t.expired)} too old`,
  ].filter(Boolean)
  const ended = run.state === 'succeeded' || run.state === 'partial' ? '' : `${resultWords(run)}: `
  return `${ended}${[`${count(t.delivered)} accepted`, ...flaws].join(', ')}, ${when}`
}

/** How a flow is doing, in words; the tone only repeats it. */
export function health(flow: Pick<FlowSummary, 'live' | 'paused' | 'lastRun'>): { words: string; tone: RunTone } {
  const { lastRun } = flow
  if (lastRun?.state === 'running' || lastRun?.state === 'queued') return { words: resultWords(lastRun), tone: 'run' }
  if (flow.paused) return { words: 'Paused', tone: 'plain' }
  if (!lastRun) return { words: flow.live === null ? 'Not live yet' : 'Waiting for its first run', tone: 'plain' }
  const tone = runTone(lastRun)
  if (tone === 'ok') return { words: 'Healthy', tone }
  return { words: lastRun.state === 'failed' ? 'Last run failed' : resultWords(lastRun), tone }
}

/** What the schedule runs and what the draft adds, as the header says it. */
export function draftWords(flow: Pick<FlowSummary, 'live' | 'paused' | 'draftChanges'>): string {
  if (flow.live === null) return 'Not live yet'
  if (flow.draftChanges > 0) return `Draft, ${plural(flow.draftChanges, 'change')} not live`
  return flow.paused ? 'Live version paused' : `Live, version ${flow.live}`
}

/** When the flow runs next, or why it does not. */
export function nextRunWords(flow: Pick<FlowSummary, 'live' | 'paused' | 'schedule' | 'nextRun'>, now: number): string {
  if (flow.nextRun && !flow.paused) return inZone(flow.nextRun, now, flow.schedule?.timezone)
  if (!flow.schedule) return 'Only when you press Run now'
  if (flow.paused) return 'Paused'
  return flow.live === null ? 'After you publish' : 'None planned'
}

/** In the schedule's own zone; named when it is not this device's. */
function inZone(iso: string, now: number, zone: string | undefined): string {
  if (!zone || zone === new Intl.DateTimeFormat().resolvedOptions().timeZone) return nearDay(iso, now)
  return `${nearDay(iso, now, zone)} (${zone.split('/').at(-1)!.replaceAll('_', ' ')})`
}

/** What started a run. */
export const triggerWords = (trigger: Run['trigger']): string =>
  ({ schedule: 'Schedule', manual: 'Run now', api: 'API', catch_up: 'Caught up after a pause' })[trigger]

/** Where rows went, as the tables say it. */
export const outcomeWords = (outcome: string): string => OUTCOMES[outcome] ?? outcome.replaceAll('_', ' ')
const OUTCOMES: Record<string, string> = {
  filtered: 'Left out',
  invalid: 'Held back',
  duplicate: 'Sent before',
  expired: 'Too old to send',
  delivered: 'Accepted',
  rejected: 'Rejected',
  uncertain: 'Outcome unknown',
  unsent: 'Not sent yet',
  field_left_out: 'Sent without a field',
  sent_again: 'Sent again',
  warning: 'Remark of the platform',
  restricted: 'Sent with a limit',
  sending: 'On its way',
  passed: 'Passed',
  kept: 'Kept',
  not_read: 'Not read',
}
