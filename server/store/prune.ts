/**
 * Daily housekeeping: what nobody can need any more is forgotten, and the file gives space back. Forgetting cannot cause a
 * double: no platform takes an event that is older than 62 days, and the ledger remembers for at least 70.
 */

import { pruneAttempts } from './attempts.ts'
import { pruneAudit } from './audit.ts'
import { pruneLedger } from './deliveries.ts'
import { pruneIncidents } from './incidents.ts'
import { closeExpired } from './ledger.ts'
import type { Store } from './open.ts'
import { pruneRuns } from './prune-runs.ts'
import { pruneRejections } from './rejections.ts'
import { pruneSamples } from './samples.ts'
import { pruneTicks } from './ticks.ts'

const RUNS_AT_A_TIME = 500

export async function prune(store: Store, ledgerDays = 90): Promise<void> {
  closeExpired(store)
  await pruneLedger(store, ledgerDays)
  if (!store.sql.open) return
  await pruneAttempts(store)
  if (!store.sql.open) return
  while (store.sql.open && pruneRuns(store, { limit: RUNS_AT_A_TIME }) === RUNS_AT_A_TIME)
    await new Promise(resolve => setImmediate(resolve))
  if (!store.sql.open) return
  pruneTicks(store)
  pruneSamples(store)
  pruneRejections(store)
  pruneAudit(store)
  pruneIncidents(store)
  store.sql.pragma('incremental_vacuum(2000)')
}
