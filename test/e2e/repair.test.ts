/** From the reason of a run to the same rows accepted: the field opens, the repair is published, and those rows alone are sent by it. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { violationsInBothThemes } from '../stand-ins/axe.ts'
import { goodOrders } from '../stand-ins/shop-orders.ts'
import { inSight } from './in-sight.ts'
import { openShop, type Ran, type Shop } from './shop.ts'

const REFUSED = [2, 7, 9]
const all = goodOrders(15).map((order, i) => ({ ...order, currency: REFUSED.includes(i) ? 'SEK' : 'EUR', billed_in: 'EUR' }))
let shop: Shop
let hold: Promise<void> | undefined
beforeAll(async () => {
  const manners = { refuses: (event: any) => event.custom_data?.currency === 'SEK', why: 'no such currency', arrived: () => hold }
  shop = await openShop('pinterest', manners, all.slice(0, 12))
}, 60_000)
afterAll(() => shop?.close())

const shot = async (page: Page, name: string) => process.env.SHOTS && page.screenshot({ path: `${process.env.SHOTS}/${name}.png` })
async function refused(account: string): Promise<{ flow: string; run: string }> {
  shop.orders(all.slice(0, 12))
  const flow = await shop.flow({ name: `To ${account}`, account, fields: { currency: { column: 'currency' } } })
  const { run, paths } = await shop.run(flow)
  expect(paths[0]!.tally).toMatchObject({ delivered: 9, rejected: 3 })
  return { flow, run }
}
const runsOf = (flow: string) => shop.ask<(Ran & { version: number; rejectedOf?: string })[]>(`/api/flows/${flow}/runs`)
const note = (page: Page) => page.getByRole('dialog').getByRole('status', { name: 'Rejected rows' })
const both = (page: Page) => page.getByRole('button', { name: 'Publish and send 3 rejected rows again' })

it.each([1280, 390])(
  '%d wide: a link to the field, told before how many go where, and nothing else goes along',
  { timeout: 90_000 },
  async width => {
    const { flow, run } = await refused(`${width}`)
    // New in the source since: it waits for the next run.
    shop.orders(all)
    await shop.visit(`/flows/${flow}/runs/${run}`, { width }, async page => {
      const reason = page.getByRole('table', { name: 'Reasons' }).getByRole('row').filter({ hasText: 'no such currency' })
      await (await inSight(reason.getByRole('link', { name: 'Change Currency' }))).click()
      const choice = page.getByRole('option', { name: /^billed_in/ })
      await choice.waitFor()
      await expect.poll(() => new URL(page.url()).search).not.toContain('field=')
      await shot(page, `field-${width}`)
      await (await inSight(choice)).click()
      await expect.poll(() => page.getByRole('combobox', { name: 'Currency', exact: true }).inputValue()).toBe('billed_in')
      // On a phone the settings lie over the flow.
      if (width < 768) await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
      await page.getByRole('button', { name: 'Publish', exact: true }).click()
      await note(page).getByText('3 rows would leave differently from before.').waitFor()
      await note(page).getByText('With “Publish and send” leave at once: 3 events to Pinterest. Nothing else leaves with them.').waitFor()
      await shot(page, `publish-${width}`)
      expect(await violationsInBothThemes(page)).toEqual([])
      await (await inSight(both(page))).click()
      await page.getByRole('region', { name: 'Notifications' }).getByText('Run finished. 3 accepted, 0 rejected.').waitFor()
      await shot(page, `done-${width}`)
    })
    const [again, first] = await runsOf(flow)
    expect(again).toMatchObject({ version: 2, rejectedOf: run, paths: [{ tally: { read: 3, delivered: 3 } }] })
    expect(first!.run).toBe(run)
  },
)

it('a double press publishes and sends once; while a run goes on only publishing is offered', { timeout: 90_000 }, async () => {
  const { flow } = await refused('777')
  let go = () => {}
  await shop.visit(`/flows/${flow}`, {}, async page => {
    // She came by herself: the newest run that had rows rejected is meant.
    await page.getByRole('button', { name: 'Publish', exact: true }).click()
    await note(page).getByText('3 rows would leave exactly as before, and may be rejected again.').waitFor()
    await both(page).waitFor()
    hold = new Promise(resolve => (go = resolve))
    shop.orders(all)
    await shop.ask(`/api/flows/${flow}/runs`, 'POST', {})
    await note(page).getByText('A run goes on. They can be sent again when it has ended.').waitFor()
    await both(page).waitFor({ state: 'detached' })
    hold = undefined
    go()
    await both(page).waitFor()
    await both(page).dblclick()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.getByRole('region', { name: 'Notifications' }).getByText('Run finished. 0 accepted, 3 rejected.').waitFor()
  })
  const runs = await runsOf(flow)
  expect(runs.map(({ version, rejectedOf }) => [version, rejectedOf !== undefined])).toEqual([
    [2, true],
    [1, false],
    [1, false],
  ])
})
