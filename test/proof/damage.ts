/** A database with a page that is spoilt, as by a bad disk, and one that may not grow. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { died } from './checker.ts'
import type { Platform } from './platform.ts'
import { launch } from './scene.ts'
import type { Shop } from './shop.ts'

const PAGE = 4096

/** Spoils one page, of what nobody may come to read for long; gives the way to bring back what was there. */
export function damage(shop: Shop): () => void {
  const files = ['tributary.db', 'tributary.db-wal'].map(name => join(shop.data, name)).filter(path => existsSync(path))
  const good = files.map(path => [path, readFileSync(path)] as const)
  const sql = new Database(files[0]!)
  sql.pragma('wal_checkpoint(truncate)')
  sql.pragma('journal_mode = wal')
  sql.close()
  const bytes = readFileSync(files[0]!)
  bytes.fill(0x5a, bytes.length - PAGE)
  writeFileSync(files[0]!, bytes)
  // As after a death: a log that was not wound up.
  writeFileSync(join(shop.data, 'tributary.db-wal'), '')
  return () => {
    for (const end of ['', '-wal', '-shm']) rmSync(join(shop.data, `tributary.db${end}`), { force: true })
    for (const [path, before] of good) writeFileSync(path, before)
  }
}

/** Runs under limits of a file's size; gives how many were hindered after they had begun to send. */
export async function limited(shop: Shop, { requests }: Platform): Promise<number> {
  // The database is there before the limit is, or nothing would ever be begun.
  shop.csv(shop.all.slice(0, 10))
  await shop.run(launch).ended
  shop.csv(shop.all)
  let hindered = 0
  for (const blocks of [80, 120, 160, 240, 320]) {
    const before = requests.length
    const { code } = await shop.run({ ...launch, wrap: `ulimit -f ${blocks}; exec "$@"` }).ended
    if (code !== 0 && requests.length > before) hindered++
    died(shop)
  }
  return hindered
}
