/** What a run, a flow's last run and a flow's health are called on screen. Pure: tallies in, sentences out. */

import type { Tally } from '../../runtime/report.ts'
import type { FlowSummary, Run } from '../../server/api/payloads.ts'
import { count, say } from '../words/words.ts'
import { ago, nearDay, took } from './time.ts'
import { waitOf, waitWords } from './wait-words.ts'

export type RunTone = 'ok' | 'warn' | 'err' | 'run' | 'plain'

/** 12480 → "12,480" */
export { count }
/** 1 → "1 row", 2 → "2 rows" */
export const rowsOf = (n: number): string => say('{n, plural, one {# row} other {# rows}}', { n })
export const eventsOf = (n: number): string => say('{n, plural, one {# event} other {# events}}', { n })

/** The books of all paths together. A source that feeds two destinations is counted once for each. */
export function tallyOf(run: Pick<Run, 'paths'>): Tally {
  const sum: Tally = { read: 0, filtered: 0, invalid: 0, duplicate: 0, expired: 0, delivered: 0, rejected: 0, uncertain: 0, unsent: 0 }
  for (const { tally } of run.paths) for (const key of Object.keys(sum) as (keyof Tally)[]) sum[key] += tally[key]
  return sum
}

/** "12,480 rows in. 2,749 left out. 0 held back. 9,731 sent: 9,702 accepted, 29 rejected." Every row read is in it. */
export function tallySentence(t: Tally, among = ''): string {
  const sent = t.delivered + t.rejected + t.uncertain
  const parts = [
    say('{read, plural, one {# row} other {# rows}} in', { read: t.read }) + among,
    say('{filtered, plural, other {# left out}}', { filtered: t.filtered }),
  ]
  parts.push(...beforeWords(t.duplicate))
  parts.push(say('{invalid, plural, other {# held back}}', { invalid: t.invalid }))
  if (t.expired) parts.push(say('{expired, plural, other {# too old to send}}', { expired: t.expired }))
  if (t.unsent) parts.push(say('{unsent, plural, other {# not sent yet}}', { unsent: t.unsent }))
  const onTheWay = t.read - t.filtered - t.invalid - t.duplicate - t.expired - t.unsent - sent
  if (onTheWay > 0) parts.push(say('{onTheWay, plural, other {# on the way}}', { onTheWay }))
  parts.push(
    sent === 0
      ? say('{sent, plural, other {# sent}}', { sent })
      : say('{sent, plural, other {# sent}}: {outcomes}', { sent, outcomes: outcomes(t) }),
  )
  return `${parts.join('. ')}.`
}
function outcomes(t: Tally): string {
  const parts = [say('{delivered, plural, other {# accepted}}', { delivered: t.delivered })]
  if (t.rejected || !t.uncertain) parts.push(say('{rejected, plural, other {# rejected}}', { rejected: t.rejected }))
  if (t.uncertain) parts.push(say('{uncertain, plural, other {# with unknown outcome}}', { uncertain: t.uncertain }))
  return parts.join(', ')
}

/** The run in one line: its books, how long it took, and what it ran. */
export function runSentence(run: Run, now: number): string {
  const parts = [tallySentence(tallyOf(run), shared(run))]
  const resent = run.paths.reduce((n, p) => n + p.resent, 0)
  if (resent)
    parts.push(
      say(
        '{resent, plural, one {# event} other {# events}} {resent, plural, one {was} other {were}} sent again, because an earlier outcome was unknown.',
        { resent },
      ),
    )
  const doubles = run.paths.reduce((n, p) => n + (p.possibleDoubles ?? 0), 0)
  if (doubles) parts.push(say('At most {doubles, plural, one {# possible double} other {# possible doubles}}.', { doubles }))
  const changed = run.paths.reduce((n, p) => n + (p.changedAfterSend?.rows ?? 0), 0)
  if (changed)
    parts.push(
      say(
        '{changed, plural, one {# row} other {# rows}} changed after {changed, plural, one {it was} other {they were}} sent; the platforms take no corrections, so {changed, plural, one {it was} other {they were}} not sent again.',
        { changed },
      ),
    )
  if (run.startedAt)
    parts.push(
      run.endedAt ? say('Took {took}.', { took: took(span(run, now)) }) : say('Running for {took}.', { took: took(span(run, now)) }),
    )
  parts.push(versionWords(run))
  return parts.join(' ')
}
/** Why the rows of several destinations add up to more than the source has. */
function shared({ paths }: Pick<Run, 'paths'>): string {
  if (paths.length < 2) return ''
  const each = paths[0]!.tally.read
  return paths.every(path => path.tally.read === each)
    ? say(', {each} for each of {n} destinations', { each: count(each), n: paths.length })
    : say(' for {n} destinations', { n: paths.length })
}
export const versionWords = (run: Pick<Run, 'version'>): string =>
  run.version === null ? say('Draft.') : say('Version {version}.', { version: run.version })
/** How long a run has taken, in milliseconds. */
export const span = (run: Pick<Run, 'startedAt' | 'endedAt'>, now: number): number =>
  run.startedAt ? Math.max(0, (run.endedAt ? Date.parse(run.endedAt) : now) - Date.parse(run.startedAt)) : 0

type Ended = Pick<Run, 'state' | 'paths' | 'triedAgainAt'>
/** All that stopped it passes by itself, and this is when it is tried again. */
export const triedAgain = ({ triedAgainAt, paths }: Ended): string | undefined =>
  paths.every(({ error }) => error?.needs !== 'person') ? triedAgainAt : undefined

/** A run's result in words. */
export function resultWords(run: Ended): string {
  const t = tallyOf(run)
  switch (run.state) {
    case 'queued':
      return say('Waiting to start')
    case 'running':
      return waitOf(run) ? say('Waiting') : say('Running')
    case 'stopped':
      return say('Stopped')
    case 'interrupted':
      return say('Interrupted')
    case 'failed':
      if (triedAgain(run)) return say('Waiting to retry')
      return t.delivered > 0 ? say('Failed part way') : say('Failed')
    default:
      return doneWords(t)
  }
}
function doneWords(t: Tally): string {
  const flaws = [
    t.rejected && say('rejections'),
    t.uncertain && say('unknown outcomes'),
    t.invalid && say('rows held back'),
    t.expired && say('rows too old to send'),
  ].filter(Boolean)
  if (flaws.length === 0) return say('Done')
  return say('Done with {more}', {
    more: flaws.length === 1 ? flaws[0] : say('{flaws} and {at}', { flaws: flaws.slice(0, -1).join(', '), at: flaws.at(-1) }),
  })
}

/** What stands where no row has a reason. */
export function noReasonWords(run: Pick<Run, 'state' | 'paths'>): string {
  if (tallyOf(run).read > 0) return say('Every row that was read went where it should.')
  return run.state === 'queued' || run.state === 'running' ? say('No row has been read yet.') : say('No row was read.')
}

/** The one place that decides a colour: green only when every row went where it should. */
export function runTone(run: Ended): RunTone {
  if (run.state === 'running') return 'run'
  if (run.state === 'failed') return triedAgain(run) ? 'warn' : 'err'
  if (run.state === 'queued') return 'plain'
  if (run.state === 'stopped' || run.state === 'interrupted') return 'warn'
  const t = tallyOf(run)
  if (t.rejected) return 'err'
  return t.invalid || t.uncertain || t.expired ? 'warn' : 'ok'
}

/** "21 November, 06:00, 9,702 accepted, 29 rejected": the name of a bar of the strip. */
export function barWords(when: string, run: Ended): string {
  const t = tallyOf(run)
  const parts = [when]
  if (run.state !== 'succeeded' && run.state !== 'partial') parts.push(resultWords(run).toLowerCase())
  parts.push(say('{delivered, plural, other {# accepted}}', { delivered: t.delivered }))
  return [...parts, ...flawWords(t)].join(', ')
}

/** "29 rejected", "13 held back": every way in which rows were not accepted, each by its own name. */
export const flawWords = (t: Flaws): string[] => [
  ...(t.rejected ? [say('{rejected, plural, other {# rejected}}', { rejected: t.rejected })] : []),
  ...(t.invalid ? [say('{invalid, plural, other {# held back}}', { invalid: t.invalid })] : []),
  ...(t.uncertain ? [say('{uncertain, plural, other {# with unknown outcome}}', { uncertain: t.uncertain })] : []),
  ...(t.expired ? [say('{expired, plural, other {# too old}}', { expired: t.expired })] : []),
]
export const beforeWords = (before: number): string[] => (before ? [say('{before, plural, other {# sent before}}', { before })] : [])
export type Flaws = Pick<Tally, 'rejected' | 'invalid' | 'uncertain' | 'expired'>

/** The last run as one sentence for the list of flows; never only a colour. */
export function lastResult(run: Run | null, now: number): string {
  if (!run) return say('No runs yet')
  if (run.state === 'queued') return say('Waiting to start')
  const waits = waitOf(run)
  if (waits) return waitWords(waits)
  if (run.state === 'running')
    return say('Running, {delivered, plural, one {# event} other {# events}} accepted so far', { delivered: tallyOf(run).delivered })
  const when = ago(run.endedAt ?? run.startedAt ?? new Date(now).toISOString(), now)
  const t = tallyOf(run)
  const error = run.paths.find(p => p.error)?.error
  const again = triedAgain(run)
  if (again && t.delivered === 0)
    return say('Tries again {when}{more}', { when: nearDay(again, now), more: error ? `: ${error.message}` : '' })
  if (run.state === 'failed' && t.delivered === 0) return say('Failed {when}{more}', { when, more: error ? `: ${error.message}` : '' })
  if (run.state === 'succeeded' && t.read === 0) return say('Nothing to send, {when}', { when })
  if (run.state === 'succeeded' && t.read === t.duplicate + t.filtered) return say('Nothing new to send, {when}', { when })
  const ended = run.state === 'succeeded' || run.state === 'partial' ? '' : `${resultWords(run)}: `
  return `${ended}${[say('{delivered, plural, other {# accepted}}', { delivered: t.delivered }), ...flawWords(t)].join(', ')}, ${when}`
}

/** How a flow is doing, in words; the tone only repeats it. */
export function health(flow: Pick<FlowSummary, 'live' | 'paused' | 'lastRun'>): { words: string; tone: RunTone } {
  const { lastRun } = flow
  if (lastRun?.state === 'running' || lastRun?.state === 'queued') return { words: resultWords(lastRun), tone: 'run' }
  if (flow.paused) return { words: say('Paused'), tone: 'plain' }
  if (!lastRun) return { words: flow.live === null ? say('Not live yet') : say('Waiting for its first run'), tone: 'plain' }
  const tone = runTone(lastRun)
  if (tone === 'ok') return { words: say('Healthy'), tone }
  return { words: lastRun.state === 'failed' && !triedAgain(lastRun) ? say('Last run failed') : resultWords(lastRun), tone }
}

/** What the schedule runs and what the draft adds, as the header says it. */
export function draftWords(flow: Pick<FlowSummary, 'live' | 'paused' | 'draftChanges'>): string {
  if (flow.live === null) return say('Not live yet')
  if (flow.draftChanges > 0)
    return say('Draft, {draftChanges, plural, one {# change} other {# changes}} not live', { draftChanges: flow.draftChanges })
  return flow.paused ? say('Live version paused') : say('Live, version {live}', { live: flow.live })
}

/** When the flow runs next, or why it does not. */
export function nextRunWords(
  flow: Pick<FlowSummary, 'live' | 'paused' | 'schedule' | 'nextRun'> & Partial<Pick<FlowSummary, 'lastRun'>>,
  now: number,
): string {
  if (flow.lastRun?.triedAgainAt) return inZone(flow.lastRun.triedAgainAt, now, flow.schedule?.timezone)
  if (flow.nextRun && !flow.paused) return inZone(flow.nextRun, now, flow.schedule?.timezone)
  if (!flow.schedule) return say('Only when you press Run now')
  if (flow.paused) return say('Paused')
  return flow.live === null ? say('After you publish') : say('None planned')
}

/** In the schedule's own zone; named when it is not this device's. */
function inZone(iso: string, now: number, zone: string | undefined): string {
  if (!zone || zone === new Intl.DateTimeFormat().resolvedOptions().timeZone) return nearDay(iso, now)
  return `${nearDay(iso, now, zone)} (${zone.split('/').at(-1)!.replaceAll('_', ' ')})`
}

/** What started a run. */
export const triggerWords = (trigger: Run['trigger']): string =>
  ({ schedule: say('Schedule'), manual: say('Run now'), api: 'API', catch_up: say('Caught up after a pause') })[trigger]

/** Where rows went, as the tables say it. */
export const outcomeWords = (outcome: string): string => OUTCOMES[outcome] ?? outcome.replaceAll('_', ' ')
const OUTCOMES: Record<string, string> = {
  filtered: say('Left out'),
  invalid: say('Held back'),
  duplicate: say('Sent before'),
  expired: say('Too old to send'),
  delivered: say('Accepted'),
  rejected: say('Rejected'),
  uncertain: say('Outcome unknown'),
  unsent: say('Not sent yet'),
  field_left_out: say('Sent without a field'),
  sent_again: say('Sent again'),
  warning: say('Remark of the platform'),
  restricted: say('Sent with a limit'),
  changed_after_send: say('Changed after it was sent'),
  sending: say('On its way'),
  passed: say('Passed'),
  kept: say('Kept'),
  not_read: say('Not read'),
}
/** The same of one row alone: French says it otherwise than of several. */
export const rowOutcomeWords = (outcome: string): string => OF_ONE[outcome] ?? outcomeWords(outcome)
const OF_ONE: Record<string, string> = {
  filtered: say('{n, plural, one {Left out} other {Left out}}', { n: 1 }),
  invalid: say('{n, plural, one {Held back} other {Held back}}', { n: 1 }),
  duplicate: say('{n, plural, one {Sent before} other {Sent before}}', { n: 1 }),
  expired: say('{n, plural, one {Too old to send} other {Too old to send}}', { n: 1 }),
  delivered: say('{n, plural, one {Accepted} other {Accepted}}', { n: 1 }),
  rejected: say('{n, plural, one {Rejected} other {Rejected}}', { n: 1 }),
  unsent: say('{n, plural, one {Not sent yet} other {Not sent yet}}', { n: 1 }),
  not_read: say('{n, plural, one {Not read} other {Not read}}', { n: 1 }),
}

const EARLIER_MAX = 3
/** What became of a row before, newest first, each once: thirty rows of one key leave for one reason. */
export function earlier<P extends { outcome: string; message: string }>(problems: readonly P[], but: P | undefined): P[] {
  const once = new Map<string, P>()
  for (const problem of problems) {
    const said = `${problem.outcome} ${problem.message}`
    if (problem !== but && !once.has(said)) once.set(said, problem)
  }
  return [...once.values()].slice(0, EARLIER_MAX)
}
