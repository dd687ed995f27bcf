/** How long to wait before the same bytes are sent again: full jitter, growing, bounded; what the platform asks for comes first. */

const FIRST_MS = 2_000
const FLOOR_MS = 500
const CEILING_MS = 300_000
const ASKED_MIN_MS = 1_000
const ASKED_MAX_MS = 3_600_000

/** `attempt` counts from 1; `random` is 0 to 1. */
export function backoff(attempt: number, random: number, askedMs?: number): number {
  if (askedMs !== undefined && Number.isFinite(askedMs)) return Math.min(ASKED_MAX_MS, Math.max(ASKED_MIN_MS, askedMs))
  // The first retry comes within two seconds: most faults are gone by then.
  return Math.max(FLOOR_MS, random * Math.min(CEILING_MS, FIRST_MS * 2 ** (attempt - 1)))
}
