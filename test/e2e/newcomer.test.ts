/** What somebody does in the first minutes who has never seen this, and does wrong: nothing of it ends in silence. */
import type { Browser, Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { notDue } from '../stand-ins/not-due.ts'
import type { Served } from '../stand-ins/tributary.ts'
import { boxAtRest } from './at-rest.ts'
import { byWords } from './by-words.ts'
import { inSight } from './in-sight.ts'
import { withPage } from './on-page.ts'
import { drawn, shut } from './opened.ts'

let served: Served
let page: Page
let browser: Browser
withPage(on => {
  ;({ served, page, browser } = on)
})
const button = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' })
const flows = async () => (await served.ask<{ name: string }[]>('/api/flows')).filter(flow => flow.name === 'Untitled flow').length

it('a double press on Blank flow makes one flow', async () => {
  await page.goto(`${served.url}/flows/new?lang=en`)
  // What was closed has no address any more: a reload does not open it again.
  await shut(page.getByRole('dialog', { name: 'New flow' }))
  await expect.poll(() => new URL(page.url()).pathname).toBe('/')
  await button('New flow').click()
  await button('Blank flow').dblclick()
  await button('Start with a source').waitFor()
  expect(await flows()).toBe(1)
})

it.each([
  { width: 1600, height: 1000 },
  { width: 390, height: 844 },
])('what is being pressed at $width pixels stays under the hand when the templates come late', async viewport => {
  const context = await browser.newContext({ viewport, reducedMotion: 'reduce' })
  const theirs = await context.newPage()
  const template = theirs.getByRole('button', { name: 'Purchases to Meta', exact: true })
  const held: (() => void)[] = []
  await theirs.route('**/api/templates', route => void held.push(() => void route.continue()))
  /** The hand is down before they are there, and up after. */
  const press = async (name: string) => {
    await theirs.getByRole('button', { name, exact: true }).hover()
    await expect.poll(() => held.length).toBeGreaterThan(0)
    await theirs.mouse.down()
    for (const letGo of held.splice(0)) letGo()
    await template.waitFor()
    await theirs.mouse.up()
  }
  await theirs.goto(`${served.url}/flows/new?lang=en`)
  await press('Blank flow')
  await theirs.getByRole('heading', { level: 1, name: 'Untitled flow' }).waitFor()
  if (viewport.width > 400) {
    await theirs.reload()
    await press('Start with a source')
    await theirs.getByRole('dialog', { name: 'Add step' }).waitFor()
  }
  await context.close()
})

it('a file without anything in it says so, and the next one brings its table into sight', async () => {
  const give = async (name: string, text: string) => {
    const picked = page.waitForEvent('filechooser')
    await button('Choose a file').click()
    await (await picked).setFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) })
  }
  await button('Start with a source').click()
  await page.getByRole('option', { name: /^File/ }).click()
  await give('empty.csv', '')
  const settings = page.getByRole('region', { name: 'Settings' })
  const empty = settings.getByRole('alert').filter({ hasText: 'It is empty.' })
  await empty.getByRole('button', { name: 'Try again' }).waitFor()
  // They are open already.
  expect(await empty.getByRole('button', { name: 'Open settings of File' }).count()).toBe(0)
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

  // It was the wrong one: its table goes along with the right one, and one Undo brings both back.
  await give('sales.csv', 'sale_id,amount\nB1,3.00\n')
  const right = page.getByRole('group', { name: /^Model: Sales/ })
  await right.filter({ hasText: 'Table sales, key sale_id' }).waitFor()
  await button('Undo').click()
  await table.filter({ hasText: 'Table orders, key order_id' }).waitFor()
  await button('Redo').click()
  await right.waitFor()
})

it('a list stays open when what comes in late above its field moves the page around it, and closes when the field is scrolled away', async () => {
  const { id } = await served.ask<{ id: string }>('/api/flows', 'POST', { template: 'purchases-to-meta' })
  await page.setViewportSize({ width: 1280, height: 720 })
  await page.goto(`${served.url}/flows/${id}?step=map&lang=en`)
  await page.getByRole('meter', { name: 'Match readiness' }).waitFor()
  const field = page.getByRole('combobox', { name: 'Email', exact: true })
  await field.evaluate(it => it.scrollIntoView({ block: 'center' }))
  await (await inSight(field)).click()
  const option = page.getByRole('option', { name: /^customer_email/ })
  await option.waitFor()
  const around = await field.evaluateHandle(it => {
    let box = it.parentElement!
    while (box.scrollHeight <= box.clientHeight + 1 || getComputedStyle(box).overflowY === 'visible') box = box.parentElement!
    return box
  })
  const top = () => around.evaluate(box => box.scrollTop)
  const before = await top()
  // The browser keeps what is looked at where it is, by scrolling as far as what came in is high.
  await around.evaluate(box => box.firstElementChild!.insertAdjacentHTML('afterend', '<div style="height: 60px"></div>'))
  await expect.poll(top).toBeGreaterThanOrEqual(before + 60)
  await drawn(field)
  expect(await field.getAttribute('aria-expanded')).toBe('true')
  await option.click()
  await expect.poll(() => field.inputValue()).toBe('customer_email')
  await (await inSight(field)).click()
  await option.waitFor()
  // Also where the field itself is moved by it. A hand that turns the wheel means to leave.
  const height = async () => (await field.boundingBox())?.y
  const stood = await height()
  await around.evaluate(box => box.scrollBy(0, -20))
  await expect.poll(height).not.toBe(stood)
  await drawn(field)
  expect(await field.getAttribute('aria-expanded')).toBe('true')
  await field.hover()
  await page.mouse.wheel(0, -60)
  await option.waitFor({ state: 'hidden' })
})

it('what is typed or pasted over a value stays, however the field is left', { timeout: 120_000 }, async () => {
  const { id } = await served.ask<{ id: string }>('/api/flows', 'POST', { template: 'purchases-to-meta' })
  const where = { match: 'all', conditions: [{ column: 'status', op: 'is', value: 'paid' }] }
  await served.change(id, flow => ({ ...flow, nodes: flow.nodes.map(n => (n.kind === 'filter' ? { ...n, config: { where } } : n)) }))
  const saved = async () => {
    const { document } = await served.ask<{ document: { nodes: { id: string; kind: string; config: { where?: typeof where } }[] } }>(
      `/api/flows/${id}`,
    )
    return document.nodes.find(node => node.kind === 'filter')!
  }
  await page.goto(`${served.url}/flows/${id}?step=${(await saved()).id}&lang=en`)
  const value = page.getByRole('combobox', { name: 'Value' })
  await value.waitFor()
  const leave = {
    Tab: () => value.press('Tab'),
    Enter: () => value.press('Enter'),
    elsewhere: () => page.getByRole('textbox', { name: 'Step name' }).focus(),
  }
  let n = 0
  for (const how of Object.values(leave))
    for (const text of [`kept ${++n}`, `kept ${++n}`, 'paid', `kept ${++n}`]) {
      await value.focus()
      await value.press('Control+a')
      await page.keyboard.insertText(text)
      await how()
      await expect.poll(async () => (await saved()).config.where?.conditions[0]?.value).toBe(text)
      expect(await value.inputValue()).toBe(text)
    }
  await value.focus()
  await value.press('Control+a')
  await value.press('Delete')
  await value.press('Tab')
  await expect.poll(async () => (await saved()).config.where?.conditions[0]?.value).toBe(undefined)
})

it('a double press publishes one version and starts one run', async () => {
  const { id } = await served.ask<{ id: string }>('/api/flows', 'POST', { template: 'purchases-to-meta' })
  await served.change(id, flow => ({
    ...flow,
    nodes: flow.nodes.map(n =>
      n.kind === 'mapping'
        ? { ...n, config: { fields: { ...(n.config.fields as object), currency: { value: 'EUR' } } } }
        : n.kind === 'meta'
          ? { ...n, kind: 'inbox', config: {} }
          : n,
    ),
  }))
  await page.goto(`${served.url}/flows/${id}?lang=en`)
  await button('Publish').click()
  await page.getByRole('list', { name: 'Changes' }).getByRole('listitem').first().waitFor()
  await button('Publish version').dblclick()
  await button('Version: Live, version 1').waitFor()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await button('Run now').dblclick()
  await page
    .getByText(/^Run finished\./)
    .first()
    .waitFor()
  const of = (what: string) => served.ask<object[]>(`/api/flows/${id}/${what}`)
  expect([(await of('versions')).length, (await of('runs')).length]).toEqual([1, 1])
  expect(await page.getByText('This flow is already running.').count()).toBe(0)
})

it('who has a French browser is offered French once, and it stays', async () => {
  const context = await browser.newContext({ locale: 'fr-FR' })
  const theirs = await context.newPage()
  await theirs.goto(`${served.url}/`)
  await theirs.getByRole('heading', { level: 1, name: 'Flows' }).waitFor()
  await theirs.getByRole('button', { name: 'Français' }).click()
  await theirs.getByRole('heading', { level: 1, name: 'Flux' }).waitFor()
  await theirs.goto(`${served.url}/connections`)
  await theirs.getByRole('heading', { level: 1, name: 'Connexions' }).waitFor()
  expect(await theirs.getByRole('button', { name: /^(Français|English)$/ }).count()).toBe(0)
  await context.close()
})

it('who came by a link in French sees so in Settings, and goes back to English there', async () => {
  const context = await browser.newContext({ locale: 'en-GB' })
  const theirs = await context.newPage()
  await theirs.goto(`${served.url}/settings?lang=fr`)
  const language = (name: string) => theirs.getByRole('radio', { name, exact: true })
  await expect.poll(() => language('Français').isChecked()).toBe(true)
  await byWords(language('English')).click({ noWaitAfter: true })
  await theirs.getByRole('heading', { level: 1, name: 'Settings' }).waitFor()
  await expect.poll(() => language('English').isChecked()).toBe(true)
  await context.close()
})

it('a flow is duplicated from the list, and the copy opens', async () => {
  await served.ask('/api/flows', 'POST', { name: 'Twice' })
  await page.goto(`${served.url}/?lang=en`)
  await button('More actions for Twice').click()
  await page.getByRole('menuitem', { name: 'Duplicate flow' }).click()
  await page.getByRole('heading', { level: 1, name: 'Twice (copy)' }).waitFor()
})

it('a flow deleted from the list is said to be, also where the list knows before the answer is there', async () => {
  await page.goto(`${served.url}/?lang=en`)
  await page.getByRole('heading', { level: 1, name: 'Flows' }).waitFor()
  const { id } = await served.ask<{ id: string }>('/api/flows', 'POST', { name: 'Passing' })
  // It comes by the stream, by which it goes again.
  const row = page.getByRole('row', { name: /^Passing/ })
  await row.waitFor()
  await page.route(`**/api/flows/${id}`, async route => {
    const response = await route.fetch()
    await row.waitFor({ state: 'detached' })
    await route.fulfill({ response })
  })
  await button('More actions for Passing').click()
  await page.getByRole('menuitem', { name: 'Delete flow' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete flow' }).click()
  await page.getByRole('region', { name: 'Notifications' }).getByText('Deleted Passing.').waitFor()
})

it('from version to version and back again, in one open list: each press makes its version live, a double press once', async () => {
  const { id } = await served.ask<{ id: string }>('/api/flows', 'POST', { template: 'purchases-to-pinterest' })
  await served.change(id, notDue)
  for (const note of ['First', 'Second']) await served.ask(`/api/flows/${id}/publish`, 'POST', { note })
  const live = async () => (await served.ask<{ live: number }>(`/api/flows/${id}`)).live
  await page.goto(`${served.url}/flows/${id}?lang=en`)
  await button(/^Version:/).click()
  const list = page.getByRole('dialog', { name: 'Versions' })
  const make = (n: number) =>
    list.getByRole('listitem', { name: new RegExp(`^Version ${n}\\b`) }).getByRole('button', { name: 'Make live' })
  // What a person sees before the next press: until then it could be the second half of a double one.
  const seen = async (n: number) => {
    await expect.poll(live).toBe(n)
    await page.getByRole('button', { name: new RegExp(`^Version: .*version ${n}$`), includeHidden: true }).waitFor({ state: 'attached' })
  }
  await make(1).dblclick()
  await seen(3)
  await make(2).click()
  await seen(4)
  await make(1).click()
  await seen(5)
})
