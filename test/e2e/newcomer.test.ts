/** What somebody does in the first minutes who has never seen this, and does wrong: nothing of it ends in silence. */
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import type { Served } from '../stand-ins/tributary.ts'
import { boxAtRest } from './at-rest.ts'
import { withPage } from './on-page.ts'

let served: Served
let page: Page
withPage(on => {
  ;({ served, page } = on)
})
const button = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' })
const flows = async () => (await served.ask<{ name: string }[]>('/api/flows')).filter(flow => flow.name === 'Untitled flow').length

it('a double press on Blank flow makes one flow', { timeout: 60_000 }, async () => {
  await page.goto(`${served.url}/flows/new?lang=en`)
  await button('Blank flow').dblclick()
  await button('Start with a source').waitFor()
  expect(await flows()).toBe(1)
})

it('a file without anything in it says so, and the next one brings its table into sight', { timeout: 90_000 }, async () => {
  const give = async (name: string, text: string) => {
    const picked = page.waitForEvent('filechooser')
    await button('Choose a file').click()
    await (await picked).setFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) })
  }
  await button('Start with a source').click()
  await page.getByRole('option', { name: /^File/ }).click()
  await give('empty.csv', '')
  const settings = page.getByRole('region', { name: 'Settings' })
  await settings.getByRole('alert').filter({ hasText: 'It is empty.' }).waitFor()
  await give('orders.csv', 'order_id,amount\nA1,12.50\n')
  const table = page.getByRole('group', { name: /^Model: Orders/ })
  await table.waitFor()
  await expect.poll(async () => settings.getByRole('alert').count()).toBe(0)
  const picture = await boxAtRest(page.getByRole('application', { name: 'Flow canvas' }))
  await expect
    .poll(async () => {
      const { x, width } = await boxAtRest(table)
      return x >= picture.x && x + width <= picture.x + picture.width
    })
    .toBe(true)
})
