/** The page that the database makes while the one before is worked on, on a real Postgres. */
import { beforeAll, expect, test } from 'vitest'
import type { Session } from '../../../runtime/contract.ts'
import { freshDatabase } from '../../../test/stand-ins/postgres.ts'
import { NOW, never, stopped, withSession } from '../../../test/stand-ins/reading.ts'
import kind from './index.ts'

let url = ''
beforeAll(async () => {
  url = await freshDatabase()
})
const opened = <T>(work: (session: Session) => Promise<T>) =>
  withSession(kind, { config: { connection: 'db' }, connection: { url } }, {}, work)
const reading = { size: 10, now: NOW, stop: never }
/** The row after the second page cannot be calculated. */
const broken = { from: { sql: 'select i as id, 1 / (21 - i) as x from generate_series(1, 100) i' }, key: ['id'] }

test('a page that fails while another one is worked on is told when its turn comes', async () => {
  await opened(async session => {
    const pages: number[] = []
    const read = async () => {
      for await (const page of session.read(broken, reading)) {
        pages.push(page.length)
        await new Promise(resolve => setTimeout(resolve, 100))
      }
    }
    expect((await stopped(read())).code).toBe('source.bad_value')
    expect(pages).toEqual([10, 10])
  })
})
test('whoever leaves before the page that fails hears nothing of it, nor does what is asked afterwards', async () => {
  await opened(async session => {
    let pages = 0
    for await (const _ of session.read(broken, reading)) {
      await new Promise(resolve => setTimeout(resolve, pages * 50))
      if (++pages === 2) break
    }
    expect(await session.count!({ from: { sql: 'select 1 as id' }, key: ['id'] }, [undefined], NOW)).toEqual([1])
    const ids: unknown[] = []
    for await (const page of session.read({ from: { sql: 'select i as id from generate_series(1, 25) i' }, key: ['id'] }, reading))
      ids.push(...page.map(({ id }) => id))
    expect(ids).toEqual(Array.from({ length: 25 }, (_, i) => i + 1))
  })
})
