/** What a person wrote runs in a process of its own: whatever it does there, this one goes on, and ends it when it is told to. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Query } from '../../../runtime/contract.ts'
import { NOW, never, readAll, stopped, untilTrue, withSession } from '../../../test/stand-ins/reading.ts'
import { engineApart } from './apart.ts'
import file from './index.ts'

const folder = mkdtempSync(join(tmpdir(), 'tributary-apart-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
beforeAll(async () => {
  writeFileSync(join(folder, 'orders.csv'), `id,v\n${Array.from({ length: 5000 }, (_, i) => `${i},a\n`).join('')}5000\n`)
  const database = await DuckDBInstance.create(join(folder, 'sly.duckdb'))
  const connection = await database.connect()
  await connection.run(`create table orders as select 1 as id; create view sly as select len(range(id * 400000000)) as n from orders`)
  connection.closeSync()
  database.closeSync()
})
const written = (sql: string): Query => ({ from: { sql }, key: [] })
const MB = 1024

/** Functions that cannot be interrupted; what some of them take is counted by no limit of the engine. */
test.each([
  ['orders.csv', written(`select repeat('x', 500000000) as v`)],
  ['orders.csv', written('select len(range(id::bigint * 400000000)) as n from orders limit 2')],
  ['sly.duckdb', { from: { table: 'sly' }, key: [] }],
])('%s: a query that grows without end ends, and this process does not grow: %j', async (path, query) => {
  const before = process.resourceUsage().maxRSS
  const failure = await stopped(withSession(file, { config: { path } }, { folder }, session => readAll(session, query)))
  expect(`${failure.code} ${failure.why}`).toMatch(/^source\.too_large .*filter first\.$/)
  expect(process.resourceUsage().maxRSS - before).toBeLessThan(300 * MB)
})

test('what cannot be interrupted is left at once when the run is killed', async () => {
  const kill = new AbortController()
  const query = written(`select bit_length(bitstring('1', 2000000000)) as n from orders`)
  const failure = stopped(
    withSession(file, { config: { path: 'orders.csv' } }, { folder, kill: kill.signal }, session => {
      setTimeout(() => kill.abort(), 1500)
      return readAll(session, query)
    }),
  )
  expect((await failure).code).toBe('source.cancelled')
})

test('rows, spoiled lines and a stopped reading are the same as here', async () => {
  await withSession(file, { config: { path: 'orders.csv' } }, { folder }, async session => {
    const query = written('select * from orders where id::int >= 10')
    expect(await readAll(session, query)).toHaveLength(4990)
    expect(session.spoiled!()).toEqual([{ code: 'bad_line', count: 1, samples: ['5002'] }])
    const stop = new AbortController()
    let pages = 0
    for await (const page of session.read(query, { size: 100, now: NOW, stop: stop.signal })) {
      expect(page.length).toBeLessThanOrEqual(100)
      if (++pages === 3) stop.abort()
    }
    expect(pages).toBe(3)
    expect(await session.count!(query, [undefined], NOW)).toEqual([4990])
    // The one that was left open holds up no other.
    const open = session.read(query, { size: 10, now: NOW, stop: never })[Symbol.asyncIterator]()
    expect((await open.next()).value).toHaveLength(10)
    expect(await readAll(session, query)).toHaveLength(4990)
    await open.return?.()
  })
})

/** Processes of this one that run an engine. */
const engines = () =>
  readdirSync('/proc').filter(name => {
    try {
      const parent = /^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${name}/status`, 'utf8'))?.[1]
      return parent === String(process.pid) && readFileSync(`/proc/${name}/cmdline`, 'utf8').includes('apart-child')
    } catch {
      return false
    }
  })
test.runIf(process.platform === 'linux')(
  'the process has no secrets of this one, says so when it ends, and is gone when it is closed',
  async () => {
    process.env.TRIBUTARY_CANARY = 'canary'
    const [first, second] = await Promise.all([engineApart([]), engineApart([])]).finally(() => delete process.env.TRIBUTARY_CANARY)
    const pids = engines()
    expect(pids).toHaveLength(2)
    for (const pid of pids) expect(readFileSync(`/proc/${pid}/environ`, 'utf8')).not.toContain('canary')
    const asked = second.ask('select count(*) from range(100000) a, range(100000) b, range(100000) c where a.range + b.range = c.range')
    second.interrupt()
    await expect(asked).rejects.toThrow('The engine ended')
    await expect(second.ask('select 1')).rejects.toThrow('The engine ended')
    expect(await first.ask('select 1')).toEqual([[1]])
    first.close()
    second.close()
    await untilTrue(async () => engines().length === 0)
  },
)
