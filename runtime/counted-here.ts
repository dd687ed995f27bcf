/** Rows that are counted here because the source cannot count them: the first ones, and whether those are all. */
import { bounds } from './bounds.ts'
import type { Query, Reading, Row, Session } from './contract.ts'

/** Shows each row; answers with false when there were more. */
export async function eachOfFirst(
  session: Session,
  query: Query,
  reading: Omit<Reading, 'size' | 'limit'>,
  see: (row: Row) => void,
): Promise<boolean> {
  const { most } = bounds.countedHere
  let read = 0
  for await (const page of session.read(query, { size: 1000, limit: most + 1, ...reading }))
    for (const row of page) {
      if (++read > most) return false
      see(row)
    }
  return true
}
