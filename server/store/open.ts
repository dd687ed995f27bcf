/** Opens the data folder's database: the settings that make a commit survive a power cut are set and read back here. */
import { closeSync, existsSync, openSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { type BetterSQLite3Database, drizzle } from 'drizzle-orm/better-sqlite3'
import { keyFile, masterKey, otherKey, type Secrets, secretsOf } from '../upkeep/secrets.ts'
import { closeHighWater, openHighWater } from './high-water.ts'
import { migrate } from './migrate.ts'
import { StoreProblem } from './refused.ts'

/** Everything the other files of this folder need. Only they look inside. */
export interface Store {
  readonly folder: string
  readonly readonly: boolean
  readonly sql: Database.Database
  readonly db: BetterSQLite3Database
  readonly secrets: Secrets
  now(): number
  /** One transaction that takes the write lock at its start; nested ones are part of the outer one. */
  write<T>(work: () => T): T
  /** Work that goes to disk with the next transaction, whose ever it is, before what that one does. Lost when the process dies before. */
  soon(work: () => void): void
  /** Does now what waits to be done soon: before it is read. */
  settle(): void
  close(): void
}
export interface StoreOptions {
  readonly?: boolean
  /** `TRIBUTARY_KEY`; absent: the folder's `key` file. */
  key?: string | undefined
  now?: () => number
}

/** WAL files were corrupted by SQLite before this version. */
export const SQLITE_NEEDED = [3, 51, 3] as const

/** Opens, checks and brings up to date. Whoever writes holds the folder's lock (`lock.ts`) before. */
export function openStore(folder: string, options: StoreOptions = {}): Store {
  const { readonly = false, now = Date.now } = options
  const file = join(folder, 'tributary.db')
  if (readonly && !existsSync(file))
    throw new StoreProblem('store.missing', `There is no database in ${folder}.`, 'Start the server once, or check the path.')
  const unclean = existsSync(`${file}-wal`)
  let sql: Database.Database | undefined
  try {
    // For its owner only, from the first byte on; SQLite gives its side files the same rights.
    if (!readonly) closeSync(openSync(file, 'a', 0o600))
    sql = new Database(file, { readonly })
    settle(sql, readonly)
    if (unclean && !readonly) check(sql, folder)
    migrate(sql, readonly)
    const secrets = secretsOf(options.key ? masterKey(folder, options.key) : keyOf(sql, folder, readonly))
    sameKey(sql, secrets, readonly)
    const store = storeOf(folder, sql, secrets, readonly, now)
    if (!readonly) openHighWater(store)
    return store
  } catch (cause) {
    sql?.close()
    if (String((cause as { code?: string }).code).startsWith('SQLITE_')) throw unreadable(folder, cause)
    throw cause
  }
}

function storeOf(folder: string, sql: Database.Database, secrets: Secrets, readonly: boolean, now: () => number): Store {
  const immediate = sql.transaction((work: () => unknown) => work())
  const waiting: (() => void)[] = []
  const write = <T>(work: () => T): T => {
    if (waiting.length === 0 || sql.inTransaction) return immediate.immediate(work) as T
    const due = waiting.length
    const result = immediate.immediate(() => {
      for (const first of waiting.slice(0, due)) first()
      return work()
    }) as T
    // Only now: what a failed transaction took along is tried again with the next one.
    waiting.splice(0, due)
    return result
  }
  const settle = () => {
    if (waiting.length > 0 && sql.open && !readonly) write(() => {})
  }
  return {
    folder,
    readonly,
    sql,
    db: drizzle(sql),
    secrets,
    now,
    write,
    soon: work => void waiting.push(work),
    settle,
    close() {
      if (!sql.open) return
      closing(settle)
      closeHighWater(this)
      if (!readonly) closing(() => void sql.pragma('wal_checkpoint(truncate)'))
      sql.close()
    },
  }
}

/** A full disk keeps nobody from closing: what still waits is only for people to see, and the log is read at the next open. */
function closing(work: () => void): void {
  try {
    work()
  } catch (cause) {
    if (!String((cause as { code?: unknown }).code).startsWith('SQLITE_')) throw cause
  }
}

function settle(sql: Database.Database, readonly: boolean) {
  const version = String(sql.prepare('select sqlite_version()').pluck().get())
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number)
  const [a, b, c] = SQLITE_NEEDED
  if (major * 1e6 + minor * 1e3 + patch < a * 1e6 + b * 1e3 + c)
    throw new StoreProblem(
      'store.unsafe',
      `SQLite ${version} is too old.`,
      `It may damage the database. Version ${SQLITE_NEEDED.join('.')} or later is needed.`,
    )
  sql.pragma('busy_timeout = 5000')
  if (readonly) sql.pragma('query_only = on')
  if (!readonly) {
    // Only has an effect before the first table; without it the file never shrinks.
    sql.pragma('auto_vacuum = incremental')
    if (sql.pragma('journal_mode = wal', { simple: true }) !== 'wal')
      throw new StoreProblem(
        'store.unsafe',
        'The database could not be switched to WAL.',
        'The data folder’s file system does not allow it. Use a local disk.',
      )
  }
  // The driver is built so that every open after the first would otherwise be NORMAL, which forgets commits.
  sql.pragma('synchronous = full')
  sql.pragma('foreign_keys = on')
  sql.pragma('trusted_schema = off')
  sql.pragma('cell_size_check = on')
  sql.pragma('mmap_size = 0')
  sql.pragma('temp_store = memory')
  // 16 MiB: with twice as much a million keys were neither found nor sorted in any sooner, and memory grew until it was full.
  sql.pragma('cache_size = -16384')
  sql.pragma('journal_size_limit = 67108864')
  if (sql.pragma('synchronous', { simple: true }) !== 2)
    throw new StoreProblem(
      'store.unsafe',
      'The database does not write through to disk.',
      'SQLite refused synchronous=FULL, so a power cut could forget what was sent.',
    )
}

function check(sql: Database.Database, folder: string) {
  if (sql.pragma('quick_check(1)', { simple: true }) !== 'ok') throw damaged(folder)
}

/** The key file; the next one, when a change of keys was committed and its last step, the renaming, never came. */
function keyOf(sql: Database.Database, folder: string, readonly: boolean): Buffer {
  const [file, next] = [join(folder, 'key'), join(folder, 'key.next')]
  if (!existsSync(next)) return keyFile(file)
  const key = keyFile(next)
  const committed = knownKey(sql) === secretsOf(key).fingerprint
  if (!readonly && committed) renameSync(next, file)
  if (!readonly && !committed) rmSync(next)
  return committed ? key : keyFile(file)
}

const knownKey = (sql: Database.Database): unknown => sql.prepare("select value from setting where name = 'key'").pluck().get()

/** Noticed at the start, not when the first request is sent with an empty token. */
function sameKey(sql: Database.Database, secrets: Secrets, readonly: boolean) {
  const known = knownKey(sql)
  if (known === undefined && !readonly) sql.prepare("insert into setting values ('key', ?)").run(secrets.fingerprint)
  else if (known !== undefined && known !== secrets.fingerprint) throw otherKey()
}

const damaged = (folder: string, cause?: unknown) =>
  new StoreProblem(
    'store.damaged',
    `The database in ${folder} is damaged.`,
    'Nothing was started. Restore a backup with "tributary restore FILE".',
    { cause },
  )
const unreadable = (folder: string, cause: unknown) =>
  /CORRUPT|NOTADB/.test(String((cause as { code?: string }).code))
    ? damaged(folder, cause)
    : new StoreProblem(
        'store.unreadable',
        `The database in ${folder} cannot be opened.`,
        `SQLite says ${(cause as { code?: string }).code}. Check the folder's rights and free space.`,
        { cause },
      )
