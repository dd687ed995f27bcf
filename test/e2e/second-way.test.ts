/** What a filter leaves out goes on by one press, like what it keeps. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { violations } from '../stand-ins/axe.ts'
import { openBrowser } from '../stand-ins/browser.ts'
import { MOUSE, smallTargets } from '../stand-ins/targets.ts'
import { type Served, serve } from '../stand-ins/tributary.ts'

let browser: Browser
let served: Served
let page: Page
beforeAll(async () => {
  ;[browser, served] = await Promise.all([openBrowser(), serve()])
  page = await (await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' })).newPage()
  page.setDefaultTimeout(30_000)
}, 60_000)
afterAll(async () => {
  await browser?.close()
  await served?.stop()
})

it('has a plus when the step is chosen and what it keeps goes somewhere', { timeout: 60_000 }, async () => {
  const { id } = await served.ask<{ id: string }>('/api/flows', 'POST', {
    document: {
      tributary: 1,
      name: 'Two ways',
      nodes: [
        { id: 'shop', kind: 'sample', config: {} },
        { id: 'orders', kind: 'table', config: { table: 'orders', key: ['order_id'] } },
        { id: 'paid', kind: 'filter', config: { where: { match: 'all', conditions: [{ column: 'status', op: 'is', value: 'paid' }] } } },
      ],
      edges: [
        { from: 'shop', to: 'orders' },
        { from: 'orders', to: 'paid' },
      ],
    },
  })
  await page.goto(`${served.url}/flows/${id}?lang=en`)
  await page.getByRole('group', { name: /^Filter:/ }).click()
  expect(await page.getByRole('button', { name: /^Add step after Filter, / }).count()).toBe(1)
  await page.getByRole('button', { name: 'Add step after Filter, kept rows' }).click()
  await page.getByRole('option', { name: /^Map fields/ }).click()
  await page.getByRole('group', { name: /^Map fields:/ }).waitFor()
  const second = page.getByRole('button', { name: 'Add step after Filter, left out rows' })
  await second.waitFor({ state: 'hidden' })
  await page.getByRole('group', { name: /^Filter:/ }).click()
  await second.waitFor()
  expect(await smallTargets(page, MOUSE)).toEqual([])
  expect(await violations(page)).toEqual([])
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/second-way.png` })
  await second.click()
  await page.getByRole('option', { name: /^Map fields/ }).click()
  const drawn = async () =>
    (await served.ask<{ document: { edges: { from: string; port?: string }[] } }>(`/api/flows/${id}`)).document.edges
      .filter(({ from }) => from === 'paid')
      .map(({ port }) => port)
  await expect.poll(drawn, { timeout: 20_000 }).toEqual(['kept', 'left_out'])
})
