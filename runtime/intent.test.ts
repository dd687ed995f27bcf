/** When the intent of a request may go to disk with the outcome of the one before it, and that both are written whatever happens. */
import { expect, it } from 'vitest'
import { type AccountState, freshAccount } from './account.ts'
import { record } from './intent.ts'
import { type Item, ownRules, type Way } from './way.ts'
import type { Ended, Ledger } from './world.ts'

const NOW = 1_000_000
const item = (key: string, expires = NOW + 1): Item => ({
  key,
  idKey: undefined,
  label: key,
  print: '',
  text: '{}',
  bytes: 2,
  group: { id: 'all', events: 1, resendSafe: true },
  expires,
})
const ended: Ended = { request: 1, outcomes: [{ key: 'a', state: 'delivered' }], beside: 0 }

interface Case {
  waiting?: readonly Item[]
  account?: Partial<AccountState>
  answers?: Way['answers']
  stopped?: true
  apart?: true
  full?: true
}
/** Everything that was written, in order, and the request that leaves next. */
function written({ waiting, account = {}, answers, stopped, apart, full }: Case): string[] {
  const told: string[] = []
  const ledger: Partial<Ledger> = {
    begin(request, with_) {
      if (full) throw new Error('disk full')
      told.push(`${with_?.request} settled and ${request.keys} begun`)
      return 2
    },
    settle: request => void told.push(`${request} settled`),
  }
  const way: Partial<Way> = {
    rules: ownRules,
    streak: { unknown: 0, ...(apart && { apart }) },
    answers: answers ?? { events: 0, refused: new Map() },
    world: {
      ledger: ledger as Ledger,
      now: () => NOW,
      stop: stopped ? AbortSignal.abort() : new AbortController().signal,
      account: { get: () => ({ ...freshAccount(NOW), ...account }), put: () => {} },
    } as unknown as Way['world'],
  }
  record(way as Way, ended, { waiting, follows: id => void told.push(`${id} leaves`) })
  return told
}

it('goes with the outcome when it may leave at this moment', () => {
  expect(written({ waiting: [item('b'), item('c')] })).toEqual(['1 settled and b,c begun', '2 leaves'])
})

it.each<[string, Case]>([
  ['nothing waits', {}],
  ['one of its events is too old by now', { waiting: [item('b'), item('c', NOW)] }],
  ['the platform wants quiet', { waiting: [item('b')], account: { quietUntil: NOW + 1 } }],
  ['it is being tried whether the account works again', { waiting: [item('b')], account: { opened: 1 } }],
  ['most events are refused for one reason', { waiting: [item('b')], answers: { events: 40, refused: new Map([['x', 20]]) } }],
  ['our clock is far from the platform’s', { waiting: [item('b')], apart: true }],
  ['the run is stopped', { waiting: [item('b')], stopped: true }],
  ['both together cannot be written', { waiting: [item('b')], full: true }],
])('waits for its turn when %s, and the outcome is written at once', (_, what) => {
  expect(written(what)).toEqual(['1 settled'])
})
