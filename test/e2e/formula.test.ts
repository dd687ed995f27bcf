/** The Formula step in a real browser: a column is written, its result is seen on a row, and a slip is explained at its place. */
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { violations } from '../stand-ins/axe.ts'
import type { Served } from '../stand-ins/tributary.ts'
import { withPage } from './on-page.ts'

let served: Served
let page: Page
withPage(on => {
  ;({ served, page } = on)
})

const document = {
  tributary: 1,
  name: 'Worked out',
  nodes: [
    { id: 'shop', kind: 'sample', config: {} },
    { id: 'orders', kind: 'table', config: { table: 'orders', key: ['order_id'] } },
    { id: 'more', kind: 'formula', config: { columns: [{ name: 'double', formula: '[order_total] * 2' }] } },
    {
      id: 'map',
      kind: 'mapping',
      config: {
        fields: {
          event_name: { value: 'Purchase' },
          action_source: { value: 'website' },
          event_time: { column: 'created_at' },
          value: { column: 'double' },
          currency: { value: 'EUR' },
          email: { column: 'customer_email' },
        },
      },
    },
    { id: 'inbox', kind: 'inbox', config: {} },
  ],
  edges: [
    { from: 'shop', to: 'orders' },
    { from: 'orders', to: 'more' },
    { from: 'more', to: 'map' },
    { from: 'map', to: 'inbox' },
  ],
}

it('shows a result for the first row, takes a new column, and explains a slip', async () => {
  const { id } = await served.ask<{ id: string }>('/api/flows', 'POST', { document })
  await page.goto(`${served.url}/flows/${id}?step=more`)
  const result = (name: string) => page.getByRole('status', { name: `Result of ${name}`, exact: true }).innerText()
  await expect.poll(() => result('double')).toMatch(/^\d/)

  await page.getByRole('button', { name: 'Add a column' }).click()
  await page.getByRole('textbox', { name: 'Column', exact: true }).last().fill('shout')
  const formula = page.getByRole('textbox', { name: 'Formula of shout' })
  await formula.fill('upper([currency_of])')
  await expect.poll(() => page.getByText(/There is no column "currency_of"/).count()).toBeGreaterThan(0)
  await formula.fill('upper("ok")')
  await expect.poll(() => result('shout')).toBe('OK')

  await page.getByText('What can be written').click()
  await page.getByText('first(a, b, …)').waitFor()
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme })
    expect(await violations(page)).toEqual([])
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/formula-${theme}.png` })
  }
})
