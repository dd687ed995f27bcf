/** Waits of a run, told while they last: whoever looks sees what for and until when, not only that it runs. */
import type { AccountState } from './account.ts'
import type { PathWait } from './report.ts'
import type { Way } from './way.ts'

/** Nobody can read what is over sooner. */
const SAID_FROM_MS = 1_000
export const waitWords: Readonly<Record<PathWait['for'], string>> = {
  platform: 'The platform asked for a pause.',
  rest: 'The platform did not answer for a while, so it is left alone.',
  retry: 'The last request did not get through; it is tried again.',
  budget: 'Many requests had to be repeated; the next repeat waits, so that the platform is not pressed.',
  turn: 'Other runs are at work; this one goes on when one of them ends or waits.',
}

/** Waits until a time, epoch ms: how long that is, is only known when the waiting begins. */
export async function waitUntil({ world, waits, tell }: Way, until: number, what: PathWait['for']): Promise<void> {
  const ms = Math.max(0, until - world.now())
  if (ms < SAID_FROM_MS) return await world.wait(ms)
  const wait: PathWait = { for: what, until: new Date(until).toISOString(), message: waitWords[what] }
  waits.add(wait)
  tell()
  await world.wait(ms)
  waits.delete(wait)
  tell()
}

/** Whose word it is that the account is left alone: the platform's, or our own guess. */
export const restOf = ({ quietUntil, opened, openUntil }: AccountState): 'platform' | 'rest' =>
  opened > 0 && openUntil > quietUntil ? 'rest' : 'platform'
