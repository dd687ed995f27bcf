/** What is said of requests and of each time one was sent. Pure. */
import type { Attempt, RequestInfo } from '../../server/api/requests.ts'
import { took } from './time.ts'
import { count, plural } from './words.ts'

const OUTCOMES: Record<RequestInfo['outcome'], string> = {
  underway: 'On its way',
  accepted: 'Accepted',
  partly: 'Accepted in part',
  rejected: 'Rejected',
  refused: 'Refused as a whole',
  stop: 'Refused at the door',
  not_taken: 'Not taken',
  unknown: 'Outcome unknown',
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
  if (outcome === 'partly' && last) parts.push(`${count(events - last.rejected)} accepted, ${count(last.rejected)} rejected.`)
  else if (outcome === 'refused') parts.push('Its events were sent again in parts, to find the ones at fault.')
  else if (outcome === 'not_taken' && !open) parts.push('The platform surely took nothing of it. The rows are new for the next run.')
  else if (outcome === 'stop') parts.push('The connection is at fault, not the events.')
  if (attempts.length > 1) parts.push(`Sent ${attempts.length} times.`)
  if (open && outcome !== 'underway') parts.push('Not settled.')
  for (const { what, actor } of decisions) parts.push(`${DECIDED[what] ?? what.replaceAll('_', ' ')}${actor ? DOORS[actor] : ''}.`)
  return parts.join(' ')
}
const DECIDED: Record<string, string> = {
  send_again: 'A person let it be sent once more',
  treat_as_sent: 'A person had it treated as sent',
}
const DOORS = { editor: ' in the editor', api: ' through the API', command_line: ' on the command line', server: '' } as const

/** "HTTP 429, 100/2804050. The platform asked …": how one sending ended. */
export function attemptSentence(attempt: Attempt): string {
  const { class: kind, status, platformCode, waitedMs, rejected, endedAt, startedAt } = attempt
  const parts: string[] = []
  if (waitedMs >= 1000) parts.push(`After waiting ${took(waitedMs)}:`)
  parts.push(`${ENDS[kind ?? 'none']}${rejected && kind === 'settled' ? `, ${count(rejected)} rejected` : ''}.`)
  if (status !== null) parts.push(`HTTP ${status}${platformCode ? `, the platform’s code ${platformCode}` : ''}.`)
  if (endedAt) parts.push(`Took ${took(Date.parse(endedAt) - Date.parse(startedAt))}.`)
  return parts.join(' ')
}
const ENDS: Record<NonNullable<Attempt['class']> | 'none', string> = {
  settled: 'The platform answered for each event',
  rejected: 'The platform refused the request because of its content',
  stop: 'The platform refused the connection',
  not_taken: 'The platform surely did not take it',
  unknown: 'Nobody knows whether the platform took it',
  none: 'No answer was noted: it is under way, or the program ended before',
}

/** "It may have arrived twice." Nothing when there is no doubt. */
export const doublesSentence = (possible: number): string =>
  possible === 0
    ? ''
    : `The platform may have it ${plural(possible + 1, 'time')}, at most: ${plural(possible, 'sending')} had no clear answer.`

/** JSON with line breaks, for reading; anything else as it is. */
export function readable(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}

/** "Status is paid: no, it is “pending”." */
export const conditionSentence = ({ says, met, value }: { says: string; met: boolean; value?: unknown }): string =>
  `${says}: ${met ? 'yes' : 'no'}, ${value === null || value === undefined || value === '' ? 'it is empty' : `it is “${cellText(value)}”`}.`
export const cellText = (value: unknown): string =>
  value === null || value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value)
