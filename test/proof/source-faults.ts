/** Layer E, the source's half: a real Postgres that hangs, is cut off, changes shape and is late. */
import { ids, type Result, type Surroundings, sideBySide, toTheEnd } from './case.ts'
import { type OrdersTable, ordersTable } from './database.ts'
import { openPlatform, type Platform } from './platform.ts'
import { killAt, pause } from './product.ts'
import { fromPostgres, openShop, orders, type Shop } from './shop.ts'

const HASTY = { PROOF_HASTY: '1', PROOF_EXCHANGE_MS: '5000' }
const launch = { hook: HASTY }

interface Scene {
  shop: Shop
  platform: Platform
  table: OrdersTable
  /** More orders, in the source and in what is expected. */
  add(count: number): Promise<void>
}
interface Case {
  name: string
  /** The model's query. */
  sql?: string
  batch?: number
  play(scene: Scene): Promise<Partial<Result>>
}

export async function sourceFaults(around: Surroundings, count: number): Promise<void> {
  const list = around.random.fork('source').shuffled(cases).slice(0, count)
  await sideBySide(around, 'source', list, item => onScene(around, item))
}

async function onScene(around: Surroundings, { sql, batch = 10, play }: Case): Promise<Partial<Result>> {
  const platform = await openPlatform()
  const table = await ordersTable(await around.postgres())
  const program = around.program && { program: around.program }
  const shop = openShop({ platform, batch, source: fromPostgres(sql), database: table.url, ...program })
  const add = async (rows: number) => {
    const fresh = orders(rows)
    shop.all.push(...fresh)
    await table.insert(fresh)
  }
  try {
    return await play({ shop, platform, table, add })
  } finally {
    await table.close()
    await platform.close()
    shop.remove()
  }
}

const finish = (shop: Shop) => toTheEnd(shop, { taken: ids(shop.all), launch })
async function finishWith(shop: Shop, more: readonly (string | false)[]): Promise<Partial<Result>> {
  const finding = await finish(shop)
  return { ...finding, complaints: [...finding.complaints, ...more.filter(text => text !== false)] }
}
async function arrives(platform: Platform, n: number): Promise<void> {
  for (let waited = 0; platform.requests.length < n && waited < 30_000; waited += 10) await pause(10)
}
const OTHERS = 'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()'

const cases: readonly Case[] = [
  {
    name: 'cut in the middle of reading',
    batch: 100,
    async play({ shop, platform, table, add }) {
      await add(4000)
      platform.manners.delayMs = 15
      const run = shop.run(launch)
      await arrives(platform, 5)
      await table.sql(OTHERS)
      const { code, report } = await run.ended
      delete platform.manners.delayMs
      const path = report?.paths[0]
      return finishWith(shop, [
        path?.state === 'succeeded' && path.tally.read < 4000 && `success after ${path.tally.read} of 4000 rows, code ${code}`,
      ])
    },
  },
  {
    name: 'hangs, and the run is stopped',
    async play({ shop, platform, table, add }) {
      await add(40)
      await table.sql('begin')
      await table.sql('lock table orders in access exclusive mode')
      const run = shop.run(launch)
      await pause(3000)
      killAt(run.pid, 'SIGTERM')
      const ended = await Promise.race([run.ended, pause(30_000)])
      if (!ended) killAt(run.pid)
      await table.sql('commit')
      return finishWith(shop, [
        !ended && 'a stop was not heard while the source hung',
        platform.requests.length > 0 && 'something was sent',
      ])
    },
  },
  {
    name: 'hangs, and the process is killed',
    async play({ shop, table, add }) {
      await add(40)
      await table.sql('begin')
      await table.sql('lock table orders in access exclusive mode')
      const run = shop.run(launch)
      await pause(2500)
      killAt(run.pid)
      await run.ended
      await table.sql('commit')
      return finish(shop)
    },
  },
  ...['alter table orders alter column amount type text using amount::text', 'alter table orders drop column amount'].map(
    (change): Case => ({
      name: `while it is read: ${change.split(' using ')[0]}`,
      batch: 100,
      async play({ shop, platform, table, add }) {
        await add(4000)
        platform.manners.delayMs = 15
        const run = shop.run(launch)
        await arrives(platform, 5)
        // The source lets nobody at a table that is being read; a change that does not wait is one in the middle.
        await table.sql("set lock_timeout = '2s'")
        const changed = await table.sql(change).then(
          () => true,
          () => false,
        )
        const { report } = await run.ended
        delete platform.manners.delayMs
        const read = report?.paths[0]?.tally.read
        const before = shop.all.length
        await table.sql('alter table orders add column if not exists amount numeric')
        const ended = report?.paths[0]?.state
        return finishWith(shop, [
          !changed && ended !== 'succeeded' && `the run ended as ${ended}, though nothing was changed`,
          ended === 'succeeded' && read !== before && `success after ${read} of ${before} rows`,
        ])
      },
    }),
  ),
  {
    name: 'a mapped column is gone',
    async play({ shop, platform, table, add }) {
      await add(30)
      await shop.run(launch).ended
      await add(30)
      await table.sql('alter table orders rename column amount to total')
      const before = platform.requests.length
      const { code, report } = await shop.run(launch).ended
      const sent = platform.requests.length - before
      await table.sql('alter table orders rename column total to amount')
      const named = report?.paths[0]?.error
      return finishWith(shop, [
        sent > 0 && `${sent} requests without the column`,
        (code === 0 || !named) && 'a run without a column that it needs ended well',
      ])
    },
  },
  {
    name: 'key column becomes another type',
    async play({ shop, platform, table, add }) {
      await add(40)
      await shop.run(launch).ended
      const before = platform.requests.length
      await table.sql('alter table orders alter column order_id type varchar(80)')
      await table.sql('alter table orders alter column amount type double precision')
      await shop.run(launch).ended
      return finishWith(shop, [platform.requests.length > before && 'known rows were sent again'])
    },
  },
  {
    name: 'amounts become text, some of them words',
    async play({ shop, table, add }) {
      await add(40)
      await table.sql('alter table orders alter column amount type text')
      await table.sql("update orders set amount = 'n/a' where order_id in (select order_id from orders order by order_id limit 7)")
      const { report } = await shop.run(launch).ended
      const invalid = report?.paths[0]?.tally.invalid
      await table.sql("update orders set amount = '12.00' where amount = 'n/a'")
      return finishWith(shop, [invalid !== 7 && `${invalid} of 7 rows without an amount were held back`])
    },
  },
  {
    name: 'rows committed late, behind those that were read',
    async play({ shop, table, add }) {
      await add(60)
      const late = shop.all.filter((_, i) => i % 4 === 0)
      await table.sql('delete from orders where order_id = any($1)', [late.map(order => order.order_id)])
      await shop.run(launch).ended
      await table.insert(late)
      return finish(shop)
    },
  },
  {
    name: 'rows rewritten after they were sent',
    async play({ shop, platform, table, add }) {
      await add(60)
      await shop.run(launch).ended
      const before = platform.requests.length
      await table.sql("update orders set amount = amount + 1, status = 'changed', email = 'x' || email")
      await shop.run(launch).ended
      return finishWith(shop, [platform.requests.length > before && 'a changed row was sent again unasked'])
    },
  },
  {
    name: 'the same key many times, across pages',
    sql: 'select o.* from orders o cross join generate_series(1, 3) order by o.ordered_at',
    batch: 100,
    async play({ shop, add }) {
      await add(1100)
      const { report } = await shop.run(launch).ended
      const tally = report?.paths[0]?.tally
      return finishWith(shop, [
        (tally?.delivered !== 1100 || tally.duplicate !== 2200) &&
          `delivered ${tally?.delivered}, duplicate ${tally?.duplicate} of 1100 and 2200`,
      ])
    },
  },
  {
    name: 'rows gone from the source while their outcome is unknown',
    async play({ shop, platform, table, add }) {
      await add(30)
      platform.manners.manner = n => (n >= 2 ? 'not taken, 500' : 'ok')
      await shop.run(launch).ended
      platform.manners.manner = () => 'ok'
      const doubtful = platform.requests[1]?.ids ?? []
      await table.sql('delete from orders where order_id = any($1)', [doubtful])
      return finish(shop)
    },
  },
  {
    name: 'nobody listens, then it is back',
    async play({ shop, platform, add, table }) {
      await add(30)
      const away = { 'shop-db': { kind: 'postgres', url: table.url.replace(/:\d+\//, ':9/') } }
      const { code, report } = await shop.run({ ...launch, connections: shop.connections(away) }).ended
      return finishWith(shop, [
        platform.requests.length > 0 && 'something was sent',
        (code === 0 || !report?.paths[0]?.error) && 'a run without a source ended well',
      ])
    },
  },
  {
    name: 'a filter that the source works out, rows crossing it',
    sql: "select * from orders where status = 'paid'",
    async play({ shop, table, add }) {
      await add(50)
      await table.sql("update orders set status = 'open' where order_id in (select order_id from orders order by order_id limit 20)")
      await shop.run(launch).ended
      await table.sql("update orders set status = 'paid'")
      return finish(shop)
    },
  },
]
