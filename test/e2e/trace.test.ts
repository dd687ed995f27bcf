/** From a reason to a row to everything that happened to it, and what was sent and answered: by role and name, in a real browser. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { violations, violationsInBothThemes } from '../stand-ins/axe.ts'
import { goodOrders } from '../stand-ins/engine.ts'
import { fits } from './in-sight.ts'
import { openShop, type Shop } from './shop.ts'

let shop: Shop
let flow: string
let run: string

beforeAll(async () => {
  const manners = {
    behave: (n: number) => (n === 1 ? '429' : 'ok'),
    refuses: (event: { event_id?: unknown }) => event.event_id === 'A5',
  } as const
  shop = await openShop(
    'meta',
    manners,
    goodOrders(8, (_, i) => (i === 3 ? { status: 'pending' } : {})),
  )
  flow = await shop.flow()
  run = (await shop.run(flow)).run
}, 90_000)
afterAll(() => shop?.close())
const accessible = async (page: Page) => expect(await violations(page)).toEqual([])

it('two clicks lead from a reason to everything about a row, in light and in dark', { timeout: 120_000 }, () =>
  shop.visit(`/flows/${flow}/runs/${run}`, {}, async page => {
    await page
      .getByRole('table', { name: 'Reasons' })
      .getByRole('button', { name: /^Show rows/ })
      .click()
    await page.getByRole('button', { name: 'Explain row A5' }).click()
    const way = page.getByRole('region', { name: 'Way of A5 to Meta' })
    await way.getByText('The platform rejected it').waitFor()
    await way.getByText('Refused as a whole', { exact: false }).first().waitFor()
    await way.getByText('Trace id for the platform’s support').first().waitFor()
    expect(await violationsInBothThemes(page)).toEqual([])
  }),
)

it('a row that was left out says by which condition, found by its key', { timeout: 120_000 }, () =>
  shop.visit(`/flows/${flow}/runs`, {}, async page => {
    await page.getByRole('searchbox', { name: /^Key of a row/ }).fill('A3')
    await page.getByRole('button', { name: 'Explain row' }).click()
    await page.getByText('Status is paid: no, it is “pending”.').waitFor()
    await page.getByText('Nothing was sent for this row, as far as is remembered.').waitFor()
    await accessible(page)
  }),
)

it('what was sent and what was said is a dialog, on a phone too', { timeout: 120_000 }, () =>
  shop.visit(`/flows/${flow}/runs/${run}`, { width: 320 }, async page => {
    const table = page.getByRole('table', { name: 'Requests' })
    await table.getByText('Refused as a whole').first().waitFor()
    await table
      .getByRole('button', { name: /^Show request/ })
      .first()
      .click()
    const dialog = page.getByRole('dialog', { name: /^Request \d+/ })
    await dialog.getByRole('region', { name: 'What we sent' }).getByText('"event_id": "A0"').waitFor()
    await dialog.getByRole('region', { name: 'What the platform said' }).getByText('Sending 1: HTTP 429.').waitFor()
    await dialog.getByText('After waiting', { exact: false }).waitFor()
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await dialog.getByRole('button', { name: 'Copy answer 1' }).click()
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toMatch(/^HTTP 429\n[\s\S]*slow down/)
    await accessible(page)
    await fits(page, 320)
  }),
)
