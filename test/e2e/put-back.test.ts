/** A backup is put back: the Flows page says what is held, nothing leaves before somebody chooses, and then what was chosen happens. */
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { violations } from '../stand-ins/axe.ts'
import { goodOrders } from '../stand-ins/engine.ts'
import { tributary } from '../stand-ins/tributary.ts'
import { fits } from './in-sight.ts'
import { shut } from './opened.ts'
import { type Look, openShop, type Shop } from './shop.ts'

let shop: Shop
const flows: string[] = []

/** Two flows send 20 orders each, a backup is made, 12 more go out from each, and the backup is put back. */
beforeAll(async () => {
  shop = await openShop('pinterest')
  flows.push(await shop.flow({ name: 'Shop', account: '549' }), await shop.flow({ name: 'Outlet', account: '777' }))
  for (const flow of flows) expect((await shop.run(flow)).paths[0]!.tally).toMatchObject({ delivered: 20 })
  const { file } = JSON.parse((await tributary(['backup', join(shop.data, 'kept'), '--json'], shop.env)).out)
  shop.orders(goodOrders(32))
  for (const flow of flows) expect((await shop.run(flow)).paths[0]!.tally).toMatchObject({ delivered: 12 })
  await shop.reopen(async () => {
    expect((await tributary(['restore', file], shop.env)).code).toBe(0)
  })
}, 240_000)
afterAll(() => shop?.close())
const visit = (look: Look, act: (page: Page) => Promise<void>) => shop.visit('/', look, act)
const accessible = async (page: Page) => expect(await violations(page)).toEqual([])
const SHOP = /^Treat as sent: Shop to Pinterest\b.* 549$/
const OUTLET = /^Send again: Outlet to Pinterest\b.* 777$/
const held = (page: Page) => page.getByRole('region', { name: 'Needs attention' }).getByRole('list', { name: 'Held after the restore' })

it.each([
  ['light', 1280],
  ['dark', 390],
] as const)('says in %s, %i wide, what is held and how much; asking changes nothing', (colorScheme, width) =>
  visit({ colorScheme, width }, async page => {
    await held(page).getByRole('button', { name: SHOP }).waitFor()
    await expect.poll(() => held(page).getByRole('listitem').filter({ hasText: 'At most 12 events were sent' }).count()).toBe(2)
    await accessible(page)
    await picture(page, `list-${colorScheme}`)
    await fits(page, width)
    await held(page).getByRole('button', { name: SHOP }).press('Enter')
    const question = page.getByRole('alertdialog', { name: 'Treat them as sent' })
    await question.getByLabel('Happened up to').waitFor()
    await question.getByText('At most 12 events were sent').waitFor()
    await accessible(page)
    await picture(page, `asked-${colorScheme}`)
    await shut(question)
    expect((await shop.ask<{ choice: string | null }[]>('/api/put-back')).map(({ choice }) => choice)).toEqual([null, null])
  }),
)

it('nothing leaves before the choice; then one flow sends nothing twice, and the other what was chosen to go again', async () => {
  const before = shop.platform.taken.length
  expect(before).toBe(64)
  for (const flow of flows) expect((await shop.run(flow)).paths[0]).toMatchObject({ error: { code: 'store.put_back' } })
  expect(shop.platform.taken.length).toBe(before)
  await visit({}, async page => {
    await held(page).getByRole('button', { name: SHOP }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Treat them as sent' }).click()
    await held(page)
      .getByText(/^Chosen: what happened up to .* counts as sent\.$/)
      .waitFor()
    await held(page).getByRole('button', { name: OUTLET }).click()
    const question = page.getByRole('alertdialog', { name: 'Send them again' })
    await question.getByText('may arrive twice').waitFor()
    await question.getByRole('button', { name: 'Send them again' }).click()
    await held(page).getByText('Chosen: what is forgotten goes out again with the next run.').waitFor()
    await expect.poll(() => held(page).getByRole('button').count()).toBe(0)
  })
  const [first, other] = [await shop.run(flows[0]!), await shop.run(flows[1]!)]
  expect(first.paths[0]!.tally).toMatchObject({ delivered: 0, duplicate: 32 })
  expect(other.paths[0]!.tally).toMatchObject({ delivered: 12, duplicate: 20 })
  expect(shop.platform.taken.length).toBe(before + 12)
  await visit({}, async page => {
    await page.getByRole('heading', { level: 1, name: 'Flows' }).waitFor()
    await page.getByRole('list', { name: 'Held after the restore' }).waitFor({ state: 'detached' })
  })
})

/** For whoever works on the looks: `PICTURES=folder`. */
async function picture(page: Page, name: string) {
  if (process.env.PICTURES) await page.screenshot({ path: join(process.env.PICTURES, `${name}.png`), fullPage: true })
}
