import { describe, expect, it } from 'vitest'
import type { HeldPath } from '../../server/api/decisions.ts'
import { heldSentences, replaySentences, sendAgain, sendRejected, treatAsSent } from './doubts.ts'

type Held = HeldPath['requests'][number]
const held = (events: number, more: Partial<Held> = {}): Held => ({
  id: 1,
  events,
  firstSent: '2026-11-23T08:00:00.000Z',
  expires: null,
  attempts: 1,
  why: 'no_dedup',
  released: false,
  sendable: true,
  ...more,
})

describe('what waits for a person', () => {
  it.each([
    [
      'one reason',
      [held(1200), held(34)],
      [/^1,234 events got no answer, .* they are not sent again/, /^The platform does not remove copies of them\.$/],
    ],
    ['one event', [held(1)], [/^1 event got no answer, so nobody knows whether it arrived\. Until you decide, it is not sent/, /./]],
    [
      'two reasons',
      [held(50), held(10, { why: 'left_window', sendable: false })],
      [/^60 events/, /^50 events: The platform does not remove/, /^10 events: They are too old/],
    ],
    ['let go already', [held(60, { released: true })], [/^60 events go out again with the next run\.$/]],
  ] as const)('%s', (_, requests, says) => {
    const sentences = heldSentences(requests)
    expect(sentences).toHaveLength(says.length)
    for (const [i, words] of says.entries()) expect(sentences[i]).toMatch(words)
  })
})

it('each question names the act and the counts', () => {
  const requests = [held(50), held(10)]
  expect(sendAgain(requests)).toMatchObject({
    act: 'Send 60 events again',
    says: expect.stringMatching(/2 requests .* At most 60 may arrive twice\./),
    done: '60 events will be sent again with the next run.',
  })
  expect(treatAsSent(requests)).toMatchObject({ act: 'Treat 60 events as sent', done: '60 events count as accepted now.' })
  expect(sendRejected(1)).toBe('Send 1 rejected row again')
})

it.each([
  [{ changed: 2 }, ['2 rows would leave differently from before.']],
  [
    { unchanged: 1, tooOld: 1, noLongerInSource: 3 },
    [
      '1 row would leave exactly as before, and may be rejected again.',
      '1 row is too old for the platform by now.',
      '3 rows are no longer in the source.',
    ],
  ],
  [{}, []],
])('what would be sent again: %j', (more, says) => {
  const none = {
    asSent: { requests: 0, events: 0 },
    asNow: 0,
    to: [],
    changed: 0,
    unchanged: 0,
    leavesEarlier: 0,
    tooOld: 0,
    noLongerInSource: 0,
    notDrawn: 0,
  }
  expect(replaySentences({ ...none, ...more })).toEqual(says)
})
