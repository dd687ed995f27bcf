/** What is said of events whose outcome nobody knows, and of what can be decided about them. Pure. */
import type { HeldPath, Replayed } from '../../server/api/decisions.ts'
import { count, plural } from './words.ts'

type Held = HeldPath['requests'][number]
export const eventsOf = (requests: readonly Held[]): number => requests.reduce((sum, { events }) => sum + events, 0)

const WHY: Record<Held['why'], string> = {
  no_dedup: 'The platform does not remove copies of them',
  too_old: 'They were first sent more than 24 hours ago, too long for the platform to remove copies with certainty',
  left_window: 'They are too old for the platform by now, so they cannot be sent again',
  unreadable: 'What was stored of them cannot be read, so they cannot be sent again',
  not_drawn: 'No step of the flow sends to this account any more, so they cannot be sent again',
}

/** "60 events got no answer, so nobody knows whether they arrived. …": what waits for a person, and why. */
export function heldSentences(requests: readonly Held[]): string[] {
  const waiting = requests.filter(({ released }) => !released)
  const going = eventsOf(requests) - eventsOf(waiting)
  const said: string[] = []
  if (waiting.length) {
    const [they, them] = eventsOf(waiting) === 1 ? ['it', 'it is'] : ['they', 'they are']
    said.push(
      `${plural(eventsOf(waiting), 'event')} got no answer, so nobody knows whether ${they} arrived. Until you decide, ${them} not sent again and not counted as accepted.`,
    )
    const reasons = Map.groupBy(waiting, ({ why }) => why)
    for (const [why, of] of reasons) said.push(reasons.size > 1 ? `${plural(eventsOf(of), 'event')}: ${WHY[why]}.` : `${WHY[why]}.`)
  }
  if (going) said.push(`${plural(going, 'event')} ${going === 1 ? 'goes' : 'go'} out again with the next run.`)
  return said
}

export interface Decision {
  /** The act, as title and as button. */
  act: string
  says: string
  done: string
}
/** The question before events are let go once more. */
export function sendAgain(requests: readonly Held[]): Decision {
  const events = plural(eventsOf(requests), 'event')
  return {
    act: `Send ${events} again`,
    says: `The next run sends ${plural(requests.length, 'request')} again, byte for byte as before. ${twice(requests)}`,
    done: `${events} will be sent again with the next run.`,
  }
}
export const twice = (requests: readonly Held[]): string => `At most ${count(eventsOf(requests))} may arrive twice.`

/** The question before events count as accepted without an answer. */
export function treatAsSent(requests: readonly Held[]): Decision {
  const events = plural(eventsOf(requests), 'event')
  return {
    act: `Treat ${events} as sent`,
    says: `${events} in ${plural(requests.length, 'request')} will count as accepted and will never be sent again. What the platform did not take stays missing there.`,
    done: `${events} ${eventsOf(requests) === 1 ? 'counts' : 'count'} as accepted now.`,
  }
}

/** The question before rejected rows are tried once more. */
export function sendRejected(rows: number): Decision {
  return {
    act: `Send ${plural(rows, 'rejected row')} again`,
    says: 'The next run sends them as they are by then. Nothing that was accepted is sent again.',
    done: `${plural(rows, 'rejected row')} will be sent again with the next run.`,
  }
}

/** What would become of the rejected rows as the flow is now, each of them in one sentence. */
export function replaySentences(of: Replayed): string[] {
  const said = [
    of.changed && `${plural(of.changed, 'row')} would leave differently from before.`,
    of.unchanged && `${plural(of.unchanged, 'row')} would leave exactly as before, and may be rejected again.`,
    of.leavesEarlier && `${plural(of.leavesEarlier, 'row')} would be left out or held back.`,
    of.tooOld && `${plural(of.tooOld, 'row')} ${of.tooOld === 1 ? 'is' : 'are'} too old for the platform by now.`,
    of.noLongerInSource && `${plural(of.noLongerInSource, 'row')} ${of.noLongerInSource === 1 ? 'is' : 'are'} no longer in the source.`,
    of.notDrawn && `${plural(of.notDrawn, 'row')} went to an account that is no longer drawn.`,
  ]
  return said.filter(sentence => sentence !== 0)
}
