/** A file is given to a flow in a real browser: picked, dropped, replaced after a question, deleted after another. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { violations } from '../stand-ins/axe.ts'
import type { Served } from '../stand-ins/tributary.ts'
import { boxAtRest } from './at-rest.ts'
import { withPage } from './on-page.ts'

let served: Served
let page: Page
withPage(
  on => {
    ;({ served, page } = on)
  },
  { viewport: { width: 1280, height: 900 } },
)
const shot = async (name: string) => process.env.SHOTS && page.screenshot({ path: `${process.env.SHOTS}/${name}.png` })
const csv = (text: string) => ({ name: 'orders.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })
const listed = async () =>
  ((await (await fetch(`${served.url}/api/uploads`)).json()) as { files: { bytes: number; flows: object[] }[] }).files

it('is picked, dropped, replaced when asked and deleted when asked', { timeout: 120_000 }, async () => {
  const document = {
    tributary: 1,
    name: 'From a file',
    nodes: [{ id: 'shop', kind: 'file', config: { path: 'none.csv' } }],
    edges: [],
  }
  const { id } = await served.ask<{ id: string }>('/api/flows', 'POST', { document })
  await page.goto(`${served.url}/flows/${id}?step=shop&lang=en`)
  await shot('file-before')
  const picked = page.waitForEvent('filechooser')
  const choose = page.getByRole('button', { name: 'Choose a file' })
  await choose.focus()
  await page.keyboard.press('Enter')
  await (await picked).setFiles(csv('id\n1\n'))
  await page.getByText(/Uploaded .*, 5 bytes/).waitFor()
  await expect.poll(() => page.getByRole('combobox', { name: 'File' }).inputValue()).toBe('orders.csv')
  expect(await violations(page)).toEqual([])
  await shot('file-kept')

  // Its table stands behind it, wired and with its key; one Undo takes back both.
  const drawn = async () => {
    const { document: now } = await served.ask<{ document: { nodes: object[]; edges: object[] } }>(`/api/flows/${id}`)
    return [now.nodes, now.edges]
  }
  const file = (path: string) => ({ id: 'shop', kind: 'file', config: { path } })
  const table = { id: expect.any(String), kind: 'table', name: 'Orders', config: { table: 'orders', key: ['id'] } }
  await page.getByRole('group', { name: /^Model: Orders/ }).waitFor()
  await page.getByRole('heading', { level: 2, name: 'File' }).waitFor()
  await expect.poll(drawn).toEqual([[file('uploads/orders.csv'), table], [{ from: 'shop', to: expect.any(String) }]])
  await shot('file-with-table')
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  await expect.poll(drawn).toEqual([[file('none.csv')], []])
  await page.getByRole('button', { name: 'Redo', exact: true }).click()
  await page.getByRole('group', { name: /^Model: Orders/ }).waitFor()

  await expect.poll(async () => (await listed())[0]!.flows.length).toBe(1)
  await dropOn(choose, 'id\n1\n2\n')
  const asked = page.getByRole('alertdialog', { name: 'Replace orders.csv' })
  await asked.getByText(/From a file/).waitFor()
  await shot('file-replace')
  expect((await listed())[0]!.bytes).toBe(5)
  await asked.getByRole('button', { name: 'Keep both' }).click()
  await expect.poll(() => page.getByRole('combobox', { name: 'File' }).inputValue()).toBe('orders (2).csv')
  expect((await listed()).map(file => file.bytes).sort()).toEqual([5, 7])
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  await expect.poll(() => page.getByRole('combobox', { name: 'File' }).inputValue()).toBe('orders.csv')
  await fetch(`${served.url}/api/uploads/orders%20(2).csv?used=true`, { method: 'DELETE', headers: { 'x-tributary': '1' } })
  await dropOn(choose, 'id\n1\n2\n')
  await asked.getByRole('button', { name: 'Replace orders.csv' }).click()
  await page.getByText(/Uploaded .*, 7 bytes/).waitFor()

  await page.setViewportSize({ width: 390, height: 844 })
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.goto(`${served.url}/flows/${id}?step=shop&lang=en`)
  await page.getByRole('button', { name: 'Delete orders.csv' }).scrollIntoViewIfNeeded()
  expect(await violations(page)).toEqual([])
  await shot('file-phone')
  await page.getByRole('button', { name: 'Delete orders.csv' }).click()
  const sure = page.getByRole('alertdialog', { name: 'Delete orders.csv' })
  await sure.getByText(/Read by: From a file/).waitFor()
  await sure.getByRole('button', { name: 'Delete orders.csv' }).click()
  await expect.poll(listed).toEqual([])
})

/** A real drag of a file from outside the page: a made-up event carries files that no drop zone believes. It is let go where the zone says that it takes it. */
async function dropOn(button: Locator, content: string): Promise<void> {
  const file = join(served.data, 'orders.csv')
  writeFileSync(file, content)
  const devtools = await page.context().newCDPSession(page)
  const data = { items: [], files: [file], dragOperationsMask: 1 }
  const send = (type: 'dragEnter' | 'dragOver' | 'drop', at: { x: number; y: number }) =>
    devtools.send('Input.dispatchDragEvent', { type, ...at, data })
  let below = { x: 0, y: 0 }
  const taken = async () => {
    const { x, y, width, height } = await boxAtRest(button)
    below = { x: x + width / 2, y: y + height + 6 }
    for (const type of ['dragEnter', 'dragOver'] as const) await send(type, below)
    return page.locator('[data-drop-target]').count()
  }
  await expect.poll(taken).toBe(1)
  await send('drop', below)
}

it('says how it is read, so that a wrong guess is seen', { timeout: 120_000 }, async () => {
  await fetch(`${served.url}/api/uploads/preise.csv`, {
    method: 'PUT',
    headers: { 'x-tributary': '1', 'content-type': 'application/octet-stream' },
    body: Buffer.from('id;preis;ort\n1;1.234,50;Köln\n2;12,50;Jülich\n', 'latin1'),
  })
  const document = {
    tributary: 1,
    name: 'From a German file',
    nodes: [
      { id: 'shop', kind: 'file', config: { path: 'uploads/preise.csv' } },
      { id: 'orders', kind: 'table', config: { table: 'preise', key: ['id'] } },
    ],
    edges: [{ from: 'shop', to: 'orders' }],
  }
  const { id } = await served.ask<{ id: string }>('/api/flows', 'POST', { document })
  await page.setViewportSize({ width: 1280, height: 900 })
  await page.emulateMedia({ colorScheme: 'light' })
  await page.goto(`${served.url}/flows/${id}?step=shop&lang=en`)
  const read = page.getByRole('region', { name: 'How it is read' })
  await read.waitFor()
  await expect
    .poll(() => read.getByRole('listitem').allInnerTexts())
    .toEqual([
      'Columns are parted by semicolons (found in the file).',
      'Letters are Latin-1 (found in the file).',
      '12,50 is a number in preis (found in the file).',
    ])
  expect(await violations(page)).toEqual([])
  await shot('file-read')
  await page.setViewportSize({ width: 390, height: 844 })
  await page.emulateMedia({ colorScheme: 'dark' })
  // On a phone the panel is another one; this waits for it, scrolling waits for nothing.
  await read.hover({ trial: true })
  await shot('file-read-phone-dark')
})

it('a time that is a number is shown as what it looks like, and confirmed', { timeout: 120_000 }, async () => {
  await fetch(`${served.url}/api/uploads/clocked.csv`, {
    method: 'PUT',
    headers: { 'x-tributary': '1', 'content-type': 'application/octet-stream' },
    body: Buffer.from('id,order_ts\na1,1795284251\na2,1795284300\n'),
  })
  const fields = { event_name: { value: 'Purchase' }, action_source: { value: 'website' }, event_time: { column: 'order_ts' } }
  const document = {
    tributary: 1,
    name: 'Counted times',
    nodes: [
      { id: 'shop', kind: 'file', config: { path: 'uploads/clocked.csv' } },
      { id: 'orders', kind: 'table', config: { table: 'clocked', key: ['id'] } },
      { id: 'map', kind: 'mapping', config: { fields } },
    ],
    edges: [
      { from: 'shop', to: 'orders' },
      { from: 'orders', to: 'map' },
    ],
  }
  const { id } = await served.ask<{ id: string }>('/api/flows', 'POST', { document })
  await page.setViewportSize({ width: 1280, height: 900 })
  await page.emulateMedia({ colorScheme: 'light' })
  await page.goto(`${served.url}/flows/${id}?step=map&lang=en`)
  await page.getByText('“order_ts” looks like seconds since 1970: 1795284251 is 2026-11-21 18:04:11 UTC.').waitFor()
  expect(await page.getByRole('button', { name: 'These are seconds' }).count()).toBe(0)
  expect(await violations(page)).toEqual([])
  await shot('time-unit')
  await page.setViewportSize({ width: 390, height: 844 })
  await page.emulateMedia({ colorScheme: 'dark' })
  const yes = page.getByRole('button', { name: 'Confirm the unit of Event time' })
  await yes.hover({ trial: true })
  await shot('time-unit-phone-dark')
  await yes.focus()
  await page.keyboard.press('Enter')
  await page.getByText('Read as seconds since 1970').waitFor()
  const kept = async () => {
    const { document: now } = await served.ask<{ document: typeof document }>(`/api/flows/${id}`)
    return now.nodes.find(node => node.id === 'map')?.config
  }
  await expect.poll(kept).toEqual({ fields: { ...fields, event_time: { column: 'order_ts', unit: 's' } } })
})

it('dates of two readings are a problem at the field, and one press says how they are meant', { timeout: 120_000 }, async () => {
  await fetch(`${served.url}/api/uploads/sold.csv`, {
    method: 'PUT',
    headers: { 'x-tributary': '1', 'content-type': 'application/octet-stream' },
    body: Buffer.from('id;ordered_at\na1;02/11/2026 09:15\na2;25/10/2026 10:00\na3;03/11/2026 08:00\n'),
  })
  const fields = { event_name: { value: 'Purchase' }, action_source: { value: 'website' }, event_time: { column: 'ordered_at' } }
  const document = {
    tributary: 1,
    name: 'Dates of a till',
    nodes: [
      { id: 'shop', kind: 'file', config: { path: 'uploads/sold.csv' } },
      { id: 'orders', kind: 'table', config: { table: 'sold', key: ['id'], timezone: 'Europe/Paris' } },
      { id: 'map', kind: 'mapping', config: { fields } },
    ],
    edges: [
      { from: 'shop', to: 'orders' },
      { from: 'orders', to: 'map' },
    ],
  }
  const { id } = await served.ask<{ id: string }>('/api/flows', 'POST', { document })
  await page.setViewportSize({ width: 1280, height: 900 })
  await page.emulateMedia({ colorScheme: 'light' })
  await page.goto(`${served.url}/flows/${id}?step=map&lang=en`)
  await page.getByText('"02/11/2026 09:15" is 2026-11-02 with the day first and 2026-02-11 with the month first.').first().waitFor()
  await page.getByText('Event time can be read as two dates.').waitFor()
  expect(await page.getByRole('button', { name: 'The month comes first' }).count()).toBe(0)
  expect(await violations(page)).toEqual([])
  await shot('date-order')
  await page.setViewportSize({ width: 390, height: 844 })
  await page.emulateMedia({ colorScheme: 'dark' })
  const day = page.getByRole('button', { name: 'The day comes first' }).first()
  await day.hover({ trial: true })
  await shot('date-order-phone-dark')
  await day.focus()
  await page.keyboard.press('Enter')
  await page.getByText('Read with the day first', { exact: true }).waitFor()
  await page.getByText(String(Date.UTC(2026, 10, 2, 8, 15) / 1000)).waitFor()
  const kept = async () => {
    const { document: now } = await served.ask<{ document: typeof document }>(`/api/flows/${id}`)
    return now.nodes.find(node => node.id === 'map')?.config
  }
  await expect.poll(kept).toEqual({ fields: { ...fields, event_time: { column: 'ordered_at', unit: 'day_first' } } })
})

it('a condition over dates in text asks which number is the day', { timeout: 120_000 }, async () => {
  const condition = { column: 'sold_at', op: 'in_last', value: { amount: 7, unit: 'day' } }
  await fetch(`${served.url}/api/uploads/till.csv`, {
    method: 'PUT',
    headers: { 'x-tributary': '1', 'content-type': 'application/octet-stream' },
    body: Buffer.from('id;sold_at\na1;02/11/2026 09:15\na2;03/11/2026 10:00\na3;04/11/2026 08:00\n'),
  })
  const document = {
    tributary: 1,
    name: 'Sold at a till',
    nodes: [
      { id: 'shop', kind: 'file', config: { path: 'uploads/till.csv' } },
      { id: 'orders', kind: 'table', config: { table: 'till', key: ['id'] } },
      { id: 'recent', kind: 'filter', config: { where: { match: 'all', conditions: [condition] } } },
    ],
    edges: [
      { from: 'shop', to: 'orders' },
      { from: 'orders', to: 'recent' },
    ],
  }
  const { id } = await served.ask<{ id: string }>('/api/flows', 'POST', { document })
  await page.setViewportSize({ width: 1280, height: 900 })
  await page.emulateMedia({ colorScheme: 'light' })
  await page.goto(`${served.url}/flows/${id}?step=recent&lang=en`)
  const order = page.getByRole('group', { name: 'Condition 1' }).getByRole('combobox', { name: /Dates are written/ })
  await order.waitFor()
  await shot('condition-order')
  expect(await violations(page)).toEqual([])
  await order.focus()
  await page.keyboard.press('Enter')
  await page.getByRole('option', { name: 'Day first, as in 31/12/2026' }).click()
  const kept = async () => {
    const { document: now } = await served.ask<{ document: typeof document }>(`/api/flows/${id}`)
    return now.nodes.find(node => node.id === 'recent')?.config
  }
  await expect.poll(kept).toEqual({ where: { match: 'all', conditions: [{ ...condition, order: 'day_first' }] } })
  await page.goto(`${served.url}/flows/${id}?step=recent&lang=fr`)
  await page.getByText('Le jour d’abord, comme 31/12/2026').first().waitFor()
  await page.getByText('En mots : Sold at il y a moins de 7 jours (jour en premier)').waitFor()
  await shot('condition-order-french')
  await page.goto(`${served.url}/flows/${id}?lang=en`)
})
