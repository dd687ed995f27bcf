/** A database for a few hundred histories. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore, type Store } from '../../server/store/open.ts'

/** On disk, but without waiting for it: dying here is of the program, not of the machine. */
export function scratch(): { store: Store; close(): string[] } {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-simulation-'))
  const store = openStore(folder)
  store.sql.pragma('synchronous = off')
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
