/** Daily housekeeping: what nobody can need any more is forgotten, and the file gives space back. */
import { pruneAttempts } from './attempts.ts'
import { pruneLedger } from './deliveries.ts'
import { closeExpired } from './ledger.ts'
import type { Store } from './open.ts'
import { pruneRuns } from './runs.ts'
import { pruneSamples } from './samples.ts'
import { pruneTicks } from './ticks.ts'

export async function prune(store: Store): Promise<void> {
  closeExpired(store)
  await pruneLedger(store)
  if (!store.sql.open) return
  await pruneAttempts(store)
  if (!store.sql.open) return
  pruneRuns(store)
  pruneTicks(store)
  pruneSamples(store)
  store.sql.pragma('incremental_vacuum(2000)')
}
