/** Whether this machine's clock and a platform's agree, told by the `Date` of an answer (RFC 9110, 6.6.1), which is whole seconds. */
import { compared, farApart } from './account.ts'
import { Stop } from './contract.ts'
import type { Answer } from './dialect.ts'
import { genericReasons } from './reasons.ts'
import type { Way } from './way.ts'

/** Beyond it, what happens now may be the future over there, and what just fits may be too old. */
const APART_MS = 60_000
/** Beyond it nothing is sent any more, once two answers in a row say so. */
const FAR_MS = 5 * 60_000

/** By how much the answer was made outside of the time that the exchange took here; undefined: it does not say. `started`, `ended`: epoch ms. */
export function clocksApart({ headers }: Answer, started: number, ended: number): number | undefined {
  const there = Date.parse(headers.date ?? '')
  return Number.isNaN(there) ? undefined : Math.max(0, started - (there + 1000), there - ended)
}

/** What an answer says of the clocks, kept with the account: one wrong `Date` is no clock. */
export function compareClocks({ world, books, plan, streak }: Way, answer: Answer, started: number, ended: number, rows: number): void {
  const apart = clocksApart(answer, started, ended)
  if (apart === undefined) return
  const { account } = world
  account.put(compared(account.get(), apart > FAR_MS))
  streak.apart = apart > FAR_MS && farApart(account.get())
  const code = streak.apart ? 'clocks_far_apart' : 'clocks_apart'
  if (apart > APART_MS) books.note({ outcome: 'warning', code, node: plan.resolved.destination.id, rows })
}

/** Before a request is begun: nothing more leaves by a clock that is wrong. */
export function refuseApart({ plan, streak }: Way): void {
  if (!streak.apart) return
  const { title, why } = genericReasons.clocks_far_apart!
  throw new Stop('clocks_far_apart', title, why, { node: plan.resolved.destination.id, needs: 'person' })
}
