/** A database whose pages are spoilt, as by a bad disk, after a process that did not end in order. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { Shop } from './shop.ts'

const PAGE = 4096

/** Spoils every other page after the first ones; gives the way to bring back what was there. */
export function damage(shop: Shop): () => void {
  const files = ['tributary.db', 'tributary.db-wal'].map(name => join(shop.data, name)).filter(path => existsSync(path))
  const good = files.map(path => [path, readFileSync(path)] as const)
  const sql = new Database(files[0]!)
  sql.pragma('wal_checkpoint(truncate)')
  sql.pragma('journal_mode = wal')
  sql.close()
  const bytes = readFileSync(files[0]!)
  for (let at = 20 * PAGE; at < bytes.length; at += 2 * PAGE) bytes.fill(0x5a, at, Math.min(at + PAGE, bytes.length))
  writeFileSync(files[0]!, bytes)
  // As after a death: a log that was not wound up.
  writeFileSync(join(shop.data, 'tributary.db-wal'), '')
  return () => {
    for (const end of ['', '-wal', '-shm']) rmSync(join(shop.data, `tributary.db${end}`), { force: true })
    for (const [path, before] of good) writeFileSync(path, before)
  }
}
