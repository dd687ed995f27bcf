/** After two runs between which a column was emptied: what a person sees of the input, in any light, on any screen. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { violationsInBothThemes } from '../stand-ins/axe.ts'
import { goodOrders } from '../stand-ins/engine.ts'
import { fits } from './in-sight.ts'
import { type Look, openShop, type Shop } from './shop.ts'

let shop: Shop
let flow: string
let run: string

/** 100 orders; `phone` holds none. */
const orders = (letter: string, emails: number): Record<string, unknown>[] =>
  goodOrders(100).map((row, i) => ({
    ...row,
    order_id: `${letter}${i}`,
    email: i < emails ? row.email : '',
    phone: i < 90 ? 'ask Ann' : '',
  }))

beforeAll(async () => {
  shop = await openShop('pinterest', {}, orders('A', 90))
  flow = await shop.flow({ fields: { action_source: { value: 'website' }, phone: { column: 'phone' } } })
  await shop.run(flow)
  shop.orders(orders('B', 40))
  run = (await shop.run(flow)).run
}, 90_000)
afterAll(() => shop?.close())
const visit = (look: Look, act: (page: Page) => Promise<void>) => shop.visit(`/flows/${flow}/runs/${run}`, look, act)
const part = (page: Page) => page.getByRole('region', { name: 'Input quality' })

it('says what each field holds, what fell and what to do, readable in light and in dark', () =>
  visit({}, async page => {
    await part(page).getByText('A field is much emptier than before').waitFor()
    await part(page).getByText('Email is usable in 40% of the events, after 90% in the run before.').waitFor()
    const line = part(page).getByRole('row', { name: /^Email / })
    await line.getByText('40 of 100, 40%').waitFor()
    await line.getByText('50 points less').waitFor()
    expect(await line.getByRole('meter', { name: 'Email, usable' }).getAttribute('aria-valuenow')).toBe('40')
    await part(page)
      .getByRole('row', { name: /^Phone / })
      .getByText(/^90: Phone is not a phone number/)
      .waitFor()
    await part(page)
      .getByRole('meter', { name: /^Match readiness/ })
      .waitFor()
    expect(await violationsInBothThemes(page)).toEqual([])
  }))

it('fits a screen 320 pixels wide', () =>
  visit({ width: 320 }, async page => {
    await part(page).getByText('40 of 100, 40%').waitFor()
    await fits(page, 320)
  }))

it('is a problem of the flow until a run is as full again', async () => {
  const { problems } = await shop.ask<{ problems: { code: string; level: string; field?: string; message: string }[] }>(
    `/api/flows/${flow}/check`,
    'POST',
    {},
  )
  expect(problems.filter(problem => problem.code === 'coverage_fell')).toMatchObject([
    { level: 'worth_a_look', field: 'email', message: expect.stringMatching(/^In the last run: Email is usable in 40%/) },
  ])
})

it('leads to the step where something can be done', () =>
  visit({}, async page => {
    await part(page)
      .getByRole('link', { name: /^Open / })
      .click()
    await page.waitForURL(new RegExp(`/flows/${flow}\\?step=`))
  }))
