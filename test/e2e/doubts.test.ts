/** After a run with an answer that never came and rows that were refused: what a person is told, asked, and then told. */
import { readFileSync } from 'node:fs'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { violationsInBothThemes } from '../stand-ins/axe.ts'
import { goodOrders } from '../stand-ins/engine.ts'
import { fits } from './in-sight.ts'
import { type Look, openShop, type Ran, type Shop } from './shop.ts'

let shop: Shop
let flow: string
let run: string

/** Of 100 orders 50 went out in a request without an answer, and three of the others were refused; what is refused once is taken later. */
async function inDoubt(): Promise<void> {
  let refusing = true
  const refused = ['A60', 'A70', 'A80']
  shop = await openShop(
    'pinterest',
    { behave: n => (n === 1 ? 'accept-reset' : 'ok'), refuses: event => refusing && refused.includes(event.event_id) },
    goodOrders(100),
  )
  flow = await shop.flow({ config: { batch: 50 }, fields: { action_source: { value: 'physical_store' } } })
  const ran = await shop.run(flow)
  expect(ran.paths[0]!.tally).toMatchObject({ uncertain: 50, rejected: 3, delivered: 47 })
  run = ran.run
  refusing = false
}
const visit = (look: Look, act: (page: Page) => Promise<void>) => shop.visit(`/flows/${flow}/runs/${run}`, look, act)
beforeAll(inDoubt)
afterAll(() => shop?.close())

const accessible = async (page: Page) => expect(await violationsInBothThemes(page)).toEqual([])
const part = (page: Page) => page.getByRole('region', { name: 'What you can do' })

it('is readable for everyone in light and in dark, asked and unasked', () =>
  visit({}, async page => {
    await part(page).getByRole('button', { name: 'Send rejected rows again' }).waitFor()
    await part(page).getByRole('button', { name: 'Send again', exact: true }).waitFor()
    await accessible(page)
    const file = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Download rejected rows' }).click()
    const lines = readFileSync(await (await file).path(), 'utf8')
      .trim()
      .split('\n')
    expect(
      lines
        .slice(1)
        .map(line => /A\d+/.exec(line)?.[0])
        .toSorted(),
    ).toEqual(['A60', 'A70', 'A80'])
    await page.getByRole('button', { name: 'Send again', exact: true }).click()
    const question = page.getByRole('alertdialog', { name: 'Send 50 events again' })
    await question.getByText('At most 50 may arrive twice.').waitFor()
    await accessible(page)
    await question.getByRole('button', { name: 'Decide later' }).click()
    expect(await shop.ask(`/api/flows/${flow}/audit`)).toEqual([])
  }))

it('gives its link at a press, and says where a browser lets nobody copy', () =>
  visit({}, async page => {
    const press = () => page.getByRole('button', { name: 'Copy link' }).click()
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await press()
    await page.getByText('Copied the link to this run.').waitFor()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(page.url())
    // As on a page that came over plain http from another machine.
    await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }))
    await press()
    await page.getByText('The browser did not allow copying.').waitFor()
  }))

it('leads from a reason to the settings of its step', () =>
  visit({}, async page => {
    await page
      .getByRole('table', { name: 'Reasons' })
      .getByRole('row')
      .filter({ hasText: 'Rejected' })
      .getByRole('link', { name: 'Pinterest' })
      .click()
    await page.getByRole('region', { name: 'Settings' }).getByRole('heading', { level: 2, name: 'Pinterest' }).waitFor()
  }))

it('fits a screen 320 pixels wide', () =>
  visit({ width: 320 }, async page => {
    await part(page).getByRole('button', { name: 'Treat as sent' }).waitFor()
    await fits(page, 320)
  }))

it('what is sent again by decision arrives with the next run, one press away, the rejected rows too', async () => {
  let again = ''
  let rejected = ''
  await visit({}, async page => {
    await page.getByRole('button', { name: 'Send again', exact: true }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Send 50 events again' }).click()
    await page.getByRole('region', { name: 'Notifications' }).getByText('50 events will be sent again with the next run.').waitFor()
    await part(page).getByText('50 events go out again with the next run.').waitFor()
    await page.getByRole('button', { name: 'Treat as sent' }).waitFor({ state: 'detached' })
    const begun = async (press: Locator) => {
      const before = page.url()
      await press.click()
      await page.waitForURL(url => url.href !== before && /\/runs\/[^/]+$/.test(url.pathname))
    }
    await begun(page.getByRole('region', { name: 'Notifications' }).getByRole('button', { name: 'Run now' }).last())
    again = new URL(page.url()).pathname.split('/').at(-1)!
    await page.getByRole('status', { name: 'Run summary' }).filter({ hasText: '50 accepted' }).waitFor()

    await page.goto(`${shop.served.url}/flows/${flow}/runs/${run}?lang=en`)
    await page.getByRole('button', { name: 'Send rejected rows again' }).click()
    const question = page.getByRole('alertdialog', { name: 'Send 3 rejected rows again' })
    await question.getByRole('status', { name: 'What would leave' }).getByText('3 events to Pinterest').waitFor()
    await begun(question.getByRole('button', { name: 'Send 3 rejected rows again' }))
    rejected = new URL(page.url()).pathname.split('/').at(-1)!
    await page.getByRole('status', { name: 'Run summary' }).filter({ hasText: '3 sent: 3 accepted' }).waitFor()
    await page.getByRole('link', { name: 'See that run' }).click()
    await page.waitForURL(url => url.pathname.endsWith(run))
    await page.getByRole('button', { name: 'Download rejected rows' }).waitFor()
    await expect.poll(() => page.getByRole('button', { name: 'Send rejected rows again' }).count()).toBe(0)
  })
  expect((await shop.ask<Ran>(`/api/runs/${again}`)).paths[0]).toMatchObject({
    tally: { delivered: 50, duplicate: 50, uncertain: 0, rejected: 0 },
    resent: 50,
  })
  expect((await shop.ask<Ran>(`/api/runs/${rejected}`)).paths[0]).toMatchObject({
    tally: { read: 3, delivered: 3, duplicate: 0 },
    resent: 0,
  })
  expect(shop.platform.counts().size).toBe(100)
})

describe('in another shop', () => {
  beforeAll(async () => {
    await shop.close()
    await inDoubt()
  })

  it('what is treated as sent is said, and never leaves again', async () => {
    await visit({}, async page => {
      await page.getByRole('button', { name: 'Treat as sent' }).click()
      await page.getByRole('alertdialog').getByRole('button', { name: 'Treat 50 events as sent' }).click()
      await page.getByRole('region', { name: 'Notifications' }).getByText('50 events count as accepted now.').waitFor()
      await part(page).getByText('None of them waits for you').waitFor()
    })
    const before = shop.platform.requests
    expect((await shop.run(flow)).paths[0]?.tally).toMatchObject({ duplicate: 100, delivered: 0 })
    expect(shop.platform.requests).toBe(before)
  })
})
