/** The Lookup step in a real browser over a real Postgres: a table is chosen, the pair is offered, and what is not found is said. */
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { violations } from '../stand-ins/axe.ts'
import { freshDatabase } from '../stand-ins/postgres.ts'
import { sql } from '../stand-ins/reading.ts'
import type { Served } from '../stand-ins/tributary.ts'
import { inSight } from './in-sight.ts'
import { withPage } from './on-page.ts'

let served: Served
let page: Page
withPage(async on => {
  ;({ served, page } = on)
  const url = await freshDatabase()
  await sql(
    url,
    `create table orders as select 'A' || i as order_id, i % 10 as customer_id, now() as created_at, 19.9 as total from generate_series(0, 99) i;
     create table customers as select i as id, 'person' || i || '@example.com' as email, now() - i * interval '1 day' as updated_at from generate_series(0, 7) i;
     insert into customers values (3, 'newer3@example.com', now())`,
  )
  await served.ask('/api/connections/shop-db', 'PUT', { kind: 'postgres', settings: { url } })
})

const drawn = {
  tributary: 1,
  name: 'With customers',
  nodes: [
    { id: 'shop', kind: 'postgres', config: { connection: 'shop-db' } },
    { id: 'orders', kind: 'table', config: { table: 'orders', key: ['order_id'] } },
    { id: 'look', kind: 'lookup', config: { table: '', on: [], columns: [] } },
  ],
  edges: [
    { from: 'shop', to: 'orders' },
    { from: 'orders', to: 'look' },
  ],
}
const choose = async (name: string, text: string) => {
  await (await inSight(page.getByRole('combobox', { name, exact: true }))).fill(text)
  await page.getByRole('option', { name: text }).first().click()
}

it('is drawn without typing a name: the table, the pair, the columns; and says what it finds', async () => {
  const { id } = await served.ask<{ id: string }>('/api/flows', 'POST', { document: drawn })
  await page.goto(`${served.url}/flows/${id}?step=look`)
  await choose('Table', 'customers')
  await page.getByRole('button', { name: 'Use customer_id = id' }).first().click()
  await choose('Columns to bring', 'email')
  const found = page.getByRole('status', { name: 'What the lookup finds' })
  await expect.poll(() => found.innerText()).toMatch(/20 rows find none, of 100/)
  await expect.poll(() => found.innerText()).toMatch(/1 key has several rows in customers/)
  await choose('By the column', 'updated_at')
  await expect.poll(() => found.innerText()).toMatch(/The last by updated_at is used/)
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme })
    await page.evaluate(() => Promise.allSettled(document.getAnimations().map(moving => moving.finished)))
    expect(await violations(page)).toEqual([])
    if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/lookup-${theme}.png` })
  }
  if (process.env.PICTURES) {
    await page.setViewportSize({ width: 390, height: 844 })
    await page.screenshot({ path: `${process.env.PICTURES}/lookup-phone.png` })
  }
})
