/** What is amiss with this server: its database, its disk, its backups, a restore that waits for a choice. */

import type { Amiss } from '../store/incidents.ts'
import type { Store } from '../store/open.ts'
import { listRewound } from '../store/rewound.ts'
import type { BackupState } from '../upkeep/backups.ts'
import { lostWords } from '../upkeep/put-back.ts'
import { type StoreTrouble, spaceOf } from '../upkeep/store-health.ts'

const DAY = 86_400_000
const GIB = 1024 ** 3
const LOW = GIB

export interface ServerState {
  store: Store
  trouble: StoreTrouble | undefined
  backup: BackupState
  /** Free bytes where the data folder is. */
  free?: number
}

export function serverAmiss({ store, trouble, backup, free = freeIn(store.folder) }: ServerState): Amiss[] {
  const found: Omit<Amiss, 'scope'>[] = []
  if (trouble) found.push(trouble)
  else if (free < LOW)
    found.push({
      code: 'disk_low',
      title: `The disk has ${Math.round((free / GIB) * 1024).toLocaleString('en')} MiB left`,
      why: 'Make room where the data folder is, before nothing can be recorded any more.',
    })
  if (backup.failed !== undefined || (backup.newest !== undefined && store.now() - backup.newest > 2 * DAY))
    found.push({
      code: 'backup_failed',
      title: 'The daily backup was not made',
      why: backup.failed ?? 'The newest one is more than two days old. The server’s log has the reason.',
    })
  else if (backup.ahead) found.push({ code: 'backup_failed', title: '', why: '', unseen: true })
  const held = listRewound(store).filter(({ choice }) => choice === null)
  if (held.length > 0)
    found.push({
      code: 'put_back',
      title: 'The database was put back, and nothing is sent before you choose',
      why: `${held.length} ${held.length === 1 ? 'stream is' : 'streams are'} held: ${lostWords(total(held))}.`,
    })
  return found.map(row => ({ ...row, scope: 'server' }))
}

function total(held: ReturnType<typeof listRewound>) {
  const counted = held.flatMap(({ events }) => events ?? [])
  return { events: counted.length ? counted.reduce((a, b) => a + b, 0) : null, since: held[0]!.since, until: held[0]!.until }
}

function freeIn(folder: string): number {
  try {
    return spaceOf(folder).free
  } catch {
    return Number.POSITIVE_INFINITY
  }
}
