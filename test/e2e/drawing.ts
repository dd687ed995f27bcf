/** One page with one small flow, on which acts are tried one after another; whatever an act changed is undone after it. */
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect } from 'vitest'
import type { Flow } from '../../runtime/flow.ts'
import { openBrowser } from '../stand-ins/browser.ts'
import { type Served, serve } from '../stand-ins/tributary.ts'
import { boxAtRest, middleAtRest, type Spot } from './at-rest.ts'

type Role = Parameters<Page['getByRole']>[0]
export interface Drawing {
  page: Page
  id: string
  G(role: Role, name: string | RegExp): Locator
  step(name: RegExp): Locator
  press(...keys: string[]): Promise<void>
  says(text: string | RegExp): Promise<void>
  /** The step, or the named control, that has the keyboard. */
  held(): Promise<string | null>
  /** What brings the keyboard to a step holds on to it for ten frames, in which keys are meant for that step: they are over. */
  arrived(): Promise<void>
  middle(thing: Locator): Promise<Spot>
  /** A spot of the picture where nothing is drawn. */
  bare(): Promise<Spot>
  drag(from: Spot, to: Spot, letGo?: boolean): Promise<void>
  /** The connections, as the server has them once the draft is saved. */
  wires(): Promise<string[]>
  stored(): Promise<Flow>
  /** Closes what is open and undoes everything; the flow is what it was. */
  back(): Promise<void>
  close(): Promise<void>
}

const ARRIVED_FRAMES = 15

const sieve = (id: string, name: string) => ({ id, kind: 'filter', name, config: {} })
export const small: Flow = {
  tributary: 1,
  name: 'Small',
  nodes: [
    { id: 'shop', kind: 'sample', config: {} },
    { id: 'orders', kind: 'table', name: 'Orders', config: { table: 'orders', key: ['order_id'] } },
    { ...sieve('paid', 'Paid'), config: { where: { match: 'all', conditions: [{ column: 'status', op: 'is', value: 'paid' }] } } },
    sieve('big', 'Big ones'),
    sieve('free', 'Free'),
  ],
  edges: [
    { from: 'shop', to: 'orders' },
    { from: 'orders', to: 'paid' },
    { from: 'paid', to: 'big', port: 'kept' },
  ],
  layout: { shop: { x: 0, y: 0 }, orders: { x: 360, y: 0 }, paid: { x: 720, y: 0 }, big: { x: 720, y: 280 }, free: { x: 0, y: 280 } },
}

/** One for all tests of a file, with a browser and a server of its own; `opened` hears of it before the first of them. */
export function withDrawing(
  opened: (on: Drawing, served: Served) => void | Promise<void>,
  flow: Flow = small,
  more: BrowserContextOptions = {},
): void {
  let browser: Browser
  let served: Served
  let on: Drawing
  beforeAll(async () => {
    ;[browser, served] = await Promise.all([openBrowser(), serve()])
    on = await openDrawing(browser, served, flow, more)
    await opened(on, served)
  })
  afterAll(async () => {
    await on?.close()
    await browser?.close()
    await served?.stop()
  })
}

async function openDrawing(browser: Browser, served: Served, flow: Flow, more: BrowserContextOptions): Promise<Drawing> {
  const { id } = await served.ask<{ id: string }>('/api/flows', 'POST', { document: flow })
  const context = await browser.newContext({ viewport: { width: 1600, height: 1000 }, reducedMotion: 'reduce', ...more })
  const page = await context.newPage()
  const faults: string[] = []
  page.on('pageerror', error => faults.push(error.message))
  const G: Drawing['G'] = (role, name) => page.getByRole(role, { name, ...(typeof name === 'string' && { exact: true }) })
  const stored: Drawing['stored'] = async () => (await served.ask<{ document: Flow }>(`/api/flows/${id}`)).document
  await page.goto(`${served.url}/flows/${id}?lang=en`)
  await G('group', /^Source:/).waitFor()
  await page.waitForFunction(() => document.querySelector('.react-flow__node')?.getBoundingClientRect().width)
  await G('tablist', 'Details').waitFor()
  const undo = G('button', 'Undo')
  const bare = async () => {
    await boxAtRest(page.locator('.react-flow__viewport'))
    const { x, y, width, height } = await boxAtRest(page.locator('.react-flow__pane'))
    return { x: x + width / 2, y: y + height - 110 }
  }
  return {
    page,
    id,
    G,
    stored,
    step: name => G('group', name),
    async press(...keys) {
      for (const key of keys) await page.keyboard.press(key)
    },
    says: text => G('status', 'Editor announcements').filter({ hasText: text }).waitFor(),
    held: () =>
      page.evaluate(() => {
        const active = document.activeElement as HTMLElement | null
        return active?.dataset.id ?? active?.getAttribute('aria-label') ?? active?.textContent ?? null
      }),
    arrived: () =>
      page.evaluate(
        frames =>
          new Promise<void>(done => {
            const next = () => (frames-- > 0 ? void requestAnimationFrame(next) : done())
            next()
          }),
        ARRIVED_FRAMES,
      ),
    middle: middleAtRest,
    bare,
    async drag(from, to, letGo = true) {
      await page.mouse.move(from.x, from.y)
      await page.mouse.down()
      await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 })
      await page.mouse.move(to.x, to.y, { steps: 4 })
      if (letGo) await page.mouse.up()
    },
    wires: async () => (await stored()).edges.map(e => `${e.from}${e.port ? `.${e.port}` : ''}>${e.to}`).toSorted(),
    async back() {
      await page.keyboard.press('Escape')
      await page.keyboard.press('Escape')
      // What has just opened may not have heard it.
      const open = async () => {
        const over = page.locator('[role=dialog], [role=alertdialog], [role=menu]')
        if (await over.evaluateAll(all => all.at(-1)?.contains(document.activeElement))) await page.keyboard.press('Escape')
        return over.count()
      }
      await expect.poll(open).toBe(0)
      // What an act set off may still be on its way, and is undone when it has come.
      const undone = async () => {
        for (let i = 0; i < 20 && (await undo.getAttribute('aria-disabled')) !== 'true'; i++) await undo.click()
        return stored()
      }
      await expect.poll(undone).toEqual(flow)
      // Nothing chosen, everything in sight: toolbars lie over ports.
      await G('button', 'Fit to view').click()
      const { x, y } = await bare()
      await page.mouse.click(x, y)
      await expect.poll(() => page.locator('[role=toolbar][aria-label^=Selected]').count()).toBe(0)
    },
    async close() {
      await context.close()
      expect(faults).toEqual([])
    },
  }
}
