/** Flows that share a due time do not all start in the same second. */

/** More than this at one due time is a crowd. */
export const CROWD = 10
const SPREAD_MS = 30_000
/** A slot is remembered as crowded for as long as its last flow may wait. */
const KEEP_MS = 2 * SPREAD_MS

export interface Crowd {
  /** Tells of every flow's next due time, so that crowds are known before the first of them has gone. */
  see(dues: readonly number[], now: number): void
  /** How long this flow waits after this due time: none without a crowd, else up to 30 s, always the same for a flow. */
  delay(flow: string, due: number): number
}

export function crowds(): Crowd {
  const crowded = new Set<number>()
  return {
    see(dues, now) {
      for (const due of crowded) if (due < now - KEEP_MS) crowded.delete(due)
      const counts = new Map<number, number>()
      for (const due of dues) counts.set(due, (counts.get(due) ?? 0) + 1)
      for (const [due, flows] of counts) if (flows > CROWD) crowded.add(due)
    },
    delay: (flow, due) => (crowded.has(due) ? numberOf(flow) % SPREAD_MS : 0),
  }
}

/** FNV-1a: the same for the same id, on every machine. */
function numberOf(text: string): number {
  let hash = 0x811c9dc5
  for (const char of text) hash = Math.imul(hash ^ char.codePointAt(0)!, 0x01000193)
  return hash >>> 0
}
