/** Copies of the database: made while everything goes on, put back only on purpose. The key is never in them. */
import { randomBytes } from 'node:crypto'
import { chmodSync, closeSync, copyFileSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import Database from 'better-sqlite3'
import { Misconfigured } from '../env.ts'
import { listFlows, setPaused } from '../store/flows.ts'
import { openStore, type Store } from '../store/open.ts'
import { listRewound } from '../store/rewound.ts'
import { emptyQueue, interruptRuns } from '../store/runs.ts'
import { keyFile, masterKey, secretsOf } from './secrets.ts'

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
    chmodSync(draft, 0o600)
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
  /** Streams that send nothing before somebody has chosen what became of their events. */
  held: number
}

/**
 * Puts a backup in the database's place; the caller holds the folder's lock. The ledger goes back in time with it, so
 * what was sent since would be sent again: every flow is paused, nothing half-done is taken up again, and opening it
 * notices (`store/high-water.ts`) what was sent since and holds it.
 */
export function putBack(file: string, folder: string, key: string | undefined): PutBack {
  const place = join(folder, 'tributary.db')
  const draft = `${place}.restoring`
  if (!existsSync(file)) throw new Misconfigured(`There is no file ${file}.`)
  copyFileSync(file, draft)
  try {
    const { live } = sound(draft, file, folder, key)
    const kept = existsSync(place) ? setAside(place) : undefined
    for (const end of ['-wal', '-shm']) rmSync(place + end, { force: true })
    flush(draft)
    renameSync(draft, place)
    return { kept, paused: live, held: quieten(folder, key) }
  } finally {
    rmSync(draft, { force: true })
  }
}

/** Also when it is damaged: then with what SQLite left beside it, for whoever can still read something out of it. */
function setAside(place: string): string {
  const kept = `${place}.before-${stamp(Date.now())}`
  try {
    const old = new Database(place)
    old.pragma('wal_checkpoint(truncate)')
    old.close()
  } catch {
    if (existsSync(`${place}-wal`)) copyFileSync(`${place}-wal`, `${kept}-wal`)
  }
  copyFileSync(place, kept)
  return kept
}

function quieten(folder: string, key: string | undefined): number {
  const store = openStore(folder, { key })
  try {
    interruptRuns(store)
    emptyQueue(store)
    for (const { id, live, paused } of listFlows(store)) if (live !== null && !paused) setPaused(store, id, true)
    return listRewound(store).filter(({ choice }) => choice === null).length
  } finally {
    store.close()
  }
}

/** Everything that could go wrong after the exchange is looked for before it. */
function sound(path: string, named: string, folder: string, key: string | undefined): { live: number } {
  let copy: Database.Database | undefined
  let sealedWith: unknown
  try {
    copy = new Database(path)
    const fit = copy.pragma('quick_check(1)', { simple: true }) === 'ok' && Number(copy.pragma('user_version', { simple: true })) > 0
    sealedWith = copy.prepare("select value from setting where name = 'key'").pluck().get()
    const live = Number(copy.prepare('select count(*) from flow where live is not null and paused = 0').pluck().get())
    if (fit && (sealedWith === undefined || sealedWith === fingerprint(folder, key))) return { live }
    if (fit) sealedWith = 'another key'
  } catch {
    // Not a database: said below.
  } finally {
    copy?.close()
  }
  if (sealedWith === 'another key')
    throw new Misconfigured(
      `${named} is sealed with another key than this folder has.`,
      `Nothing was changed. Put the key that belongs to it into ${join(folder, 'key')}, or set TRIBUTARY_KEY, then restore again.`,
    )
  throw new Misconfigured(`${named} is not a sound backup of Tributary.`, 'Nothing was changed.')
}

/** `undefined` when there is no key yet: one that is made now would open nothing. */
function fingerprint(folder: string, key: string | undefined): string | undefined {
  if (key) return secretsOf(masterKey(folder, key)).fingerprint
  const file = join(folder, 'key')
  return existsSync(file) ? secretsOf(keyFile(file)).fingerprint : undefined
}

function flush(path: string): void {
  const file = openSync(path, 'r+')
  fsyncSync(file)
  closeSync(file)
}
