/** What a run that goes on stands still for, as a sentence. Pure. */
import type { PathWait } from '../../runtime/report.ts'
import type { Run } from '../../server/api/payloads.ts'
import { say } from '../words/words.ts'
import { clock } from './time.ts'

/** What all that a run could do waits for; nothing while one of its ways moves. */
export function waitOf({ state, paths }: Pick<Run, 'state' | 'paths'>): PathWait | undefined {
  const going = state === 'running' ? paths.filter(path => path.state === 'running') : []
  if (going.some(path => !path.waiting && path.tally.read > 0)) return undefined
  const waits = going.flatMap(path => path.waiting ?? [])
  return waits.sort((a, b) => (a.until ?? '').localeCompare(b.until ?? ''))[0]
}

/** "Waits until 14:32: the platform asked for a pause" */
export function waitWords({ for: what, until }: PathWait): string {
  const time = until === undefined ? '' : clock(until)
  switch (what) {
    case 'platform':
      return say('Waits until {time}: the platform asked for a pause', { time })
    case 'rest':
      return say('Waits until {time}: the platform did not answer for a while', { time })
    case 'retry':
      return say('Tries again at {time}: the last request did not get through', { time })
    case 'budget':
      return say('Waits until {time} before it repeats another request', { time })
    case 'turn':
      return say('Waits for its turn: other runs are at work')
  }
}

/** Behind whom a queued run waits. */
export function queueWords(queue: Run['queue']): string {
  if (!queue) return say('Waiting for its turn')
  if (queue.for === 'flow') return say('Waits for the run before it; a flow has one at a time')
  const [first, second] = queue.behind.map(({ flowName }) => flowName)
  const others = queue.behind.length + queue.before - Math.min(2, queue.behind.length)
  if (first === undefined) return say('Waits for {before, plural, one {# run} other {# runs}} queued before it', { before: queue.before })
  if (second === undefined)
    return others
      ? say('Waits for {first} and {others, plural, one {# more run} other {# more runs}}', { first, others })
      : say('Waits for {first} to end', { first })
  return others
    ? say('Waits for {first}, {second} and {others, plural, one {# more run} other {# more runs}}', { first, second, others })
    : say('Waits for {first} or {second} to end', { first, second })
}
