import { describe, expect, it } from 'vitest'
import type { Attempt, RequestInfo } from '../../server/api/requests.ts'
import { attemptSentence, conditionSentence, doublesSentence, requestSentence } from './request-words.ts'

const attempt = (more: Partial<Attempt> = {}): Attempt => ({
  no: 1,
  run: 'r',
  startedAt: '2026-11-25T08:00:00.000Z',
  endedAt: '2026-11-25T08:00:02.000Z',
  waitedMs: 0,
  class: 'settled',
  status: 200,
  code: null,
  platformCode: null,
  trace: null,
  rejected: 0,
  ...more,
})
const request = (more: Partial<RequestInfo> = {}): RequestInfo => ({
  request: 7,
  parent: null,
  path: 'a > b',
  destination: 'b',
  events: 100,
  outcome: 'accepted',
  open: false,
  message: null,
  shown: false,
  decisions: [],
  attempts: [attempt()],
  ...more,
})

describe('what became of a request', () => {
  it.each<[Partial<RequestInfo>, string]>([
    [{}, ''],
    [{ outcome: 'partly', attempts: [attempt({ rejected: 2 })] }, '98 accepted, 2 rejected.'],
    [{ outcome: 'refused' }, 'Its events were sent again in parts, to find the ones at fault.'],
    [{ outcome: 'unknown', open: true, attempts: [attempt(), attempt({ no: 2 })] }, 'Sent 2 times. Not settled.'],
    [
      { outcome: 'unknown', decisions: [{ at: '', what: 'treat_as_sent', actor: 'api' }] },
      'A person had it treated as sent through the API.',
    ],
    [{ outcome: 'unknown', decisions: [{ at: '', what: 'send_again', actor: null }] }, 'A person let it be sent once more.'],
    [{ outcome: 'not_taken' }, 'The platform surely took nothing of it. The rows are new for the next run.'],
  ])('%j', (more, says) => expect(requestSentence(request(more))).toBe(says))
})

describe('how one sending ended', () => {
  it.each<[Partial<Attempt>, string]>([
    [{}, 'The platform answered for each event. HTTP 200. Took 2 s.'],
    [{ rejected: 3 }, 'The platform answered for each event, 3 rejected. HTTP 200. Took 2 s.'],
    [
      { class: 'not_taken', status: 429, platformCode: '4', waitedMs: 40_000 },
      'After waiting 40 s: The platform surely did not take it. HTTP 429, the platform’s code 4. Took 2 s.',
    ],
    [{ class: 'unknown', status: null }, 'Nobody knows whether the platform took it. Took 2 s.'],
    [{ class: null, status: null, endedAt: null }, 'No answer was noted: it is under way, or the program ended before.'],
  ])('%j', (more, says) => expect(attemptSentence(attempt(more))).toBe(says))
})

it.each([
  [0, ''],
  [1, 'The platform may have it 2 times, at most: 1 sending had no clear answer.'],
  [2, 'The platform may have it 3 times, at most: 2 sendings had no clear answer.'],
])('%i possible doubles', (possible, says) => expect(doublesSentence(possible)).toBe(says))

it.each([
  ['pending', 'Status is paid: no, it is “pending”.'],
  ['', 'Status is paid: no, it is empty.'],
  [null, 'Status is paid: no, it is empty.'],
  [['a', 1], 'Status is paid: no, it is “["a",1]”.'],
])('a condition with %j', (value, says) => expect(conditionSentence({ says: 'Status is paid', met: false, value })).toBe(says))
it('a condition is said in the language of the page, with the segment it belongs to', () => {
  const decided = {
    says: 'Segment “Paid”: status is paid',
    condition: { column: 'status', op: 'is' as const, value: 'paid' },
    segment: 'Paid',
    met: true,
  }
  expect(conditionSentence({ ...decided, value: 'paid' }, 'fr')).toBe('Segment “Paid”: Status is paid: yes, it is “paid”.')
  expect(conditionSentence({ ...decided, value: 'paid' }, 'en')).toBe('Segment “Paid”: status is paid: yes, it is “paid”.')
})
