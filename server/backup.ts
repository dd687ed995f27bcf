/** Copies of the database: made while everything goes on, put back only on purpose. The key is never in them. */
import { randomBytes } from 'node:crypto'
import { closeSync, copyFileSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import Database from 'better-sqlite3'
import { Misconfigured } from './env.ts'
import { listFlows, setPaused } from './store/flows.ts'
import { openStore, type Store } from './store/open.ts'
import { emptyQueue, interruptRuns } from './store/runs.ts'

const stamp = (now: number) => new Date(now).toISOString().replace(/[:.]/g, '-')

/** Copies the database into `folder`, checks the copy, and gives its path. Works beside a running server. */
export async function backUp(store: Store, folder: string): Promise<string> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const path = join(resolve(folder), `tributary-${stamp(store.now())}.db`)
  const draft = `${path}.${randomBytes(4).toString('hex')}.part`
  try {
    await store.sql.backup(draft)
    const copy = new Database(draft)
    // One plain file, that can be opened on a read-only medium.
    copy.pragma('journal_mode = delete')
    const sound = copy.pragma('quick_check(1)', { simple: true }) === 'ok'
    copy.close()
    if (!sound) throw new Misconfigured('The copy is damaged, so it was not kept.', 'Run tributary doctor.')
    flush(draft)
    renameSync(draft, path)
  } finally {
    rmSync(draft, { force: true })
  }
  return path
}

export interface PutBack {
  /** Where the database that was there lies now. */
  kept: string | undefined
  /** Flows that now wait for somebody to resume them. */
  paused: number
}

/**
 * Puts a backup in the database's place; the caller holds the folder's lock. The ledger goes back in time with it, so
 * what was sent since would be sent again: every flow is paused and nothing half-done is taken up again.
 */
export function putBack(file: string, folder: string, key: string | undefined): PutBack {
  const place = join(folder, 'tributary.db')
  const draft = `${place}.restoring`
  if (!existsSync(file)) throw new Misconfigured(`There is no file ${file}.`)
  copyFileSync(file, draft)
  try {
    sound(draft, file)
    const kept = existsSync(place) ? `${place}.before-${stamp(Date.now())}` : undefined
    if (kept) {
      const old = new Database(place)
      old.pragma('wal_checkpoint(truncate)')
      old.close()
      copyFileSync(place, kept)
    }
    for (const end of ['-wal', '-shm']) rmSync(place + end, { force: true })
    flush(draft)
    renameSync(draft, place)
    return { kept, paused: quieten(folder, key) }
  } finally {
    rmSync(draft, { force: true })
  }
}

function quieten(folder: string, key: string | undefined): number {
  const store = openStore(folder, { key })
  try {
    interruptRuns(store)
    emptyQueue(store)
    const live = listFlows(store).filter(flow => flow.live !== null && !flow.paused)
    for (const { id } of live) setPaused(store, id, true)
    return live.length
  } finally {
    store.close()
  }
}

function sound(path: string, named: string): void {
  let copy: Database.Database | undefined
  try {
    copy = new Database(path)
    const fit = copy.pragma('quick_check(1)', { simple: true }) === 'ok' && Number(copy.pragma('user_version', { simple: true })) > 0
    if (fit) return
  } catch {
    // Not a database: said below.
  } finally {
    copy?.close()
  }
  throw new Misconfigured(`${named} is not a sound backup of Tributary.`, 'Nothing was changed.')
}

function flush(path: string): void {
  const file = openSync(path, 'r+')
  fsyncSync(file)
  closeSync(file)
}
