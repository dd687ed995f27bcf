/** What is said of events whose outcome nobody knows, and of what can be decided about them. Pure. */

import type { HeldPath, Replayed } from '../../server/api/decisions.ts'
import { say } from '../words/words.ts'
import { count, eventsOf as eventCount } from './words.ts'

type Held = HeldPath['requests'][number]
export const eventsOf = (requests: readonly Held[]): number => requests.reduce((sum, { events }) => sum + events, 0)

const WHY: Record<Held['why'], string> = {
  no_dedup: say('The platform does not remove copies of them'),
  too_old: say('They were first sent more than 24 hours ago, too long for the platform to remove copies with certainty'),
  left_window: say('They are too old for the platform by now, so they cannot be sent again'),
  unreadable: say('What was stored of them cannot be read, so they cannot be sent again'),
  not_drawn: say('No step of the flow sends to this account any more, so they cannot be sent again'),
}

/** "60 events got no answer, so nobody knows whether they arrived. …": what waits for a person, and why. */
export function heldSentences(requests: readonly Held[]): string[] {
  const waiting = requests.filter(({ released }) => !released)
  const going = eventsOf(requests) - eventsOf(waiting)
  const said: string[] = []
  if (waiting.length) {
    said.push(
      say(
        '{eventsOf, plural, one {# event} other {# events}} got no answer, so nobody knows whether {eventsOf, plural, one {it} other {they}} arrived. Until you decide, {eventsOf, plural, one {it is} other {they are}} not sent again and not counted as accepted.',
        { eventsOf: eventsOf(waiting) },
      ),
    )
    const reasons = Map.groupBy(waiting, ({ why }) => why)
    for (const [why, of] of reasons)
      said.push(
        reasons.size > 1
          ? `${say('{eventsOf, plural, one {# event} other {# events}}', { eventsOf: eventsOf(of) })}: ${WHY[why]}.`
          : `${WHY[why]}.`,
      )
  }
  if (going)
    said.push(
      say('{going, plural, one {# event} other {# events}} {going, plural, one {goes} other {go}} out again with the next run.', { going }),
    )
  return said
}

export interface Decision {
  /** The act, as title and as button. */
  act: string
  says: string
  done: string
  /** Nothing leaves before the next run. */
  nextRun?: true
}
/** The question before events are let go once more. */
export function sendAgain(requests: readonly Held[]): Decision {
  const events = say('{eventsOf, plural, one {# event} other {# events}}', { eventsOf: eventsOf(requests) })
  return {
    act: say('Send {events} again', { events }),
    says: say('The next run sends {n, plural, one {# request} other {# requests}} again, byte for byte as before. {twice}', {
      n: requests.length,
      twice: twice(requests),
    }),
    done: say('{events} will be sent again with the next run.', { events }),
    nextRun: true,
  }
}
export const twice = (requests: readonly Held[]): string =>
  say('At most {eventsOf} may arrive twice.', { eventsOf: count(eventsOf(requests)) })

/** The question before events count as accepted without an answer. */
export function treatAsSent(requests: readonly Held[]): Decision {
  const events = say('{eventsOf, plural, one {# event} other {# events}}', { eventsOf: eventsOf(requests) })
  return {
    act: say('Treat {events} as sent', { events }),
    says: say(
      '{events} in {n, plural, one {# request} other {# requests}} will count as accepted and will never be sent again. What the platform did not take stays missing there.',
      { events, n: requests.length },
    ),
    done: say('{events} {eventsOf, plural, one {counts} other {count}} as accepted now.', { events, eventsOf: eventsOf(requests) }),
  }
}

/** The act that sends rejected rows once more, as title and as button. */
export const sendRejected = (rows: number): string =>
  say('Send {rows, plural, one {# rejected row} other {# rejected rows}} again', { rows })

/** "3 events to Pinterest": where they would go. */
export const eventsTo = ({ to }: Replayed, name: (node: string) => string): string[] =>
  to.map(({ destination, events }) => say('{events} to {to}', { events: eventCount(events), to: name(destination) }))

/** What would become of the rejected rows as the flow is now, each of them in one sentence. */
export function replaySentences(of: Replayed): string[] {
  const said = [
    of.changed && say('{changed, plural, one {# row} other {# rows}} would leave differently from before.', { changed: of.changed }),
    of.unchanged &&
      say('{unchanged, plural, one {# row} other {# rows}} would leave exactly as before, and may be rejected again.', {
        unchanged: of.unchanged,
      }),
    of.leavesEarlier &&
      say('{leavesEarlier, plural, one {# row} other {# rows}} would be left out or held back.', { leavesEarlier: of.leavesEarlier }),
    of.tooOld &&
      say('{tooOld, plural, one {# row} other {# rows}} {tooOld, plural, one {is} other {are}} too old for the platform by now.', {
        tooOld: of.tooOld,
      }),
    of.noLongerInSource &&
      say(
        '{noLongerInSource, plural, one {# row} other {# rows}} {noLongerInSource, plural, one {is} other {are}} no longer in the source.',
        { noLongerInSource: of.noLongerInSource },
      ),
    of.notDrawn &&
      say('{notDrawn, plural, one {# row} other {# rows}} went to an account that is no longer drawn.', { notDrawn: of.notDrawn }),
  ]
  return said.filter(sentence => sentence !== 0)
}
