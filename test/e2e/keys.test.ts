/** A model's key in a real browser: duplicates are counted when asked, said in words, and what was counted goes stale with the key. */
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { violations } from '../stand-ins/axe.ts'
import type { Served } from '../stand-ins/tributary.ts'
import { inSight } from './in-sight.ts'
import { withPage } from './on-page.ts'

let served: Served
let page: Page
withPage(on => {
  ;({ served, page } = on)
})

it('says that a key is one, and that another column is none', async () => {
  const drawn = {
    tributary: 1,
    name: 'Keys',
    nodes: [
      { id: 'shop', kind: 'sample', config: {} },
      { id: 'orders', kind: 'table', config: { table: 'orders', key: ['order_id'] } },
    ],
    edges: [{ from: 'shop', to: 'orders' }],
  }
  const { id } = await served.ask<{ id: string }>('/api/flows', 'POST', { document: drawn })
  await page.goto(`${served.url}/flows/${id}?step=orders`)
  const said = page.getByRole('status', { name: 'Duplicate keys' })
  await page.getByRole('button', { name: 'Check for duplicates' }).click()
  await expect.poll(() => said.innerText()).toMatch(/No key repeats in \d+ rows/)

  await page.getByRole('button', { name: 'Remove order_id' }).click()
  await expect.poll(() => said.innerText()).toBe('')
  await (await inSight(page.getByRole('combobox', { name: 'Key' }))).fill('status')
  await page.getByRole('option', { name: 'status' }).waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Check for duplicates' }).click()
  await expect.poll(() => said.innerText()).toMatch(/repeat.*Choose another key, or add a column to it/s)
  await page.getByRole('list', { name: 'Keys that most rows have' }).getByRole('listitem').first().waitFor()
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme })
    await page.evaluate(() => Promise.allSettled(document.getAnimations().map(moving => moving.finished)))
    expect(await violations(page)).toEqual([])
  }
})
