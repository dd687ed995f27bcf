import { readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, it } from 'vitest'
import { dataFolder } from '../../test/stand-ins/data-folder.ts'
import { openStore } from '../store/open.ts'
import { setSetting } from '../store/setting.ts'
import { backupFolder, backupsIn, dailyBackups } from './backups.ts'

const DAY = 86_400_000
const HOUR = 3_600_000

it('a copy a day, the newest seven, each sound and readable by its owner only', async () => {
  const folder = dataFolder()
  let time = Date.parse('2026-11-01T09:00:00Z')
  const store = openStore(folder, { now: () => time })
  const start = time
  const backups = dailyBackups(store, () => time)
  await backups.beat()
  expect(backups.state()).toEqual({ newest: undefined, failed: undefined, ahead: true })
  const copies = backupFolder(folder)
  for (let hour = 1; hour <= 10 * 24; hour++) {
    time = start + hour * HOUR
    setSetting(store, 'hour', String(hour))
    await backups.beat()
    // The file system has the real time; here the days are ours.
    for (const { path } of backupsIn(copies).slice(-1))
      if (Math.abs(statSync(path).mtimeMs - Date.now()) < DAY) utimesSync(path, time / 1000, time / 1000)
  }
  const kept = backupsIn(copies)
  expect(kept.map(({ at }) => Math.round((time - at) / DAY))).toEqual([7, 6, 5, 4, 3, 2, 1])
  for (const { path } of kept) {
    expect(statSync(path).mode & 0o777).toBe(0o600)
    const copy = new Database(path, { readonly: true })
    expect(copy.pragma('quick_check(1)', { simple: true })).toBe('ok')
    copy.close()
  }
  expect(statSync(copies).mode & 0o077).toBe(0)
  store.close()
})

it('what it did not make itself is left alone, and a failure is said until it is over', async () => {
  const folder = dataFolder()
  let steady = 0
  const store = openStore(folder)
  writeFileSync(backupFolder(folder), 'a file where the folder should be')
  const backups = dailyBackups(store, () => steady)
  steady = HOUR
  await backups.beat()
  expect(backups.state()).toMatchObject({ failed: expect.stringContaining('could not be made'), ahead: false })
  store.close()
  const other = dataFolder()
  const second = openStore(other)
  const good = dailyBackups(second, () => steady)
  steady = 2 * HOUR
  await good.beat()
  writeFileSync(join(backupFolder(other), 'mine.db'), 'x')
  expect(backupsIn(backupFolder(other))).toHaveLength(1)
  expect(readdirSync(backupFolder(other))).toContain('mine.db')
  second.close()
})
