/**
 * Whether the database can be written. While it cannot, nothing is read from a source, no run begins, the interface shows
 * what there is and changes nothing, and `/readyz` says why. It is tried again every few seconds: when there is room again
 * everything goes on by itself.
 */
import { closeSync, fsyncSync, openSync, rmSync, statfsSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Store } from '../store/open.ts'
import { setSetting } from '../store/setting.ts'

/** What hinders writing, in words. `code` is stable. */
export interface StoreTrouble {
  code: 'store.full' | 'store.disk_low' | 'store.read_only' | 'store.locked' | 'store.damaged' | 'store.replaced' | 'store.unwritable'
  title: string
  why: string
}
export interface StoreHealth {
  trouble(): StoreTrouble | undefined
  /** Tells of a failure that somebody met; what is not about the database is not looked at. */
  notice(cause: unknown): void
  /** Looks; call it every few seconds. Never throws. */
  beat(): void
}
export interface StoreHealthOptions {
  store: Store
  /** Told when it changes; `undefined`: all is well again. */
  changed?: (trouble: StoreTrouble | undefined) => void
  steadily?: () => number
  /** Free and total bytes where the data folder is. */
  space?: (folder: string) => { free: number; total: number }
}

const MIB = 1024 * 1024
/** Below this no run begins: what is under way needs room to be recorded. On a small disk, a tenth of it. */
const FREE_MIN = 1024 * MIB
const PROBE_BYTES = 256 * 1024
const PROBE_ROW = 64 * 1024
const PROBE_EVERY_MS = 60_000

const WORDS: Readonly<Record<StoreTrouble['code'], Pick<StoreTrouble, 'title' | 'why'>>> = {
  'store.full': {
    title: 'The disk is full',
    why: 'Nothing is read or sent until there is room again; then it goes on by itself. Nothing is lost.',
  },
  'store.disk_low': {
    title: 'The disk is almost full',
    why: 'No run begins until there is room again, so that what was sent can still be recorded.',
  },
  'store.read_only': {
    title: 'The data folder cannot be written to',
    why: 'Its disk has become read-only, or its rights were changed. It is tried again every few seconds.',
  },
  'store.locked': {
    title: 'Another program holds the database',
    why: 'Close what has tributary.db open. It is tried again every few seconds.',
  },
  'store.damaged': {
    title: 'The database is damaged',
    why: 'Stop the server and restore a backup with "tributary restore FILE". Nothing more is sent.',
  },
  'store.replaced': {
    title: 'The database file was exchanged while the server ran',
    why: 'Restart the server. It then sees what was put there, and sends nothing before you have chosen.',
  },
  'store.unwritable': {
    title: 'The database cannot be written',
    why: 'The server’s log has the reason. It is tried again every few seconds.',
  },
}

const troubleOf = (code: StoreTrouble['code']): StoreTrouble => ({ code, ...WORDS[code] })

/** What a failure says of the database; `undefined` when it is about something else. */
export function storeTrouble(cause: unknown): StoreTrouble | undefined {
  for (let at = cause, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    const code = codeOf(String((at as { code?: unknown }).code ?? ''))
    if (code) return troubleOf(code)
  }
  return undefined
}
function codeOf(code: string): StoreTrouble['code'] | undefined {
  if (/^SQLITE_FULL|^ENOSPC|^EDQUOT|^EFBIG/.test(code)) return 'store.full'
  if (/^SQLITE_READONLY|^EROFS/.test(code)) return 'store.read_only'
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) return 'store.locked'
  if (/^SQLITE_(CORRUPT|NOTADB)/.test(code)) return 'store.damaged'
  return /^SQLITE_(IOERR|CANTOPEN)/.test(code) ? 'store.unwritable' : undefined
}
/** Only a new start can end these. */
const LASTING: ReadonlySet<StoreTrouble['code']> = new Set(['store.damaged', 'store.replaced'])

export function watchStore(options: StoreHealthOptions): StoreHealth {
  const { store, changed, steadily = () => performance.now(), space = spaceOf } = options
  const inode = inodeOf(store)
  let trouble: StoreTrouble | undefined
  let probed = steadily()
  const become = (next: StoreTrouble | undefined) => {
    if (trouble?.code === next?.code || (trouble && LASTING.has(trouble.code))) return
    trouble = next
    changed?.(next)
  }
  return {
    trouble: () => trouble,
    notice(cause) {
      const found = storeTrouble(cause)
      if (found) become(found)
    },
    beat() {
      if (!store.sql.open) return
      if (inodeOf(store) !== inode) return become(troubleOf('store.replaced'))
      if (low(store.folder, space)) return become(troubleOf('store.disk_low'))
      if (!trouble && steadily() - probed < PROBE_EVERY_MS) return
      probed = steadily()
      become(probe(store))
    },
  }
}

/** Whether something can be written now, to the database and beside it. */
function probe(store: Store): StoreTrouble | undefined {
  try {
    store.write(() => {
      // One row fits into a page that is there already; what a run writes does not.
      setSetting(store, 'probe', 'x'.repeat(PROBE_ROW))
      setSetting(store, 'probe', String(store.now()))
    })
    room(join(store.folder, 'probe.part'))
    return undefined
  } catch (cause) {
    return storeTrouble(cause) ?? troubleOf('store.unwritable')
  }
}
/** One row fits into a page that is there already; the next run needs more than that. */
function room(file: string): void {
  try {
    const opened = openSync(file, 'w', 0o600)
    try {
      writeSync(opened, Buffer.alloc(PROBE_BYTES))
      fsyncSync(opened)
    } finally {
      closeSync(opened)
    }
  } finally {
    rmSync(file, { force: true })
  }
}

function low(folder: string, space: NonNullable<StoreHealthOptions['space']>): boolean {
  try {
    const { free, total } = space(folder)
    return free < Math.min(FREE_MIN, total / 10)
  } catch {
    return false
  }
}
export function spaceOf(folder: string): { free: number; total: number } {
  const { bavail, blocks, bsize } = statfsSync(folder)
  return { free: bavail * bsize, total: blocks * bsize }
}
function inodeOf(store: Store): number | undefined {
  try {
    return statSync(join(store.folder, 'tributary.db')).ino
  } catch {
    return undefined
  }
}
