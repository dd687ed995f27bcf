/** Drawing in a real browser: picture and list are one document, refusals help, nothing is lost, everybody can use it. */
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { violationsInBothThemes } from '../stand-ins/axe.ts'
import { openBrowser } from '../stand-ins/browser.ts'
import { FINGER, MOUSE, smallTargets } from '../stand-ins/targets.ts'
import { type Served, serve } from '../stand-ins/tributary.ts'
import { middleAtRest } from './at-rest.ts'
import { fits } from './in-sight.ts'
import { shut } from './opened.ts'

let browser: Browser
let served: Served
let context: BrowserContext
let page: Page
let faults: string[]

beforeAll(async () => {
  ;[browser, served] = await Promise.all([openBrowser(), serve()])
})
afterAll(async () => {
  await browser?.close()
  await served?.stop()
})
beforeEach(async () => {
  faults = []
  await useScreen({ width: 1600, height: 1000 })
})
afterEach(async () => {
  await context.close()
  expect(faults).toEqual([])
})

async function useScreen(viewport: { width: number; height: number }, more: object = {}): Promise<void> {
  await context?.close()
  context = await browser.newContext({ viewport, reducedMotion: 'reduce', ...more })
  page = await opened(context)
}
async function opened(of: BrowserContext): Promise<Page> {
  const made = await of.newPage()
  made.on('pageerror', error => faults.push(error.message))
  return made
}

type Role = Parameters<Page['getByRole']>[0]
const G = (role: Role, name: string | RegExp, on = page) => on.getByRole(role, { name, ...(typeof name === 'string' && { exact: true }) })
const says = (text: string | RegExp) => G('status', 'Editor announcements').filter({ hasText: text }).waitFor()
const saved = (on = page) =>
  G('status', 'Save state', on)
    .filter({ hasText: /^Saved / })
    .waitFor()

const make = async (body: object): Promise<string> => (await served.ask<{ id: string }>('/api/flows', 'POST', body)).id
/** Waits for what the server will have. */
const stored = async (id: string) =>
  (
    (await (await fetch(`${served.url}/api/flows/${id}`)).json()) as {
      document: { name: string; nodes: { id: string; kind: string; name?: string }[]; edges: { from: string; to: string; port?: string }[] }
    }
  ).document
const small = (name: string) => ({
  document: {
    tributary: 1,
    name,
    nodes: [
      { id: 'shop', kind: 'sample', config: {} },
      { id: 'orders', kind: 'table', name: 'Orders', config: { table: 'orders', key: ['order_id'] } },
      {
        id: 'paid',
        kind: 'filter',
        name: 'Paid',
        config: { where: { match: 'all', conditions: [{ column: 'status', op: 'is', value: 'paid' }] } },
      },
      { id: 'inbox', kind: 'inbox', name: 'Tray', config: {} },
    ],
    edges: [
      { from: 'shop', to: 'orders' },
      { from: 'orders', to: 'paid' },
    ],
    layout: { shop: { x: 0, y: 0 }, orders: { x: 352, y: 0 }, paid: { x: 704, y: 0 }, inbox: { x: 352, y: 220 } },
  },
})
const open = async (id: string, on = page) => {
  await on.goto(`${served.url}/flows/${id}?lang=en`)
  await G('group', /^Source:/, on).waitFor()
  // What comes around the picture makes room for itself.
  for (const region of ['Flow header', 'Steps', 'Settings', 'Details']) await G('region', region, on).waitFor()
}
async function drag(from: Locator, to: Locator): Promise<void> {
  const [a, b] = [await middleAtRest(from), await middleAtRest(to)]
  await page.mouse.move(a.x, a.y)
  await page.mouse.down()
  await page.mouse.move((a.x + b.x) / 2, b.y - 30, { steps: 5 })
  await page.mouse.move(b.x, b.y, { steps: 5 })
  await page.mouse.up()
}

describe('the canvas', () => {
  it('refuses a connection that does not fit, says why, and makes it right on request', async () => {
    const id = await make(small('Refused'))
    await open(id)
    await drag(G('button', 'Kept rows of Paid'), G('button', 'Input of Tray'))
    const refusal = G('dialog', 'Cannot connect')
    await refusal.filter({ hasText: 'Tray takes events, and Paid gives rows.' }).waitFor()
    await says('Cannot connect. Tray takes events')
    await refusal.getByRole('button', { name: /^Add Map fields and Hash identity between/ }).click()
    await G('group', /^Connection from Paid to Map fields/).waitFor({ state: 'attached' })
    await expect.poll(async () => (await stored(id)).edges.find(e => e.from === 'paid')?.port).toBe('kept')
    expect((await stored(id)).edges.filter(e => e.to === 'inbox')).toHaveLength(1)
    await G('button', 'Undo').click()
    await says('Undone: add 2 steps.')
    await expect.poll(async () => (await stored(id)).nodes.length).toBe(4)
  })

  it('removing a step heals the line, and undo brings it back with its settings', async () => {
    const id = await make(small('Healed'))
    await open(id)
    await page.getByRole('group', { name: /^Model: Orders/ }).focus()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Delete')
    await says('Removed Paid.')
    await page.keyboard.press('Control+z')
    await says('Undone: remove Paid.')
    await G('group', /^Filter: Paid/).waitFor()
    await saved()
    await expect.poll(async () => (await stored(id)).edges).toEqual(small('').document.edges)
  })

  it('opens large enough to read, at its beginning or at the step that a link names', async () => {
    await useScreen({ width: 1500, height: 820 })
    const line = ['shop', ...Array.from({ length: 16 }, (_, i) => `sieve${i}`)]
    const nodes = line.map(id => ({ id, kind: id === 'shop' ? 'sample' : 'filter', name: id, config: {} }))
    const edges = line.slice(1).map((to, i) => ({ from: line[i]!, to }))
    const id = await make({ document: { tributary: 1, name: 'Long', nodes, edges } })
    for (const [link, card] of [
      ['', 'Source: shop'],
      ['&step=sieve15', 'Filter: sieve15'],
    ] as const) {
      await page.goto(`${served.url}/flows/${id}?lang=en${link}`)
      const box = () => G('group', new RegExp(`^${card},`)).boundingBox()
      await expect.poll(async () => Math.abs(((await box())?.y ?? 0) - 300)).toBeLessThan(200)
      await expect.poll(async () => (await box())?.width).toBeGreaterThan(256 * 0.7 - 1)
    }
  })

  it('shows the same flow as a list, with the same commands', async () => {
    await open(await make(small('Twin')))
    await G('tab', 'Flow list').click()
    const rows = G('treegrid', 'Flow list').getByRole('row', { name: /^(Source|Model|Filter|Test inbox):/ })
    await expect.poll(() => rows.count()).toBe(4)
    await G('button', 'Connect Paid to...').click()
    const dialog = G('dialog', 'Connect Paid to')
    await dialog.getByRole('option', { name: 'Tray' }).click()
    await says('Connected Paid to Tray.')
    await G('group', /^Connection from Hash identity to Tray/).waitFor({ state: 'attached' })
  })

  it('a run puts numbers on cards and connections, and says how it ended once', async () => {
    await open(await make({ template: 'purchases-to-both' }))
    await G('button', 'Run now').click()
    await says(/Run finished\. \d+ accepted, 0 rejected/)
    await G('region', 'Notifications')
      .filter({ hasText: /Run finished\./ })
      .waitFor()
    await G('group', /^Filter: .*, done, \d+ kept, \d+ left out$/).waitFor()
    await G('group', /^Connection from .* to .*, \d+ rows$/)
      .first()
      .waitFor({ state: 'attached' })
  })
})

describe('a draft', () => {
  it('is not written by opening, selecting, panning or zooming', async () => {
    const id = await make(small('Looked at'))
    const writes: string[] = []
    page.on('request', request => request.method() === 'PUT' && writes.push(request.url()))
    await open(id)
    await G('button', 'Open settings of Orders').click()
    await G('button', 'Zoom in').click()
    await page.mouse.wheel(0, 200)
    await G('button', 'Fit to view').click()
    await page.getByRole('textbox', { name: 'Step name' }).waitFor()
    await G('link', 'Connections').click()
    await G('heading', 'Connections').waitFor()
    expect(writes).toEqual([])
  })

  it('of two tabs that change different things ends as one', async () => {
    const id = await make(small('Two tabs'))
    const other = await opened(context)
    await Promise.all([open(id), open(id, other)])
    await other.route('**/api/stream*', route => route.abort())
    await G('button', 'Open settings of Orders').click()
    await page.getByRole('textbox', { name: 'Step name' }).fill('All orders')
    await G('button', 'Open settings of Paid', other).click()
    await other.getByRole('textbox', { name: 'Step name' }).fill('Only paid')
    await expect.poll(async () => (await stored(id)).nodes.map(n => n.name)).toEqual(expect.arrayContaining(['All orders', 'Only paid']))
    await Promise.all([saved(), saved(other)])
    for (const tab of [page, other]) {
      await G('group', /^Model: All orders/, tab).waitFor()
      await G('group', /^Filter: Only paid/, tab).waitFor()
    }
  })

  it('that the server cannot take is kept on the device and comes back', async () => {
    const id = await make(small('Offline'))
    await open(id)
    await page.route(`**/api/flows/${id}`, route => (route.request().method() === 'PUT' ? route.abort() : route.continue()))
    await G('button', 'Open settings of Orders').click()
    await page.getByRole('textbox', { name: 'Step name' }).fill('Kept')
    await G('status', 'Save state')
      .filter({ hasText: /^Not saved\. 1 change kept on this device$/ })
      .waitFor()
    await page.unrouteAll({ behavior: 'wait' })
    page.on('dialog', dialog => void dialog.accept())
    await page.close({ runBeforeUnload: false })
    page = await opened(context)
    await open(id)
    await G('group', /^Model: Kept/).waitFor()
    await expect.poll(async () => (await stored(id)).nodes[1]?.name).toBe('Kept')
  })
})

describe('everybody', { timeout: 180_000 }, () => {
  const clean = async () => expect(await violationsInBothThemes(page)).toEqual([])

  it('can use the editor, the menu and the list, in light and in dark', async () => {
    await open(await make({ template: 'purchases-to-both' }))
    await G('group', /^Filter:/).focus()
    await G('toolbar', 'Selected step').waitFor({ state: 'detached' })
    await G('button', /^Open settings of Filter/).click()
    await G('toolbar', 'Selected step').waitFor()
    await clean()
    for (let i = 0; i < 3; i++) await G('button', 'Zoom out').click()
    await clean()
    expect(await smallTargets(page, MOUSE)).toEqual([])
    await page.keyboard.press('Control+k')
    await G('searchbox', 'Type a command').waitFor()
    await clean()
    await shut(G('dialog', 'Command menu'))
    await G('group', /^Model:/).focus()
    await page.keyboard.press('a')
    await G('dialog', 'Add step').waitFor()
    await clean()
    await shut(G('dialog', 'Add step'))
    await G('tab', 'Flow list').click()
    await G('treegrid', 'Flow list').waitFor()
    await clean()
  })

  it('on a phone works in the list, and can look at the picture', async () => {
    await useScreen({ width: 390, height: 844 }, { hasTouch: true, isMobile: true })
    const id = await make(small('Phone'))
    await page.goto(`${served.url}/flows/${id}?lang=en`)
    await G('row', /^Filter: Paid/).waitFor()
    expect(await smallTargets(page, FINGER)).toEqual([])
    await G('row', /^Filter: Paid/).tap()
    await page.getByRole('textbox', { name: 'Step name' }).fill('Paid only')
    await clean()
    expect(await smallTargets(page, FINGER)).toEqual([])
    await G('button', 'Close').tap()
    await expect.poll(async () => (await stored(id)).nodes[2]?.name).toBe('Paid only')
    await G('button', 'Show picture').tap()
    await G('application', 'Flow canvas').waitFor()
    await page.locator('.react-flow__node').first().waitFor()
    expect(await smallTargets(page, FINGER)).toEqual([])
    await fits(page, 390)
  })

  it('reaches everything in a flow of 100 steps with few tab stops', async () => {
    const nodes = [
      { id: 'shop', kind: 'sample', config: {} },
      { id: 'orders', kind: 'table', config: { table: 'orders', key: ['order_id'] } },
      ...Array.from({ length: 98 }, (_, i) => ({ id: `f${i}`, kind: 'filter', config: {} })),
    ]
    const edges = [
      { from: 'shop', to: 'orders' },
      { from: 'orders', to: 'f0' },
      ...Array.from({ length: 97 }, (_, i) => ({ from: `f${Math.floor(i / 2)}`, to: `f${i + 1}`, port: i % 2 ? 'left_out' : 'kept' })),
    ]
    const id = await make({ document: { tributary: 1, name: 'Big', nodes, edges } })
    // On a slow device the first Tab comes while what stands around the flow is not drawn yet: it is brought, not passed by.
    // Slow from the flow's arrival on: how long scripts take to be read is another matter.
    const arrives = Promise.withResolvers<void>()
    await page.route(`**/api/flows/${id}`, async route => {
      await arrives.promise
      await route.continue()
    })
    await page.goto(`${served.url}/flows/${id}?lang=en`)
    await page.getByRole('main', { name: 'Opening the flow' }).waitFor()
    const devtools = await page.context().newCDPSession(page)
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: 8 })
    arrives.resolve()
    let stops = 0
    await G('link', 'Skip to flow').focus()
    await page.keyboard.press('Enter')
    for (; stops < 40; stops++) {
      await page.keyboard.press('Tab')
      if (await page.evaluate(() => document.activeElement?.closest('[data-region="settings"]') != null)) break
    }
    expect(stops).toBeLessThanOrEqual(25)
  })
})
