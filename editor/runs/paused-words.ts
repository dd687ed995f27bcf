/** What a person is told of a flow that they paused: what waits, when it was counted, and what counting costs. Pure. */
import type { FlowDetail, WhilePaused } from '../../server/api/payloads.ts'
import { say } from '../words/words.ts'
import { ago, nearDay } from './time.ts'

type Told = Pick<FlowDetail, 'paused' | 'whilePaused'>

/** Said when the schedule was paused or goes on. */
export function pauseWords({ paused, whilePaused }: Told): string {
  if (!paused) return say('The schedule goes on.')
  return [say('The schedule is paused.'), ...(whilePaused ? [costWords(whilePaused)] : [])].filter(Boolean).join(' ')
}

/** Stands on the flow's page for as long as it is paused. */
export function waitsWords({ every, counted }: WhilePaused, now: number): string {
  if (every === 'never') return say('What becomes too old meanwhile is not counted.')
  if (!counted) return say('What waits is not counted yet.')
  const when = ago(counted.at, now)
  if (counted.waiting === 0) return say('No events wait, counted {when}.', { when })
  const waits = say('{waiting, plural, one {# event waits} other {# events wait}}, counted {when}.', { waiting: counted.waiting, when })
  const first = counted.first && Date.parse(counted.first) > now ? counted.first : null
  if (counted.soon > 0)
    return say('{waits} {soon, plural, one {# of them becomes} other {# of them become}} too old for the platform within 6 hours.', {
      waits,
      soon: counted.soon,
    })
  return first ? say('{waits} The first becomes too old {day}.', { waits, day: nearDay(first, now) }) : waits
}

/** What counting costs, where it may cost anything. */
export function costWords({ every, billed }: WhilePaused): string {
  if (!billed || every === 'never') return ''
  return every === 'hourly'
    ? say(
        'What waits is counted every hour, and your warehouse may bill each count. The flow’s settings can make that less often, or never.',
      )
    : say('What waits is counted every 6 hours, and your warehouse may bill each count. The flow’s settings can make that never.')
}
