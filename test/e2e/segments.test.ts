/** Segments in a real browser: conditions are saved as one, left out in a second flow, changed, and counted. */
import type { Browser, Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { violations } from '../stand-ins/axe.ts'
import type { Served } from '../stand-ins/tributary.ts'
import { byWords } from './by-words.ts'
import { inSight } from './in-sight.ts'
import { withPage } from './on-page.ts'

let browser: Browser
let served: Served
let page: Page
withPage(
  on => {
    ;({ browser, served, page } = on)
  },
  { viewport: { width: 1440, height: 1000 } },
)

const flow = async (name: string, conditions: object[]): Promise<string> => {
  const document = {
    tributary: 1,
    name,
    nodes: [
      { id: 'shop', kind: 'sample', config: {} },
      { id: 'orders', kind: 'table', config: { table: 'orders', key: ['order_id'] } },
      { id: 'only', kind: 'filter', config: { where: { match: 'all', conditions } } },
      {
        id: 'map',
        kind: 'mapping',
        config: {
          fields: {
            event_name: { value: 'Purchase' },
            action_source: { value: 'website' },
            event_time: { column: 'created_at' },
            email: { column: 'customer_email' },
            value: { column: 'order_total' },
            currency: { value: 'EUR' },
          },
        },
      },
      { id: 'inbox', kind: 'inbox', config: {} },
    ],
    edges: [
      { from: 'shop', to: 'orders' },
      { from: 'orders', to: 'only' },
      { from: 'only', to: 'map', port: 'kept' },
      { from: 'map', to: 'inbox' },
    ],
  }
  return (await served.ask<{ id: string }>('/api/flows', 'POST', { document })).id
}
const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true })
/** Looked at by people when SHOTS names a folder, and in a scheme by machine. */
async function look(name: string, scheme?: 'light' | 'dark'): Promise<void> {
  for (const colorScheme of process.env.SHOTS ? (['light', 'dark'] as const) : scheme ? [scheme] : []) {
    await page.emulateMedia({ colorScheme })
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${name}-${colorScheme}.png` })
  }
  if (scheme) expect(await violations(page)).toEqual([])
}

it('saves conditions as a segment, leaves it out in a second flow, tells that flow of a change, and counts its rows', async () => {
  const first = await flow('Paid to Meta', [{ column: 'status', op: 'is', value: 'paid' }])
  const second = await flow('Unpaid to Pinterest', [])
  await page.goto(`${served.url}/flows/${first}?step=only&lang=en`)
  const kept = page.getByRole('status', { name: 'Rows kept' })
  await expect.poll(() => kept.innerText()).toMatch(/^\d+ of \d+ rows/)
  const paid = await kept.innerText()
  await button('Save as segment').click()
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Paid orders')
  await button('Save segment').click()
  await page.getByRole('group', { name: 'Condition 1: segment Paid orders' }).waitFor()
  await expect.poll(() => kept.innerText()).toBe(paid)

  await page.goto(`${served.url}/flows/${second}?step=only&lang=en`)
  await button('Add segment').click()
  await page.getByRole('menuitem', { name: 'Paid orders' }).click()
  await (await inSight(page.getByRole('combobox', { name: 'Rows of the segment' }))).click()
  await page.getByRole('option', { name: 'not in the segment' }).click()
  const [, keptThere, all] = /(\d+) of (\d+)/.exec(paid)!
  await expect.poll(() => kept.innerText()).toContain(`${Number(all) - Number(keptThere)} of ${all} rows`)
  await expect.poll(() => page.getByText('In words: Not in the segment “Paid orders”').count()).toBe(1)
  await look('segment-used')

  await button('Paid orders').click()
  const dialog = page.getByRole('dialog', { name: 'Segment Paid orders' })
  await expect.poll(() => dialog.getByRole('list', { name: 'Flows that use the segment' }).innerText()).toContain('Paid to Meta')
  await look('segment-open', 'dark')
  const other = await (await browser.newContext({ viewport: { width: 1440, height: 1000 } })).newPage()
  await other.goto(`${served.url}/flows/${first}?step=only&lang=en`)
  await other.getByRole('status', { name: 'Rows kept' }).waitFor()
  await (await inSight(dialog.getByRole('combobox', { name: 'Comparison' }))).click()
  await page.getByRole('option', { name: 'is not', exact: true }).click()
  await dialog.getByRole('button', { name: 'Save segment' }).click()
  await expect.poll(() => kept.innerText()).toContain(`${keptThere} of ${all} rows`)

  // The other flow is open elsewhere, and hears of it there and then.
  await other
    .getByText(/The segment "Paid orders" has changed/)
    .first()
    .waitFor()
  await other.close()
  await page.goto(`${served.url}/flows/${first}?step=only&lang=en`)
  await page
    .getByText(/The segment "Paid orders" has changed since it was put in here/)
    .first()
    .waitFor()
  await look('segment-changed')
  await button('Use Paid orders as it is now').first().click()
  await expect.poll(() => kept.innerText()).toContain(`${Number(all) - Number(keptThere)} of ${all} rows`)

  await page.getByText('Breakdown', { exact: true }).click()
  await page.getByRole('combobox', { name: 'Count rows by' }).fill('country')
  await page.keyboard.press('Enter')
  const table = page.getByRole('table', { name: 'Rows by country' })
  await expect.poll(() => table.getByRole('row').count()).toBeGreaterThan(2)
  const counted = await table.getByRole('row').evaluateAll(rows => rows.slice(1).map(row => Number(row.querySelector('td')?.textContent)))
  // A country is a part of who somebody is: masked, until a person asks.
  await byWords(page.getByRole('switch', { name: 'Show values' }).last()).click()
  await expect.poll(() => table.innerText()).toMatch(/\bDE\b/)
  await look('segment-breakdown', 'light')
  await served.ask('/api/segments/German', 'PUT', { where: { match: 'all', conditions: [{ column: 'country', op: 'is', value: 'DE' }] } })
  await page.reload()
  await page.getByText('Overlap of two segments', { exact: true }).click()
  for (const [label, name] of [
    ['First segment', 'German'],
    ['Second segment', 'Paid orders'],
  ] as const) {
    await (await inSight(page.getByRole('combobox', { name: label }))).click()
    await page.getByRole('option', { name, exact: true }).click()
  }
  await button('Count the overlap').click()
  const overlap = page.getByRole('table', { name: 'Overlap' })
  await expect.poll(() => overlap.getByRole('row').count()).toBe(5)
  const divided = await overlap.getByRole('row').evaluateAll(rows => rows.slice(1).map(row => Number(row.querySelector('td')?.textContent)))
  const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0)
  // The filter keeps whoever is in "Paid orders", which by now means what is not paid.
  expect(divided[1]! + divided[2]!).toBe(sum(counted))
  await look('segment-overlap', 'dark')

  await button('Add segment').click()
  await page.getByRole('menuitem', { name: 'All segments…' }).click()
  await page.getByRole('list', { name: 'All segments' }).getByRole('button', { name: 'German' }).click()
  await button('Delete segment').click()
  await page.getByRole('alertdialog', { name: 'Delete segment' }).getByRole('button', { name: 'Delete segment' }).click()
  await expect.poll(async () => (await served.ask<{ name: string }[]>('/api/segments')).map(({ name }) => name)).toEqual(['Paid orders'])
  if (!process.env.SHOTS) return
  await page.setViewportSize({ width: 390, height: 1400 })
  await page.reload()
  await page.getByText('Overlap of two segments', { exact: true }).click()
  await page.getByText('Breakdown', { exact: true }).click()
  await page.getByRole('combobox', { name: 'Count rows by' }).fill('status')
  await page.keyboard.press('Enter')
  await page.getByRole('table', { name: 'Rows by status' }).waitFor()
  await page.screenshot({ path: `${process.env.SHOTS}/segment-phone.png` })
})

it('gives a segment another name where it is used; the other flow goes on, is told, and takes the name over at a press', async () => {
  const where = { match: 'all', conditions: [{ column: 'status', op: 'is', value: 'refunded' }] }
  await served.ask('/api/segments/Refunds', 'PUT', { where })
  const use = [{ segment: 'Refunds', is: false, where }]
  const [here, there] = [await flow('Sales', use), await flow('Sales elsewhere', use)]
  await page.goto(`${served.url}/flows/${here}?step=only&lang=en`)
  await button('Refunds').first().click()
  const dialog = page.getByRole('dialog', { name: 'Segment Refunds' })
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('Given back')
  await look('segment-rename', 'light')
  await dialog.getByRole('button', { name: 'Save segment' }).click()
  await page.getByRole('group', { name: 'Condition 1: segment Given back' }).waitFor()
  await page.goto(`${served.url}/flows/${there}?step=only&lang=en`)
  await page
    .getByText(/The segment "Refunds" is now called "Given back"/)
    .first()
    .waitFor()
  await look('segment-renamed', 'dark')
  await button('Call it Given back').first().click()
  await page.getByRole('group', { name: 'Condition 1: segment Given back' }).waitFor()
})
