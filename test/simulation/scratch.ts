/** A database for a few hundred histories. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore, type Store } from '../../server/store/open.ts'

/**
 * On disk, but without waiting for it or keeping a journal there: dying here is of the program, not of the machine, and each
 * life goes on with the same connection. Power cuts are tried in `test/proof/power-cuts.ts`.
 */
export function scratch(): { store: Store; close(): string[] } {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-simulation-'))
  const store = openStore(folder)
  store.sql.pragma('synchronous = off')
  store.sql.pragma('locking_mode = exclusive')
  store.sql.pragma('journal_mode = memory')
  return {
    store,
    close() {
      const broken = [...(store.sql.pragma('integrity_check') as { integrity_check: string }[]).map(row => row.integrity_check)].filter(
        said => said !== 'ok',
      )
      const foreign = store.sql.pragma('foreign_key_check') as unknown[]
      store.close()
      rmSync(folder, { recursive: true, force: true })
      return [...broken, ...foreign.map(row => `I12: ${JSON.stringify(row)}`)]
    },
  }
}
