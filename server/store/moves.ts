/**
 * The states of a run, of a request and of an event, and every move that there is. `server/README.md` draws this table (a test
 * compares them), the ledger asks it before it moves a request and a run before it ends, and a test walks each arrow on the disk.
 */
import type { RunState } from '../../runtime/report.ts'

export type RequestState = 'meant' | 'open' | 'held' | 'settled' | 'withdrawn' | 'split' | 'closed'
export type EventState = 'new' | 'open' | 'held' | 'delivered' | 'rejected' | 'uncertain'
type Moves<S extends string> = { readonly [From in S | '[*]']?: { readonly [To in S]?: string } }

/** For each state, those that may follow, and what makes them. */
export const moves = {
  run: {
    '[*]': { queued: '' },
    queued: {
      running: 'claimed; one per flow at a time, two flows at work side by side',
      stopped: 'taken off the queue',
    },
    running: {
      succeeded: 'every row delivered or left out',
      partial: 'done, with rejected, invalid or uncertain rows',
      failed: 'could not go on, and says why',
      stopped: 'asked to, after what was under way',
      interrupted: 'the process died; noticed at the next start',
    },
  } satisfies Moves<RunState>,
  request: {
    '[*]': {
      open: 'begin, on disk before the first byte leaves',
      meant: 'a part, on disk; its turn has not come',
    },
    open: {
      open: 'again, before each further attempt with the same bytes',
      settled: 'outcomes written and request deleted in one transaction, with the next intent when one is ready',
      withdrawn: 'surely not processed; its keys are new again',
      split: 'surely refused for its content; closed, and its parts opened, in one transaction',
      held: 'no answer, and no run may send it again by itself',
      closed: 'its window and two days are over, when it was released and no run came in time',
    },
    meant: {
      open: 'its turn comes, again before the first byte leaves',
      held: 'its turn never came, and the whole was in doubt before it was refused',
      withdrawn: 'its turn never came, and nothing of it was in doubt before',
    },
    held: {
      open: 'released by a person, for one attempt more',
      settled: 'a person has it treated as sent',
      closed: 'its window and two days are over; its events are recorded as uncertain',
    },
  } satisfies Moves<RequestState>,
  event: {
    new: { open: 'its request is on disk' },
    open: {
      delivered: 'the platform took it',
      rejected: 'the platform refused it, or had before and did not take it now',
      new: 'surely not taken',
      held: 'nobody knows, and no run may send it again by itself',
      uncertain: 'released, and no run came in time',
    },
    rejected: { open: 'sent once more by a person, in a run of what was refused' },
    held: {
      open: 'released by a person',
      delivered: 'treated as sent by a person',
      uncertain: 'nobody may send it any more',
    },
  } satisfies Moves<EventState>,
} as const
export type Machine = keyof typeof moves

/** Every arrow of a machine, as `from --> to`. */
export const arrowsOf = (machine: Machine): string[] =>
  Object.entries(moves[machine])
    .flatMap(([from, to]) => Object.keys(to).map(state => `${from} --> ${state}`))
    .sort()

export const mayMove = (machine: Machine, from: string, to: string): boolean =>
  (moves[machine] as Readonly<Record<string, Readonly<Record<string, string>>>>)[from]?.[to] !== undefined

/** A fault of ours, and never the person's: the transaction that asked is rolled back, and nothing is sent. */
export function mustMove(machine: Machine, from: string, to: string): void {
  if (!mayMove(machine, from, to)) throw new Error(`Not a move of this ${machine}: ${from} → ${to}.`)
}
