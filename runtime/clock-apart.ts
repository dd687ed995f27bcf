/** Whether this machine's clock and a platform's agree, told by the `Date` of an answer (RFC 9110, 6.6.1), which is whole seconds. */
import type { Answer } from './dialect.ts'

/** Beyond it, what happens now may be the future over there, and what just fits may be too old. */
const APART_MS = 60_000

/** Whether the answer was made more than a minute outside of the time that the exchange took here. `started`, `ended`: epoch ms. */
export function clocksApart({ headers }: Answer, started: number, ended: number): boolean {
  const there = Date.parse(headers.date ?? '')
  return !Number.isNaN(there) && (there + 1000 < started - APART_MS || there > ended + APART_MS)
}
