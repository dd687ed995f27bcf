/** From the reason of a run to the same rows accepted: the field opens, the repair is published, and those rows alone are sent by it. */
import { join } from 'node:path'
import Database from 'better-sqlite3'
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
let door: 'ok' | 'token' | '503' = 'ok'
beforeAll(async () => {
  const manners = {
    refuses: (event: any) => event.custom_data?.currency === 'SEK',
    why: 'no such currency',
    arrived: () => hold,
    behave: () => door,
  }
  shop = await openShop('pinterest', manners, all.slice(0, 12))
})
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
      await page.getByRole('columnheader', { name: 'First and last seen' }).waitFor()
      expect(await reason.getByRole('cell', { name: /^\d\d:\d\d:\d\d( to \d\d:\d\d:\d\d)?$/ }).count()).toBe(1)
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

it('a double press publishes and sends once; while a run goes on only publishing is offered', async () => {
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

it('a token that is no longer accepted leads to its connection, from the run and from the flow, and what waited is sent once it is resumed', async () => {
  shop.orders(all.slice(0, 12))
  const flow = await shop.flow({ name: 'Shut out', account: '778', fields: { currency: { column: 'billed_in' } } })
  door = 'token'
  const { run, paths } = await shop.run(flow)
  expect(paths[0]).toMatchObject({ error: { code: 'pin.token' }, tally: { unsent: 12 } })
  const form = (page: Page) => page.getByRole('dialog', { name: 'Edit Shut out' })
  await shop.visit(`/flows/${flow}/runs/${run}`, {}, async page => {
    await page.getByRole('link', { name: 'Edit the connection Shut out' }).click()
    await form(page).waitFor()
    expect(await violationsInBothThemes(page)).toEqual([])
    await form(page)
      .getByRole('button', { name: 'Cancel' })
      .or(form(page).getByRole('button', { name: 'Close' }))
      .first()
      .click()
    await form(page).waitFor({ state: 'detached' })
    await page.goto(`${shop.served.url}/flows/${flow}?lang=en`)
    const rests = page.getByRole('region', { name: 'Sending rests' })
    await rests.getByRole('link', { name: 'Edit the connection Shut out' }).waitFor()
    await shot(page, 'rests')
    door = 'ok'
    await rests.getByRole('button', { name: 'Resume sending' }).click()
    await page.getByRole('region', { name: 'Notifications' }).getByText('Run finished. 12 accepted, 0 rejected.').waitFor()
  })
})

it('a run that a platform did not take says when it is tried again; rows held back say what becomes of them', async () => {
  shop.orders(all.slice(0, 12).map((order, i) => ({ ...order, email: i < 2 ? '' : `p${i}@example.com` })))
  const flow = await shop.flow({ name: 'Busy', account: '779', config: { batch: 10 }, fields: { currency: { column: 'billed_in' } } })
  door = '503'
  const { run, paths } = await shop.run(flow)
  door = 'ok'
  expect(paths[0]).toMatchObject({ error: { code: 'pin.busy' }, tally: { unsent: 10, invalid: 2 } })
  // The next try would come within the minute, and what is looked at here is the wait for it.
  const store = new Database(join(shop.data, 'tributary.db'))
  store.prepare('update hold set resume_at = resume_at + 600000 where flow = ?').run(flow)
  store.close()
  await shop.visit(`/flows/${flow}/runs/${run}`, {}, async page => {
    await page.getByText(/^Next try: (today|tomorrow) \d\d:\d\d\./).waitFor()
    await page.getByText('Waiting to retry', { exact: true }).first().waitFor()
    expect(await page.getByText('Failed').count()).toBe(0)
    expect(await page.getByText('The run waits').count()).toBe(0)
    const part = page.getByRole('region', { name: 'What you can do' })
    await part.getByText('2 rows were held back, not lost').waitFor()
    await page.getByRole('link', { name: 'Change Email' }).waitFor()
    await shot(page, 'busy')
    for (const [at, words] of [
      [`/flows/${flow}/runs`, 'Waiting to retry'],
      ['/', /^Tries again (today|tomorrow) \d\d:\d\d: /],
      [`/flows/${flow}`, /^Pinterest: .*, waiting to retry: /],
    ] as const) {
      await page.goto(`${shop.served.url}${at}?lang=en`)
      const place = at.endsWith('runs')
        ? page.getByRole('table', { name: 'Runs' }).getByText(words)
        : page.getByRole('link', { name: words })
      await (at === `/flows/${flow}` ? page.getByRole('group', { name: words }) : place).first().waitFor()
      await shot(page, `busy-${at.replaceAll('/', '-')}`)
    }
    await page.goto(`${shop.served.url}/flows/${flow}/runs/${run}?lang=en`)
    await page.getByRole('button', { name: 'Try again now' }).click()
    await page.getByText('10 sent: 10 accepted').waitFor()
    expect(new URL(page.url()).pathname).not.toBe(`/flows/${flow}/runs/${run}`)
    await page.goBack()
    await page.getByText('Failed', { exact: true }).waitFor()
    await page.getByText(/^Next try/).waitFor({ state: 'detached' })
  })
})

it('rows that cannot be sent any more are not offered: it says why instead', async () => {
  const { flow, run } = await refused('780')
  shop.orders(all.slice(0, 12).filter((_, i) => !REFUSED.includes(i)))
  await shop.visit(`/flows/${flow}/runs/${run}`, {}, async page => {
    await page.getByRole('button', { name: 'Send rejected rows again' }).click()
    const question = page.getByRole('alertdialog')
    await question.getByText('None of them can be sent as the flow is now.').waitFor()
    await question.getByText('3 rows are no longer in the source.').waitFor()
    expect(await question.getByRole('button', { name: /^Send 3/ }).isDisabled()).toBe(true)
    await page.goto(`${shop.served.url}/flows/${flow}?lang=en`)
    await page.getByRole('button', { name: 'Publish', exact: true }).click()
    await note(page).getByText('3 rows are no longer in the source.').waitFor()
    expect(await page.getByRole('button', { name: /^Publish and send/ }).count()).toBe(0)
  })
})
