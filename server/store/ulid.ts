/** Ids that sort by the time they were made: runs and flows. */
import { randomBytes } from 'node:crypto'

const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
let lastMs = 0
let lastTail = 0n

/** A ULID that is later in order than every one made before by this process, also within a millisecond or a clock step. */
export function ulid(now: number): string {
  const ms = Math.max(now, lastMs)
  lastTail = ms === lastMs ? lastTail + 1n : randomBytes(10).readBigUInt64BE(2) & 0x7fffffffffffffffn
  lastMs = ms
  let rest = (BigInt(ms) << 80n) | lastTail
  let text = ''
  for (let i = 0; i < 26; i++, rest >>= 5n) text = DIGITS[Number(rest & 31n)] + text
  return text
}
