/** A model with a cursor over a real Postgres: it reads less, and finds every row that reading everything would have found. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { keyProblems } from '../runtime/model-problems.ts'
import type { PathReport } from '../runtime/report.ts'
import { rejected } from '../server/store/deliveries.ts'
import { type Manners, type Platform, recordingPlatform } from './platforms/recording.ts'
import { type Engine, engine, only, ordersFlow } from './stand-ins/engine.ts'
import { freshDatabase } from './stand-ins/postgres.ts'
import { sql } from './stand-ins/reading.ts'

const DAY = 86_400_000
let url: string
let platform: Platform
let tributary: Engine
let numbered = 0

async function open(manners: Manners = {}) {
  platform = await recordingPlatform(manners)
  tributary = await engine(
    { META_BASE_URL: platform.url },
    {
      'meta-main': { kind: 'meta', settings: { dataset: '123', token: 'EAA-canary' }, simulated: false },
      shop: { kind: 'postgres', settings: { url }, simulated: false },
    },
  )
}
beforeEach(async () => {
  numbered = 0
  url = await freshDatabase()
  await sql(
    url,
    'create table orders (order_id text, ordered_at timestamptz default now(), amount text default 19.9, email text, status text, changed timestamptz, wall timestamp, day date, grows bigint generated always as identity (start 9007199254740993), epoch bigint)',
  )
})
afterEach(async () => {
  await tributary?.close()
  await platform?.close()
})
/** Orders whose cursor lies so many minutes back; `null`: empty. */
async function add(...minutes: (number | string | null)[]) {
  for (const m of minutes) {
    const at = m === null ? 'null' : typeof m === 'string' ? `'${m}'` : `now() - interval '${m} minutes'`
    const id = `A${numbered++}`
    await sql(
      url,
      `insert into orders (order_id, email, status, changed, wall, day) values ('${id}', '${id}@example.com', 'paid', ${at}, (${at})::timestamptz at time zone 'Europe/Paris', ((${at})::timestamptz at time zone 'Europe/Paris')::date)`,
    )
  }
}
const flow = (cursor: string | undefined = 'changed', query = 'select * from orders', more: object = {}) => {
  const drawn = ordersFlow('meta', 'meta-main')
  drawn.nodes[0] = { id: 'shop', kind: 'postgres', config: { connection: 'shop' } } as never
  const config = { sql: query, key: ['order_id'], timezone: 'Europe/Paris', ...(cursor && { cursor }), ...more }
  drawn.nodes[1] = { id: 'orders', kind: 'sql', config } as never
  return drawn
}
const run = async (cursor?: string, query?: string): Promise<PathReport> => only(await tributary.run(flow(cursor, query)))

test.each(['changed', 'wall', 'day'])(
  'by "%s": the first run reads everything, the next ones what is new, late, equal or empty',
  async column => {
    await open()
    await add(5 * 1440, 4 * 1440, 60, 10)
    expect(await run(column)).toMatchObject({ tally: { read: 4, delivered: 4 }, cursor: { column, since: null } })
    // Late by less than the overlap, of the very same time, without one, and new.
    await sql(
      url,
      `insert into orders select 'same', now(), '5', 'same@example.com', 'paid', changed, wall, day from orders where order_id = 'A3'`,
    )
    await add(20, null, 1)
    const second = await run(column)
    expect(second.tally.delivered).toBe(4)
    expect(second.tally.read).toBeLessThanOrEqual(7)
    expect(second.cursor).toMatchObject({ column, since: expect.any(String), nextSweep: expect.any(String) })
    // The empty one is read each time: nobody knows how new it is.
    expect((await run(column)).tally).toMatchObject({ delivered: 0, rejected: 0 })
    expect([...platform.counts().values()]).toEqual(Array(8).fill(1))
  },
)
test('what came later than the overlap allows is found within a day', async () => {
  await open()
  await add(5)
  await run()
  await add(60)
  expect((await run()).tally).toMatchObject({ read: 1, delivered: 0 })
  tributary.later(DAY + 1000)
  expect(await run()).toMatchObject({ tally: { read: 2, delivered: 1 }, cursor: { since: null } })
})
test('a time in the future, or beyond all time, moves nothing', async () => {
  await open()
  await add(30, '2027-12-31T00:00:00Z', 'infinity')
  expect((await run()).tally.delivered).toBe(3)
  await add(31)
  expect((await run()).tally.delivered).toBe(1)
})
test.each(['changed', 'grows'])('a row that was left behind a cursor by "%s" is explained so, and not once it was sent', async column => {
  await open()
  await sql(url, 'alter table orders alter column grows drop identity')
  const put = (id: string, days: number, grows: number) =>
    sql(
      url,
      `insert into orders (order_id, email, status, changed, grows) values ('${id}', '${id}@example.com', 'paid', now() - interval '${days} days', ${grows})`,
    )
  await put('old', 3, 5_000_000)
  await run(column)
  tributary.later(20 * 60_000)
  await put('new', 1, 9_000_000)
  await run(column)
  await put('late', 2, 7)
  expect(await run(column)).toMatchObject({ tally: { delivered: 0 }, cursor: { since: expect.any(String) } })
  const model = async (key: string) => (await tributary.explain(flow(column), key)).paths[0]!.steps[1]!.message
  expect(await model('late')).toMatch(
    /^One of the model’s rows\. Runs read only rows with "\w+" from .+ on, and this one lies before\. From .+ on a run looks at all rows again/,
  )
  expect(await model('old')).toBe('One of the model’s rows.')
  tributary.later(DAY)
  expect((await run(column)).tally.delivered).toBe(1)
  expect(await model('late')).toBe('One of the model’s rows.')
})

test('a run that failed leaves the cursor where it was', async () => {
  await open({ behave: n => (n === 2 ? 'token' : 'ok') })
  await add(600)
  await run()
  await add(100, 5)
  expect((await run()).state).toBe('failed')
  expect(only(await tributary.run(flow(), { asked: true })).tally.delivered).toBe(2)
})
test('a row limit, a changed model and forgotten refusals look at everything', async () => {
  await open()
  await add(600, 500, 5)
  await run()
  expect((await run()).tally.read).toBe(1)
  expect(only(await tributary.run(flow(), { limit: 10 })).cursor).toBeUndefined()
  expect((await run('changed', 'select * from orders where true')).tally.read).toBe(3)
  await rejected(tributary.store(), flow().name, undefined, () => {})
  expect((await run()).tally.read).toBe(3)
})
test.each(['email', 'gone'])('by "%s", which is of no use, all rows are read and the report says so', async column => {
  await open()
  await add(600, 5)
  await run(column)
  const second = await run(column)
  expect(second.tally.read).toBe(2)
  expect(second.cursor!.message).toMatch(/^All rows were looked at: "/)
})
test('where one row of each key is kept, all are read and the report says so', async () => {
  await open()
  await add(600, 5)
  const kept = flow('changed', undefined, { keep: 'last', keepBy: 'changed' })
  await tributary.run(kept)
  const second = only(await tributary.run(kept))
  expect(second.tally.read).toBe(2)
  expect(second.cursor!.message).toMatch(/^All rows were looked at: "/)
})

test.each(['grows', 'epoch'])(
  'by the numbers of "%s", of a table: what is new, equal or empty is found, and what was read is said',
  async column => {
    await open()
    const next = async (minutes: number) => {
      tributary.later(20 * 60_000)
      await add(minutes)
      await sql(url, `update orders set epoch = extract(epoch from changed) where epoch is null and order_id <> 'A1'`)
      const drawn = flow()
      drawn.nodes[1] = { id: 'orders', kind: 'table', config: { table: 'orders', key: ['order_id'], cursor: column } } as never
      return only(await tributary.run(drawn))
    }
    expect(await next(600)).toMatchObject({ tally: { read: 1, delivered: 1 }, cursor: { since: null } })
    expect(await next(500)).toMatchObject({ tally: { read: 2, delivered: 1 }, cursor: { since: null } })
    const third = await next(400)
    expect(third).toMatchObject({ tally: { read: 3, delivered: 1 }, cursor: { column, since: expect.stringMatching(/^\d+$/) } })
    const fourth = await next(300)
    expect(fourth.tally.delivered).toBe(1)
    expect(fourth.tally.read).toBe(column === 'epoch' ? 4 : 3)
    expect(fourth.cursor).toMatchObject(column === 'epoch' ? { empty: 1 } : { to: '9007199254740996' })
    expect([...platform.counts().values()]).toEqual(Array(4).fill(1))
  },
)
test.each([
  ['email', undefined, 'it holds neither times nor numbers'],
  ['gone', undefined, 'it is not among the columns'],
  ['wall', undefined, 'its times carry no zone, and the model names none'],
  ['wall', 'Europe/Paris', undefined],
  ['changed', undefined, undefined],
  ['grows', undefined, undefined],
])('before anything runs, a cursor by "%s" (zone %s) is worth a look: %s', (cursor, timezone, why) => {
  const shape = [
    { key: 'order_id', type: 'text' as const },
    { key: 'email', type: 'text' as const },
    { key: 'changed', type: 'time' as const, zoned: true },
    { key: 'wall', type: 'time' as const, zoned: false },
    { key: 'grows', type: 'number' as const },
  ]
  const found = keyProblems({ from: { table: 'orders' }, key: ['order_id'], cursor }, shape, 'orders', timezone)
  const message = `"${cursor}" is of no use as a cursor, since ${why}. Every run reads all rows.`
  const fixes = [{ label: 'Leave the cursor out', set: { path: ['cursor'] } }]
  expect(found).toEqual(why ? [{ node: 'orders', code: 'model.cursor', level: 'worth_a_look', field: 'cursor', message, fixes }] : [])
})
