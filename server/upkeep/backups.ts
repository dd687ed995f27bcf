/** A copy of the database each day, in the data folder; the newest seven are kept. What is amiss is said, never hidden. */
import { mkdirSync, readdirSync, rmSync, statfsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Store } from '../store/open.ts'
import { backUp } from './backup.ts'

/** How the latest copy went, for whoever watches. */
export interface BackupState {
  /** Epoch ms of the newest copy; `undefined`: there is none. */
  newest: number | undefined
  /** Why the latest try made none; `undefined` when it did. */
  failed: string | undefined
  /** One is due, and this process has not tried yet. */
  ahead: boolean
}
export interface Backups {
  /** Makes a copy when the newest one is a day old. Never throws. */
  beat(): Promise<void>
  state(): BackupState
}

export const KEEP = 7
const DAY_MS = 86_400_000
/** The first copy waits until the server has settled in; a failed one is tried again this much later. */
const WAIT_MS = 10 * 60_000
const OURS = /^tributary-\d{4}-\d\d-\d\dT[\d-]+Z\.db$/

export const backupFolder = (data: string): string => join(data, 'backups')

/** Copies that this program made, oldest first, with their age's beginning. */
export function backupsIn(folder: string): { path: string; at: number }[] {
  try {
    return readdirSync(folder)
      .filter(name => OURS.test(name))
      .map(name => ({ path: join(folder, name), at: statSync(join(folder, name)).mtimeMs }))
      .sort((a, b) => a.at - b.at)
  } catch {
    return []
  }
}

export function dailyBackups(store: Store, steadily: () => number = () => performance.now()): Backups {
  const folder = backupFolder(store.folder)
  let next = steadily() + WAIT_MS
  let failed: string | undefined
  let tried = false
  const due = (newest: number | undefined, now: number) =>
    // One from the future was made by a clock that was wrong: it says nothing of today.
    newest === undefined || now - newest >= DAY_MS || newest - now > DAY_MS
  return {
    async beat() {
      if (!due(backupsIn(folder).at(-1)?.at, store.now()) || steadily() < next) return
      tried = true
      next = steadily() + WAIT_MS
      failed = await made(store, folder)
    },
    state() {
      const newest = backupsIn(folder).at(-1)?.at
      return { newest, failed, ahead: !tried && due(newest, store.now()) }
    },
  }
}

async function made(store: Store, folder: string): Promise<string | undefined> {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const { bavail, bsize } = statfsSync(folder)
    const needed = statSync(join(store.folder, 'tributary.db')).size
    if (bavail * bsize < needed * 2) return 'There is not enough free space for a copy.'
    await backUp(store, folder)
    for (const { path } of backupsIn(folder).slice(0, -KEEP)) rmSync(path, { force: true })
    return undefined
  } catch (cause) {
    return `The copy could not be made (${(cause as { code?: string }).code ?? (cause as Error).name}).`
  }
}
