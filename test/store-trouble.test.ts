import { spawnSync } from 'node:child_process'
import { mkdtempSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { publishFlow } from '../server/store/flows.ts'
import { openStore } from '../server/store/open.ts'
import { setSetting } from '../server/store/setting.ts'
import { type StoreTrouble, watchStore } from '../server/upkeep/store-health.ts'
import { type Doors, openDoors } from './doors.ts'
import { recordingPlatform } from './platforms/recording.ts'
import { dataFolder } from './stand-ins/data-folder.ts'
import { engine, goodOrders, only, ordersFlow } from './stand-ins/engine.ts'

const META = { 'meta-main': { kind: 'meta', settings: { dataset: '1234567890', token: 'EAAcanary' }, simulated: false } }

/** A disk that is full for the database: it may not grow by one page. Gives the way to make room again. */
function fill({ services: { store } }: Doors): () => void {
  store.sql.exec('create table filler (text text)')
  store.sql.pragma(`max_page_count = ${store.sql.pragma('page_count', { simple: true })}`)
  // What is free within the file would still be used.
  for (;;)
    try {
      store.sql.exec(`insert into filler values ('${'x'.repeat(3000)}')`)
    } catch {
      break
    }
  return () => store.sql.pragma('max_page_count = 1000000')
}
const ready = async (doors: Doors) => (await doors.ask('GET', '/readyz')).status
async function sample(doors: Doors): Promise<string> {
  const { json } = await doors.ask('GET', '/api/flows')
  publishFlow(doors.services.store, json[0].id)
  return json[0].id
}

describe('a full disk', () => {
  it('stops the sending and the changing, is said, and is over when there is room', async () => {
    const doors = await openDoors()
    const flow = await sample(doors)
    const room = fill(doors)
    const begun = await doors.ask('POST', `/api/flows/${flow}/runs`, {})
    // Either the run could not even be queued, or it ended without having pretended anything.
    if (begun.status < 300) await expect.poll(() => ready(doors)).toBe(503)
    else expect([begun.status, begun.json.code]).toEqual([503, 'store.full'])
    expect((await doors.ask('GET', '/readyz')).json).toMatchObject({ ok: false, reason: { code: 'store.full' } })
    const declined = await doors.ask('PUT', '/api/connections/mine', { kind: 'meta', settings: {} })
    expect([declined.status, declined.json.code]).toEqual([503, 'store.full'])
    expect((await doors.ask('GET', `/api/flows/${flow}`)).status).toBe(200)
    expect((await doors.ask('POST', '/api/schedule/preview', { cron: '0 6 * * *', timezone: 'UTC' })).status).toBe(200)
    room()
    doors.services.health.beat()
    expect(await ready(doors)).toBe(200)
    // The run that was hindered is begun anew by itself; one that was never queued is asked for again.
    await doors.ask('POST', `/api/flows/${flow}/runs`, {})
    const newest = async () => (await doors.ask('GET', `/api/flows/${flow}/runs`)).json[0].state
    await expect.poll(newest).toMatch(/succeeded|partial/)
    await doors.close()
  })
})

describe('rows that cannot be listed, for the disk is full,', () => {
  const full = () => {
    throw Object.assign(new Error('canary: database or disk is full'), { code: 'SQLITE_FULL' })
  }
  it.each([
    ['from the first page on: nothing leaves', 1, { read: 3, invalid: 1, unsent: 2 }],
    ['at the end: what has left is in the books', 2, { read: 3, invalid: 1, delivered: 1, rejected: 1 }],
  ])('%s, and the run says why it ended', async (_, failing, tally) => {
    const platform = await recordingPlatform({ refuses: ({ event_id }) => event_id === 'A2' })
    const tributary = await engine({ META_BASE_URL: platform.url }, META)
    tributary.orders(goodOrders(3, (_, i) => (i === 1 ? { email: '' } : {})))
    let listings = 0
    const path = only(await tributary.run(ordersFlow('meta', 'meta-main'), { problems: () => ++listings >= failing && full() }))
    expect(path).toMatchObject({ state: 'failed', tally, error: { code: 'store.failed' } })
    expect(path.requests).toBe(platform.requests)
    expect(platform.requests > 0).toBe('delivered' in tally)
    expect(JSON.stringify(path)).not.toContain('canary')
    await tributary.close()
    await platform.close()
  })
})

it('a full disk keeps no store from being closed, nor the next one from being opened', () => {
  const folder = dataFolder()
  const store = openStore(folder)
  store.write(() => setSetting(store, 'kept', 'yes'))
  store.sql.pragma(`max_page_count = ${store.sql.pragma('page_count', { simple: true })}`)
  store.soon(() => setSetting(store, 'waiting', 'x'.repeat(100_000)))
  store.close()
  expect(store.sql.open).toBe(false)
  const again = openStore(folder)
  expect(again.sql.prepare("select value from setting where name = 'kept'").pluck().get()).toBe('yes')
  again.close()
})

describe('the watch over the database', () => {
  const watched = (options: Partial<Parameters<typeof watchStore>[0]> = {}) => {
    const folder = dataFolder()
    const store = openStore(folder)
    let steady = 0
    const told: (string | undefined)[] = []
    const health = watchStore({ store, changed: (t: StoreTrouble | undefined) => told.push(t?.code), steadily: () => steady, ...options })
    const beat = () => {
      steady += 60_000
      health.beat()
    }
    return { folder, store, health, told, beat }
  }

  it('sees a foreign program that holds the database, and that it let go', () => {
    const { folder, store, health, told, beat } = watched()
    store.sql.pragma('busy_timeout = 50')
    const other = new Database(join(folder, 'tributary.db'))
    other.exec('begin immediate')
    beat()
    expect(health.trouble()?.code).toBe('store.locked')
    other.exec('rollback')
    other.close()
    beat()
    expect(told).toEqual(['store.locked', undefined])
    store.close()
  })

  it('sees a disk that is almost full before it is', () => {
    let [free, total] = [10e9, 20e9]
    const { store, told, beat } = watched({ space: () => ({ free, total }) })
    beat()
    free = 10e6
    beat()
    free = 10e9
    beat()
    expect(told).toEqual(['store.disk_low', undefined])
    // Less than a GiB, and less than a tenth of the disk.
    for (const [left, of] of [
      [1.1e9, 200e9],
      [1.0e9, 200e9],
      [1.2e9, 2e9],
      [0.9e9, 2e9],
      [0.19e9, 2e9],
    ] as const) {
      free = left
      total = of
      beat()
    }
    expect(told.slice(2)).toEqual(['store.disk_low', undefined, 'store.disk_low'])
    store.close()
  })

  it('sees a database that was exchanged while it is open, and does not believe in it again', () => {
    const { folder, store, told, beat } = watched()
    renameSync(join(folder, 'tributary.db'), join(folder, 'away.db'))
    writeFileSync(join(folder, 'tributary.db'), '')
    beat()
    renameSync(join(folder, 'away.db'), join(folder, 'tributary.db'))
    beat()
    expect(told).toEqual(['store.replaced'])
    store.close()
  })

  it('sees a database that only lets itself be read', () => {
    const { store, told, beat } = watched()
    store.sql.pragma('query_only = on')
    beat()
    store.sql.pragma('query_only = off')
    beat()
    expect(told).toEqual(['store.read_only', undefined])
    store.close()
  })

  it('writes nothing of what it tries that stays', () => {
    const { folder, store, beat } = watched()
    beat()
    expect(() => statSync(join(folder, 'probe.part'))).toThrow()
    store.close()
  })
})

/** A file system of 8 MiB where this user may mount one; elsewhere the database's own limit stands for it. */
function smallDisk(): { folder: string; full(): void; room(): void; close(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-small-'))
  const filler = join(folder, 'filler')
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', folder]).status === 0
  return {
    folder,
    full() {
      if (mounted) spawnSync('dd', ['if=/dev/zero', `of=${filler}`, 'bs=4096'])
    },
    room: () => rmSync(filler, { force: true }),
    close() {
      if (mounted) spawnSync('umount', ['-l', folder])
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

it('a disk of 8 MiB: whatever was committed before it was full is there, and writing goes on after', () => {
  const disk = smallDisk()
  const store = openStore(disk.folder)
  const limit = Number(store.sql.pragma('page_count', { simple: true })) + 60
  store.sql.pragma(`max_page_count = ${limit}`)
  disk.full()
  const told: (string | undefined)[] = []
  let steady = 0
  const health = watchStore({
    store,
    changed: t => told.push(t?.code),
    steadily: () => (steady += 60_000),
    space: () => ({ free: 1e9, total: 1e9 }),
  })
  let committed = 0
  let refused: unknown
  for (let n = 1; refused === undefined && n < 5000; n++)
    try {
      store.write(() => setSetting(store, `n${n}`, 'x'.repeat(2000)))
      committed = n
    } catch (cause) {
      refused = cause
    }
  health.notice(refused)
  expect(health.trouble()?.code).toBe('store.full')
  disk.room()
  store.sql.pragma('max_page_count = 1000000')
  health.beat()
  expect(told).toEqual(['store.full', undefined])
  store.close()
  const again = openStore(disk.folder)
  expect(again.sql.prepare("select count(*) from setting where name like 'n%'").pluck().get()).toBe(committed)
  expect(again.sql.pragma('integrity_check', { simple: true })).toBe('ok')
  again.close()
  disk.close()
})
