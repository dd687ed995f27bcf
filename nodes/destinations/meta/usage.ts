/** How much of its limits Meta says is used up: calling on when a limit is reached lengthens the block. */
import { clampWait, header, object, objectIn } from '../../../runtime/answers.ts'
import type { Answer } from '../../../runtime/dialect.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
/** Shares are percentages of a rolling hour, so no block outlives an hour by much. */
const LONGEST = 60 * MINUTE
const NEARLY_FULL = 95
const FULL = 100
const SHARES = ['call_count', 'total_cputime', 'total_time'] as const

/** How long Meta's usage headers ask to keep quiet, in milliseconds: its own estimate where it gives one. */
export function usageWait(answer: Answer): number | undefined {
  const waits = [
    ...businessUses(answer).map(use => waitFor(share(use), minutes(use.estimated_time_to_regain_access))),
    ...inHeader(answer, 'x-ad-account-usage').map(use => waitFor(number(use.acc_id_util_pct), number(use.reset_time_duration) * SECOND)),
    ...inHeader(answer, 'x-app-usage').map(use => waitFor(share(use), 0)),
  ]
  const longest = Math.max(0, ...waits)
  return longest > 0 ? clampWait(Math.min(longest, LONGEST)) : undefined
}

/** Without an estimate: a minute lets some of the hour's calls roll off, five when there is nothing left. */
const waitFor = (used: number, estimate: number): number =>
  used < NEARLY_FULL ? 0 : estimate > 0 ? estimate : used >= FULL ? 5 * MINUTE : MINUTE

type Use = Readonly<Record<string, unknown>>
function inHeader(answer: Answer, name: string): readonly Use[] {
  const use = objectIn(header(answer, name) ?? '')
  return use ? [use] : []
}

/** Up to 32 of them, by business or account. One that estimates a time to regain access is full, whatever its shares say. */
function businessUses(answer: Answer): readonly Use[] {
  const lists = inHeader(answer, 'x-business-use-case-usage').flatMap(uses => Object.values(uses))
  const uses = lists.flatMap((list): unknown[] => (Array.isArray(list) ? list : [])).map(object)
  return uses
    .filter(use => use !== undefined)
    .map(use => (number(use.estimated_time_to_regain_access) > 0 ? { ...use, call_count: FULL } : use))
}

const share = (use: Use): number => Math.max(...SHARES.map(name => number(use[name])))
const minutes = (value: unknown): number => number(value) * MINUTE
const number = (value: unknown): number => (typeof value === 'number' && Number.isFinite(value) ? value : 0)
