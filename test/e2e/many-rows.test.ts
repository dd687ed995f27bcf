/** A run with more rows that did not go through than anybody reads at once: page by page, by keyboard, and each found by its key. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { violationsInBothThemes } from '../stand-ins/axe.ts'
import { goodOrders } from '../stand-ins/engine.ts'
import { fits } from './in-sight.ts'
import { openShop, type Ran, type Shop } from './shop.ts'

let shop: Shop
let flow: string
let ran: Ran
let refusing = true
/** Of 300 orders 120 are refused, 30 are held back, and 150 are taken. */
beforeAll(async () => {
  const spoilt = (i: number) => i % 10 === 9
  const orders = goodOrders(300, (_, i) => (spoilt(i) ? { ordered_at: 'soon' } : {}))
  shop = await openShop('pinterest', { refuses: ({ event_id }) => refusing && Number(event_id.slice(1)) % 10 < 4 }, orders)
  flow = await shop.flow()
  ran = await shop.run(flow)
})
afterAll(() => shop?.close())

const visit = (width: number, act: (page: Page) => Promise<void>) => shop.visit(`/flows/${flow}/runs/${ran.run}`, { width }, act)
const table = (page: Page) => page.getByRole('table', { name: 'Rows' })
const rows = (page: Page) => table(page).getByRole('button', { name: /^Explain row/ })
const said = (page: Page) => page.getByRole('status', { name: 'Editor announcements' })

it('shows its rows page by page, says which, and leaves the keyboard where it is', { timeout: 120_000 }, () =>
  visit(1280, async page => {
    expect(ran.paths[0]!.tally).toMatchObject({ rejected: 120, invalid: 30, delivered: 150 })
    await page.getByRole('button', { name: /^Show rows: .*refused/i }).click()
    await page.getByRole('group', { name: 'Rows 1 to 50 of 120.' }).waitFor()
    await expect.poll(() => rows(page).count()).toBe(50)
    await expect.poll(() => page.getByRole('button', { name: 'Previous rows' }).count()).toBe(0)
    const next = page.getByRole('button', { name: 'Next rows' })
    await next.press('Enter')
    await said(page).getByText('Rows 51 to 100 of 120.').waitFor()
    await expect.poll(() => next.evaluate(button => button === document.activeElement)).toBe(true)
    expect(await violationsInBothThemes(page)).toEqual([])
    await next.press('Enter')
    const last = page.getByRole('group', { name: 'Rows 101 to 120 of 120.' })
    await last.waitFor()
    await expect.poll(() => rows(page).count()).toBe(20)
    await expect.poll(() => last.evaluate(line => line === document.activeElement)).toBe(true)
    await page.getByRole('button', { name: 'Previous rows' }).press('Enter')
    await page.getByRole('group', { name: 'Rows 51 to 100 of 120.' }).waitFor()
  }),
)

it('says why a page could not be had, and has it at the next press', { timeout: 120_000 }, () =>
  visit(390, async page => {
    const next = page.getByRole('button', { name: 'Next rows' })
    await page.route('**/events?**after=**', route =>
      route.fulfill({ contentType: 'text/html', body: '<html>Sign in to the hotel</html>' }),
    )
    await next.click()
    await page.getByRole('alert').getByText('Something between you and the server answered').waitFor()
    await page.unrouteAll()
    await next.click()
    await page.getByRole('group', { name: /^Rows 51 to 100 of 1\d\d\.$/ }).waitFor()
    await page.getByRole('alert').waitFor({ state: 'detached' })
    await fits(page, 390)
  }),
)

it(
  'explains a row of a later page by its key, and sends it again; another tab knows, and that the flow is deleted',
  { timeout: 120_000 },
  () =>
    visit(1280, async page => {
      const other = await page.context().newPage()
      await other.goto(page.url())
      const again = other.getByRole('button', { name: 'Send rejected rows again' })
      await again.waitFor()
      const told = page.getByRole('status', { name: 'Explanation' })
      const explain = async () => {
        await page.getByRole('searchbox', { name: /^Key of a row/ }).fill('A293')
        await page.getByRole('button', { name: 'Explain row', exact: true }).click()
      }
      await explain()
      await told.getByText('The platform rejected it').first().waitFor()
      await told.getByText(/^In request number \d+, with \d+ events: accepted in part/).waitFor()
      refusing = false
      await page.getByRole('button', { name: 'Send rejected rows again' }).click()
      await page
        .getByRole('alertdialog')
        .getByRole('button', { name: /^Send 120/ })
        .click()
      await page.waitForURL(address => !address.pathname.endsWith(ran.run))
      await page.getByRole('status', { name: 'Run summary' }).getByText('120 accepted', { exact: false }).waitFor()
      await explain()
      await told.getByText('The platform accepted it').first().waitFor()
      await again.waitFor({ state: 'detached' })
      await page.goto('about:blank')
      await shop.ask(`/api/flows/${flow}`, 'DELETE')
      await other.getByText('There is no such run.').waitFor()
      await other.getByRole('button', { name: 'Back to your flows' }).waitFor()
      await other.goto(`${shop.served.url}/flows/${flow}/runs?lang=en`)
      await other.getByText('There is no such flow.').waitFor()
      await other.getByRole('button', { name: 'Back to your flows' }).click()
      await other.getByRole('heading', { name: 'Flows', level: 1 }).waitFor()
    }),
)
