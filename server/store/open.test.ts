import {
  closeSync,
  copyFileSync,
  existsSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { getTableConfig, type SQLiteTable } from 'drizzle-orm/sqlite-core'
import { describe, expect, it } from 'vitest'
import { startChild } from '../../test/stand-ins/child.ts'
import { dataFolder } from '../../test/stand-ins/data-folder.ts'
import { addInbox, listInbox } from './inbox.ts'
import { openStore } from './open.ts'
import { addProblems } from './problems.ts'
import { getSetting, setSetting } from './setting.ts'
import * as tables from './tables.ts'

const key = (fill: number) => Buffer.from(Array.from({ length: 32 }, (_, i) => (i * 7 + fill) % 256)).toString('base64')
const refusal = (work: () => unknown): { code?: string; message: string; why?: string } => {
  try {
    work()
  } catch (error) {
    return error as Error
  }
  throw new Error('It was not refused.')
}

describe('every open', () => {
  it('writes through to disk, and keeps what the file says', () => {
    const folder = dataFolder()
    for (let round = 0; round < 3; round++) {
      const store = openStore(folder)
      const read = (name: string) => store.sql.pragma(name, { simple: true })
      expect({
        synchronous: read('synchronous'),
        journal_mode: read('journal_mode'),
        foreign_keys: read('foreign_keys'),
        trusted_schema: read('trusted_schema'),
        busy_timeout: read('busy_timeout'),
        auto_vacuum: read('auto_vacuum'),
        cell_size_check: read('cell_size_check'),
      }).toEqual({
        synchronous: 2,
        journal_mode: 'wal',
        foreign_keys: 1,
        trusted_schema: 0,
        busy_timeout: 5000,
        auto_vacuum: 2,
        cell_size_check: 1,
      })
      expect(getSetting(store, 'round')).toBe(round === 0 ? undefined : String(round - 1))
      setSetting(store, 'round', String(round))
      store.close()
    }
  })

  it('makes files that only their owner may read', () => {
    const folder = dataFolder()
    const store = openStore(folder)
    setSetting(store, 'a', '1')
    for (const file of ['tributary.db', 'tributary.db-wal', 'key']) expect(statSync(join(folder, file)).mode & 0o777, file).toBe(0o600)
    store.close()
  })

  it('takes the write lock at the start of a write, and undoes all of it when it fails', () => {
    const folder = dataFolder()
    const store = openStore(folder)
    const other = new Database(join(folder, 'tributary.db'), { timeout: 0 })
    store.write(() => expect(refusal(() => other.exec('begin immediate')).code).toBe('SQLITE_BUSY'))
    expect(() =>
      store.write(() => {
        setSetting(store, 'a', '1')
        store.write(() => setSetting(store, 'b', '1'))
        throw new Error('half-way')
      }),
    ).toThrow('half-way')
    expect([getSetting(store, 'a'), getSetting(store, 'b')]).toEqual([undefined, undefined])
    other.close()
    store.close()
  })

  it('knows of an event kept before how it stood to a rule: what was ticked with a remark was allowed', () => {
    const store = openStore(dataFolder())
    const findings = [
      { rule: 'a', says: 'A.', ok: true },
      { rule: 'b', says: 'B.', ok: true, message: 'Missing.' },
      { rule: 'c', says: 'C.', ok: false, message: 'Wrong.' },
    ]
    addInbox(store, [{ flow: 'f', node: 'n', rules: 'r', accepted: false, body: 'the test', findings: [] }])
    store.sql.prepare('update inbox set findings = ?').run(JSON.stringify(findings))
    store.sql.exec(readFileSync('server/store/migrations/0046-standing.sql', 'utf8'))
    expect(listInbox(store)[0]!.findings).toEqual([
      { rule: 'a', says: 'A.', state: 'met' },
      { rule: 'b', says: 'B.', state: 'allowed', message: 'Missing.' },
      { rule: 'c', says: 'C.', state: 'broken', message: 'Wrong.' },
    ])
    store.close()
  })

  it('knows the tables that the migrations make', () => {
    const store = openStore(dataFolder())
    for (const table of Object.values(tables) as SQLiteTable[]) {
      const { name, columns } = getTableConfig(table)
      const real = store.sql.prepare(`select name || ' ' || type from pragma_table_info('${name}')`).pluck().all()
      expect(columns.map(column => `${column.name} ${column.getSQLType().toUpperCase()}`).sort(), name).toEqual(real.sort())
    }
    store.close()
  })
})

describe('a database is refused', () => {
  it('from a newer program', () => {
    const folder = dataFolder()
    const store = openStore(folder)
    store.sql.pragma('user_version = 99')
    store.close()
    expect(refusal(() => openStore(folder))).toMatchObject({ code: 'store.newer', message: 'The database was made by a newer Tributary.' })
  })

  it('with another key, before anything is read or sent with it', () => {
    const folder = dataFolder()
    openStore(folder, { key: key(1) }).close()
    expect(refusal(() => openStore(folder, { key: key(2) }))).toMatchObject({ code: 'key.other' })
    rmSync(join(folder, 'key'), { force: true })
    expect(refusal(() => openStore(folder))).toMatchObject({ code: 'key.other' })
    openStore(folder, { key: key(1) }).close()
  })

  it('that is not one', () => {
    const folder = dataFolder()
    writeFileSync(join(folder, 'tributary.db'), 'this is not a database, whatever its name says'.repeat(100))
    expect(refusal(() => openStore(folder))).toMatchObject({ code: 'store.damaged' })
  })

  it('damaged, when the last process did not end in order, also where nobody would look for long', () => {
    const folder = dataFolder()
    const store = openStore(folder)
    const row = { outcome: 'invalid' as const, code: 'c', node: 'n', field: null, message: 'm'.repeat(200) }
    addProblems(
      store,
      { id: 'run', flow: 'flow' },
      'path',
      Array.from({ length: 2000 }, (_, i) => ({ ...row, key: `k${i}` })),
    )
    store.close()
    const file = join(folder, 'tributary.db')
    const pages = readFileSync(file).length / 4096
    const fd = openSync(file, 'r+')
    for (let page = Math.floor(pages / 2); page < pages; page++) writeSync(fd, Buffer.alloc(512, 0xa5), 0, 512, page * 4096)
    closeSync(fd)
    openStore(folder).close()
    writeFileSync(`${file}-wal`, '')
    expect(refusal(() => openStore(folder))).toMatchObject({ code: 'store.damaged' })
  })
})

describe('reading only', () => {
  it('needs a database, and writes nothing', () => {
    const folder = dataFolder()
    expect(refusal(() => openStore(folder, { readonly: true }))).toMatchObject({ code: 'store.missing' })
    expect(existsSync(join(folder, 'tributary.db'))).toBe(false)
    const writer = openStore(folder)
    setSetting(writer, 'a', '1')
    const reader = openStore(folder, { readonly: true })
    expect(getSetting(reader, 'a')).toBe('1')
    expect(refusal(() => setSetting(reader, 'a', '2')).message).toContain('readonly')
    reader.close()
    writer.close()
  })
})

it('a WAL that was cut off anywhere opens again, with every commit before the cut', async () => {
  const [folder, cut] = [dataFolder(), dataFolder()]
  const child = await startChild(new URL('../../test/stand-ins/committer.ts', import.meta.url).pathname, folder, '60')
  expect(await child.line()).toBe('done')
  await child.kill()
  const wal = readFileSync(join(folder, 'tributary.db-wal'))
  copyFileSync(join(folder, 'key'), join(cut, 'key'))
  let most = 0
  for (let step = 0; step <= 40; step++) {
    const file = join(cut, 'tributary.db')
    rmSync(`${file}-shm`, { force: true })
    copyFileSync(join(folder, 'tributary.db'), file)
    copyFileSync(join(folder, 'tributary.db-wal'), `${file}-wal`)
    truncateSync(`${file}-wal`, Math.floor((wal.length * step) / 40))
    const store = openStore(cut)
    const seen = store.sql.prepare("select count(*) from setting where name like 'n%'").pluck().get() as number
    const last = Number(getSetting(store, 'last') ?? 0)
    expect(seen).toBe(last)
    expect(seen).toBeGreaterThanOrEqual(most)
    most = seen
    store.close()
  }
  expect(most).toBe(60)
})
