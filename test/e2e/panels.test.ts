/** Settings, preview, problems and the flow's dialogs in a real browser: found by role and name, usable by keyboard, within reach of everybody. */
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { violationsInBothThemes } from '../stand-ins/axe.ts'
import type { Served } from '../stand-ins/tributary.ts'
import { boxAtRest } from './at-rest.ts'
import { inSight } from './in-sight.ts'
import { withKeptPage } from './on-page.ts'
import { shut } from './opened.ts'

let served: Served
let page: Page
withKeptPage(
  on => {
    ;({ served, page } = on)
  },
  { width: 1600, height: 1000 },
)

type Role = Parameters<Page['getByRole']>[0]
const G = (role: Role, name: string | RegExp) => page.getByRole(role, { name, ...(typeof name === 'string' && { exact: true }) })
const within = (role: Role, name: string, part: Role, of: string) => G(role, name).getByRole(part, { name: of, exact: true })
const dialog = (name: string | RegExp) => page.getByRole('dialog', { name })

const orders = {
  tributary: 1,
  name: 'Panels',
  nodes: [
    { id: 'shop', kind: 'sample', config: {} },
    { id: 'orders', kind: 'table', config: { table: 'orders', key: ['order_id'] } },
    {
      id: 'paid',
      kind: 'filter',
      name: 'Paid',
      config: { where: { match: 'all', conditions: [{ column: 'status', op: 'is', value: 'paid' }] } },
    },
    {
      id: 'map',
      kind: 'mapping',
      name: 'Purchase fields',
      config: {
        fields: {
          event_name: { value: 'Purchase' },
          action_source: { value: 'website' },
          event_time: { column: 'created_at' },
          value: { column: 'order_total' },
          email: { column: 'customer_email' },
          event_source_url: { value: 'https://shop.example/checkout' },
          client_user_agent: { column: 'user_agent' },
        },
      },
    },
    { id: 'hash', kind: 'hash', config: { country: 'FR' } },
    { id: 'inbox', kind: 'inbox', config: {} },
  ],
  edges: [
    { from: 'shop', to: 'orders' },
    { from: 'orders', to: 'paid' },
    { from: 'paid', to: 'map', port: 'kept' },
    { from: 'map', to: 'hash' },
    { from: 'hash', to: 'inbox' },
  ],
}

async function open(step: string, document: object = orders): Promise<void> {
  const { id } = await served.ask<{ id: string }>('/api/flows', 'POST', { document })
  await page.goto(`${served.url}/flows/${id}?lang=en&step=${step}`)
  await G('region', 'Settings').getByRole('textbox', { name: 'Step name' }).waitFor()
}
const chooseIn = async (group: string, box: string, option: string) => {
  await (await inSight(within('group', group, 'combobox', box))).click()
  await G('option', option).click()
}

describe('filter', () => {
  it('says what it keeps and what each condition takes away', async () => {
    await open('paid')
    await expect.poll(() => G('status', 'Rows kept').innerText()).toMatch(/^\d+ of 200 rows/)
    await expect.poll(() => G('status', 'Effect of condition 1').innerText()).toMatch(/^-\d+/)
  })

  it('puts the keyboard where the next thing is done', async () => {
    await open('paid')
    const focused = () => page.evaluate(() => document.activeElement?.closest('[role=group][aria-label]')?.getAttribute('aria-label'))
    await G('button', 'Add condition').click()
    await expect.poll(focused).toBe('Condition 2')
    // Until it is finished it is said to be, and the others are counted as if it were not there.
    await expect.poll(() => G('status', 'Effect of condition 2').innerText()).toBe('Not finished: not counted')
    await expect.poll(() => G('status', 'Rows kept').innerText()).toMatch(/^[1-9]\d* of 200 rows/)
    await page.keyboard.type('order_total')
    await page.keyboard.press('Enter')
    await chooseIn('Condition 2', 'Comparison', 'is at least')
    await expect.poll(() => G('status', 'Effect of condition 2').innerText()).toBe('Not finished: not counted')
    await within('group', 'Condition 2', 'textbox', 'Value').fill('40')
    await page.keyboard.press('Tab')
    await expect.poll(() => G('status', 'Effect of condition 2').innerText()).toMatch(/^-\d+/)
    await G('button', 'Remove condition 2').click()
    await expect.poll(focused).toBe('Condition 1')
    await G('button', 'Remove condition 1').click()
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Add condition')
  })

  it('what is wrong with a condition stands below it, goes with a press and is back with Undo', async () => {
    const conditions = [
      { column: 'state', op: 'is', value: 'paid' },
      { column: 'order_total', op: 'between', value: [500, 1] },
    ]
    const wrong = orders.nodes.map(node => (node.id === 'paid' ? { ...node, config: { where: { match: 'all', conditions } } } : node))
    await open('paid', { ...orders, nodes: wrong })
    const inFilter = (name: string) => within('group', 'Conditions', 'button', name)
    const kept = () => G('status', 'Rows kept').innerText()
    await inFilter('Leave the condition out').waitFor()
    await inFilter('Use status').click()
    await inFilter('Leave the condition out').waitFor({ state: 'detached' })
    await expect.poll(kept).toMatch(/^0 of 200 rows/)
    await inFilter('Swap the two values').click()
    await expect.poll(kept).toMatch(/^[1-9]\d* of 200 rows/)
    await inFilter('Swap the two values').waitFor({ state: 'detached' })
    await G('button', 'Undo').click()
    await inFilter('Swap the two values').waitFor()
  })

  it('offers comparisons that fit the column, and its own words for groups', async () => {
    await open('paid')
    await G('button', 'Add group').click()
    await chooseIn('Group 1', 'Match', 'none')
    await expect.poll(() => G('status', 'Effect of condition 2').innerText()).toBe('Not finished: not counted')
    await page.getByText('1 condition is not finished and has no part in this count.').waitFor()
    await expect.poll(() => G('status', 'Rows kept').innerText()).toMatch(/^[1-9]\d* of 200 rows/)
    await chooseIn('Condition 2', 'Column', 'created_at')
    await (await inSight(within('group', 'Condition 2', 'combobox', 'Comparison'))).click()
    await expect
      .poll(() => page.getByRole('option').allInnerTexts())
      .toEqual(expect.arrayContaining(['in the last', 'is before', 'is empty']))
    expect(await page.getByRole('option', { name: 'contains' }).count()).toBe(0)
  })
})

describe('mapping', () => {
  it('a missing field is repaired at the field, and by what is suggested', async () => {
    await open('map')
    const ready = () => G('meter', 'Match readiness').getAttribute('aria-valuenow').then(Number)
    await expect.poll(ready).toBeGreaterThan(0)
    const before = await ready()
    await G('button', /^Use EUR for all rows/).click()
    await expect.poll(() => G('textbox', 'One value for Currency').inputValue()).toBe('EUR')
    await G('button', 'Keep suggestion for Phone').click()
    await expect.poll(() => G('combobox', 'Phone').inputValue()).toBe('phone_number')
    await expect.poll(ready).toBeGreaterThan(before)
    await G('button', /^No problems/).waitFor()
  })

  it('where nothing is known of the currency, the problem opens the field with its choices', async () => {
    const csv = 'order_no,ordered_at,mail,paid\nA1,2026-11-20T10:00:00Z,a@example.com,19.90\n'
    const file = { method: 'PUT', headers: { 'x-tributary': '1', 'content-type': 'application/octet-stream' }, body: csv }
    expect((await fetch(`${served.url}/api/uploads/tickets.csv?replace=true`, file)).status).toBe(200)
    const [shop, table, , map, ...rest] = orders.nodes
    const fields = { ...map!.config.fields, event_time: { column: 'ordered_at' }, value: { column: 'paid' }, email: undefined }
    await open('inbox', {
      ...orders,
      nodes: [
        { ...shop, kind: 'file', config: { path: 'uploads/tickets.csv' } },
        { ...table, config: { table: 'tickets', key: ['order_no'] } },
        { ...map, config: { fields: { ...fields, client_user_agent: undefined } } },
        ...rest,
      ],
      edges: [{ from: 'shop', to: 'orders' }, { from: 'orders', to: 'map' }, ...orders.edges.slice(3)],
    })
    await page.getByRole('tab', { name: /^Problems/ }).click()
    const problem = (words: string) => G('list', 'Problems').getByRole('listitem').filter({ hasText: words })
    await problem('Currency').getByRole('button', { name: 'Choose a currency' }).click()
    await page.getByRole('option', { name: /^GBP for all rows/ }).click()
    await expect.poll(() => G('textbox', 'One value for Currency').inputValue()).toBe('GBP')
    await problem('Currency').waitFor({ state: 'detached' })
    await G('button', 'Undo').click()
    await problem('Currency').getByRole('button', { name: 'Choose a currency' }).waitFor()
    // What was offered beside the field is offered with the problem.
    await problem('Nothing says who bought').getByRole('button', { name: 'Use mail' }).click()
    await expect.poll(() => G('combobox', 'Email').inputValue()).toBe('mail')
    await problem('Nothing says who bought').waitFor({ state: 'detached' })
  })

  it('a link to a step opens its settings, also where they fill the screen', async () => {
    await page.setViewportSize({ width: 390, height: 844 })
    await open('map')
    await dialog('Settings of Purchase fields').waitFor()
  })

  it('Escape closes the list and leaves the value and the panel', async () => {
    await open('map')
    await (await inSight(G('combobox', 'Email'))).click()
    await page.getByRole('option').first().waitFor()
    await page.keyboard.press('Escape')
    await expect.poll(() => G('combobox', 'Email').getAttribute('aria-expanded')).toBe('false')
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Email')
    expect(await G('combobox', 'Email').inputValue()).toBe('customer_email')
  })
})

describe('what is seen and sent', () => {
  it('identity is shown before and after, masked and hashed', async () => {
    await open('map')
    await G('button', /^Use EUR for all rows/).click()
    await G('button', 'Open settings of Hash identity').click()
    await expect.poll(() => G('combobox', 'Default country').inputValue()).toBe('France')
    const row = G('table', 'Identity fields').getByRole('row', { name: /^Email/ })
    await expect.poll(() => row.innerText()).toMatch(/•••.*[0-9a-f]{20}/s)
  })

  it('a preview masks people until they are asked for, and shows the exact requests', async () => {
    await open('orders')
    await G('button', 'Preview rows').click()
    const table = G('table', 'Rows of Table')
    await table.waitFor()
    await expect.poll(() => table.innerText()).toContain('•••')
    await page.getByText('Show values', { exact: true }).click()
    await expect.poll(() => table.innerText()).toMatch(/[a-z]{3,}@example/)
    await expect.poll(() => G('status', 'Sample').innerText()).toBe('200 of 200 rows, just now')
  })

  it('a step without rows says why, and what brings some; its tools stay on the canvas', async () => {
    await page.setViewportSize({ width: 1280, height: 800 })
    await open('shop', { ...orders, nodes: orders.nodes.slice(0, 1), edges: [] })
    await G('button', 'Read a sample').click()
    await page.getByText('A source has no rows of its own').waitFor()
    await page.getByText('A source has no rows of its own').locator('..').getByRole('button', { name: 'Add step' }).click()
    await page.getByRole('option', { name: /^Table/ }).click()
    await page.getByText('This step is newer than the sample.').waitFor()
    const [tools, canvas] = await Promise.all([G('toolbar', 'Selected step'), page.locator('.react-flow')].map(boxAtRest))
    expect(tools!.x).toBeGreaterThanOrEqual(canvas!.x)
    expect(tools!.x + tools!.width).toBeLessThanOrEqual(canvas!.x + canvas!.width)
    await G('button', 'Read a sample').click()
    await page.getByRole('columnheader', { name: 'order_id' }).waitFor()
  })
  it('a problem leads to its step and carries its repair', async () => {
    await open('inbox')
    await page.getByRole('tab', { name: /^Problems/ }).click()
    const problem = G('list', 'Problems').getByRole('listitem').filter({ hasText: 'Currency' })
    await problem.getByRole('button', { name: 'Purchase fields' }).click()
    await G('combobox', 'Currency').waitFor()
    await problem.getByRole('button', { name: /^Use EUR/ }).click()
    await page.getByText('No problems. Ready to publish.').waitFor()
  })
})

describe('dialogs', () => {
  it('a schedule is said in words, with the next five times, and saved', async () => {
    await open('map')
    await G('button', /^Schedule:/).click()
    await dialog('Schedule').getByText('At set times', { exact: true }).click()
    await within('group', 'Days', 'button', 'Sunday').click()
    await G('combobox', 'Time zone').fill('Europe/Berlin')
    await page.keyboard.press('Enter')
    await expect
      .poll(() => G('status', 'In words').innerText())
      .toBe('Every Monday, Tuesday, Wednesday, Thursday, Friday and Saturday at 06:00, Berlin time.')
    const times = G('list', 'Next 5 runs').locator('time')
    await expect.poll(() => times.count()).toBe(5)
    expect(new Date((await times.first().getAttribute('datetime')) ?? '').getTime()).toBeGreaterThan(Date.now())
    await G('button', 'Save schedule').click()
    await G('button', /^Schedule: Every Monday.*Berlin time/).waitFor()
  })

  it('publishing and running wait for what must be fixed, then says what changes; a version can be compared', async () => {
    await open('map')
    await G('button', 'Publish').click()
    await page.getByText('Fix 1 problem before publishing').waitFor()
    await G('button', 'Run now').click()
    await page.getByText('Fix 1 problem before running').waitFor()
    await G('button', /^Use EUR for all rows/)
      .first()
      .click()
    await G('button', /^No problems/).waitFor()
    await G('button', 'Publish').click()
    await expect
      .poll(() => G('list', 'Changes').innerText())
      .toMatch(/^New: Sample data → Table → Paid → Purchase fields → Hash identity → Test inbox$/)
    await G('button', 'Publish version').click()
    await G('button', /^Version: Live, version 1/).click()
    const version = G('list', 'Versions').getByRole('listitem', { name: /^Version 1/ })
    await version.getByRole('button', { name: 'Compare' }).click()
    await version.getByText('The draft is the same as this version.').waitFor()
  })
})

describe('everybody', { timeout: 120_000 }, () => {
  it('axe finds nothing in light and in dark, with lists and dialogs open', async () => {
    const found: string[] = []
    const look = async (place: string) => {
      found.push(...(await violationsInBothThemes(page)).map(said => `${place}: ${said.slice(0, 200)}`))
    }
    await open('paid')
    await G('status', 'Rows kept').filter({ hasText: 'of 200 rows' }).waitFor()
    await look('filter')
    await (await inSight(within('group', 'Condition 1', 'combobox', 'Column'))).click()
    await page.getByRole('option').first().waitFor()
    await look('open list')
    await page.keyboard.press('Escape')
    await page.goto(page.url().replace('step=paid', 'step=map'))
    await G('button', 'Keep suggestion for Phone').waitFor()
    await look('mapping')
    // Here the steps to add are a rail, without headings of their own.
    const { width, height } = page.viewportSize()!
    await page.setViewportSize({ width: 1280, height })
    await G('tab', /^Problems/).click()
    await G('heading', /^Must fix/).waitFor()
    await look('problems beside the rail')
    await page.setViewportSize({ width, height })
    await G('button', 'Send a test event').click()
    await dialog('Send a test event').waitFor()
    await look('test dialog')
    await shut(dialog('Send a test event'))
    await G('button', /^Schedule:/).click()
    await dialog('Schedule').getByText('Every', { exact: true }).click()
    await G('list', 'Next 5 runs').getByRole('listitem').first().waitFor()
    await look('schedule')
    expect(found).toEqual([])
  })
})
