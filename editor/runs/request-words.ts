/** What is said of requests and of each time one was sent. Pure. */

import type { Condition } from '../../runtime/conditions/tree.ts'
import type { Attempt, RequestInfo } from '../../server/api/requests.ts'
import { conditionsSaid } from '../inspector/conditions/words.ts'
import { language, say } from '../words/words.ts'
import { took } from './time.ts'
import { count } from './words.ts'

const OUTCOMES: Record<RequestInfo['outcome'], string> = {
  underway: say('On its way'),
  accepted: say('Accepted'),
  partly: say('Accepted in part'),
  rejected: say('Rejected'),
  refused: say('Refused as a whole'),
  stop: say('Refused at the door'),
  not_taken: say('Not taken'),
  unknown: say('Outcome unknown'),
}
export const requestOutcome = ({ outcome }: Pick<RequestInfo, 'outcome'>): string => OUTCOMES[outcome]
/** The outcome of rows whose colour fits. */
export const requestTone = ({ outcome }: Pick<RequestInfo, 'outcome'>): string =>
  ({ rejected: 'rejected', refused: 'rejected', stop: 'rejected', partly: 'rejected', unknown: 'uncertain', not_taken: 'uncertain' })[
    outcome as string
  ] ?? ''

/** "98 accepted, 2 rejected. Sent 2 times. It waits for a decision.": what became of it, in a line. */
export function requestSentence(request: RequestInfo): string {
  const { outcome, events, attempts, open, decisions } = request
  const last = attempts.at(-1)
  const parts: string[] = []
  if (outcome === 'partly' && last)
    parts.push(say('{n} accepted, {rejected} rejected.', { n: count(events - last.rejected), rejected: count(last.rejected) }))
  else if (outcome === 'refused') parts.push(say('Its events were sent again in parts, to find the ones at fault.'))
  else if (outcome === 'not_taken' && !open) parts.push(say('The platform surely took nothing of it. The rows are new for the next run.'))
  else if (outcome === 'stop') parts.push(say('The connection is at fault, not the events.'))
  if (attempts.length > 1) parts.push(say('Sent {n} times.', { n: attempts.length }))
  if (open && outcome !== 'underway') parts.push(say('Not settled.'))
  for (const { what, actor } of decisions) parts.push(`${DECIDED[what] ?? what.replaceAll('_', ' ')}${actor ? DOORS[actor] : ''}.`)
  return parts.join(' ')
}
const DECIDED: Record<string, string> = {
  send_again: say('A person let it be sent once more'),
  treat_as_sent: say('A person had it treated as sent'),
}
const DOORS = {
  editor: say(' in the editor'),
  api: say(' through the API'),
  command_line: say(' on the command line'),
  server: '',
} as const

/** "HTTP 429, 100/2804050. The platform asked …": how one sending ended. */
export function attemptSentence(attempt: Attempt): string {
  const { class: kind, status, platformCode, waitedMs, rejected, endedAt, startedAt } = attempt
  const parts: string[] = []
  if (waitedMs >= 1000) parts.push(say('After waiting {took}:', { took: took(waitedMs) }))
  parts.push(`${ENDS[kind ?? 'none']}${rejected && kind === 'settled' ? say(', {rejected} rejected', { rejected: count(rejected) }) : ''}.`)
  if (status !== null)
    parts.push(
      say('HTTP {status}{more}.', { status, more: platformCode ? say(', the platform’s code {platformCode}', { platformCode }) : '' }),
    )
  if (endedAt) parts.push(say('Took {took}.', { took: took(Date.parse(endedAt) - Date.parse(startedAt)) }))
  return parts.join(' ')
}
const ENDS: Record<NonNullable<Attempt['class']> | 'none', string> = {
  settled: say('The platform answered for each event'),
  rejected: say('The platform refused the request because of its content'),
  stop: say('The platform refused the connection'),
  not_taken: say('The platform surely did not take it'),
  unknown: say('Nobody knows whether the platform took it'),
  none: say('No answer was noted: it is under way, or the program ended before'),
}

/** "It may have arrived twice." Nothing when there is no doubt. */
export const doublesSentence = (possible: number): string =>
  possible === 0
    ? ''
    : say(
        'The platform may have it {n, plural, one {# time} other {# times}}, at most: {possible, plural, one {# sending} other {# sendings}} had no clear answer.',
        { n: possible + 1, possible },
      )

/** JSON with line breaks, for reading; anything else as it is. */
export function readable(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}

/** "Status is paid: no, it is “pending”." */
export const conditionSentence = (
  { says, condition, segment, met, value }: { says: string; condition?: Condition; segment?: string; met: boolean; value?: unknown },
  of = language,
): string =>
  say('{says}: {met}, {found}.', {
    says:
      (segment !== undefined && of !== 'en' ? say('Segment “{segment}”: ', { segment }) : '') +
      conditionsSaid(says, condition && { match: 'all', conditions: [condition] }, of),
    met: met ? say('yes') : say('no'),
    found: value === null || value === undefined || value === '' ? say('it is empty') : say('it is “{value}”', { value: cellText(value) }),
  })
export const cellText = (value: unknown): string =>
  value === null || value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value)
