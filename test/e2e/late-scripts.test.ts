/** Parts of a page whose scripts come when they are needed: no press is lost while they are under way, and none that fails is an end. */
import type { Browser, Page, Route } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openBrowser } from '../stand-ins/browser.ts'
import { type Served, serve } from '../stand-ins/tributary.ts'
import { shut } from './opened.ts'

let browser: Browser
let served: Served
let id: string
beforeAll(async () => {
  ;[browser, served] = await Promise.all([openBrowser(), serve()])
  ;({ id } = await served.ask<{ id: string }>('/api/flows', 'POST', { template: 'purchases-to-meta' }))
})
afterAll(async () => {
  await browser?.close()
  await served?.stop()
})

type Role = Parameters<Page['getByRole']>[0]
async function open(act: (page: Page, G: (role: Role, name: string | RegExp) => ReturnType<Page['getByRole']>) => Promise<void>) {
  const context = await browser.newContext({ viewport: { width: 1600, height: 1000 }, reducedMotion: 'reduce' })
  const page = await context.newPage()
  await act(page, (role, name) => page.getByRole(role, { name, ...(typeof name === 'string' && { exact: true }) }))
  await context.close()
}
/** Holds back the scripts of a part until it is let go. */
async function hold(page: Page, part: string): Promise<{ asked: () => boolean; letGo: () => Promise<void> }> {
  const waiting: Route[] = []
  let held = true
  await page.route(new RegExp(`/assets/${part}-[^/]+\\.js$`), route => void (held ? waiting.push(route) : route.continue()))
  return {
    asked: () => waiting.length > 0,
    async letGo() {
      held = false
      await Promise.all(waiting.map(route => route.continue()))
    },
  }
}
const active = (page: Page) =>
  page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent)

it('the menu of a flow and the chooser open by the press that was made before their scripts came, by key and by pointer', async () => {
  await open(async (page, G) => {
    const menu = await hold(page, 'FlowMenu')
    const chooser = await hold(page, 'NewFlow')
    await page.goto(`${served.url}/?lang=en`)
    const button = G('button', 'More actions for Purchases to Meta')
    await button.focus()
    await page.keyboard.press('Enter')
    await expect.poll(menu.asked).toBe(true)
    expect(await G('menu', /ctions for/).isVisible()).toBe(false)
    await menu.letGo()
    await shut(G('menu', /ctions for/))
    await expect.poll(() => active(page)).toMatch(/^More actions for/)
    await G('button', 'New flow').click()
    await expect.poll(chooser.asked).toBe(true)
    await chooser.letGo()
    await shut(G('dialog', 'New flow'))
    await expect.poll(() => active(page)).toMatch(/New flow/)
  })
})

it('settings that come later leave the keyboard where it went', async () => {
  await open(async (page, G) => {
    const settings = await hold(page, 'KindSettings')
    await page.goto(`${served.url}/flows/${id}?lang=en`)
    const card = G('group', /^Filter:/)
    await card.click()
    await page.keyboard.press('Enter')
    const title = G('region', 'Settings').getByRole('heading', { level: 2 })
    await expect.poll(() => title.evaluate(it => it === document.activeElement)).toBe(true)
    await page.keyboard.press('Tab')
    await page.keyboard.type('!')
    await expect.poll(settings.asked).toBe(true)
    await settings.letGo()
    await G('button', /^Add condition/).waitFor()
    await expect.poll(() => page.evaluate(() => (document.activeElement as HTMLInputElement).value)).toMatch(/!$/)
    await page.keyboard.press('Tab')
    await expect.poll(() => page.evaluate(() => document.activeElement?.closest('[aria-label="Settings"]') !== null)).toBe(true)
  })
})

it('a part whose scripts are gone, as after an update of the server, says so and is there after one press, with the edit before it', async () => {
  await open(async (page, G) => {
    await page.route(/\/assets\/dialogs-[^/]+\.js$/, route => route.fulfill({ status: 404 }))
    const asked = page.waitForResponse(/\/assets\/dialogs-/)
    await page.goto(`${served.url}/flows/${id}?lang=en&step=paid`)
    await G('textbox', 'Step name').fill('Really paid')
    // Fetched ahead in vain, they are missed by nobody before a press asks for them.
    await asked
    await G('button', /^Schedule:/).click()
    const said = page.getByRole('alert').filter({ hasText: 'A part of this page could not be loaded' })
    await said.waitFor()
    await expect.poll(() => said.getByRole('button').allTextContents()).toEqual(['Reload this page'])
    await page.unrouteAll({ behavior: 'wait' })
    await said.getByRole('button', { name: 'Reload this page' }).click()
    await G('group', /^Filter: Really paid/).waitFor()
    await G('button', /^Schedule:/).click()
    await G('dialog', 'Schedule').waitFor()
  })
})

it('a page whose scripts are gone says so in its place, with the way to the others', async () => {
  await open(async (page, G) => {
    await page.route(/\/assets\/RunsPage-[^/]+\.js$/, route => route.fulfill({ status: 404 }))
    await page.goto(`${served.url}/flows/${id}/runs?lang=en`)
    await page.getByRole('alert').filter({ hasText: 'A part of this page could not be loaded' }).waitFor()
    await G('heading', 'Something went wrong on this page').waitFor()
    await G('navigation', 'Main').getByRole('link', { name: 'Connections' }).click()
    await G('heading', 'Connections').waitFor()
    await page.goBack()
    await G('button', 'Reload this page').waitFor()
    await page.unrouteAll({ behavior: 'wait' })
    await G('button', 'Reload this page').click()
    await G('heading', /^Runs/).waitFor()
  })
})

it.each([
  ['the list of flows', () => '/', 'h1'],
  ['the chooser of a new flow', () => '/flows/new', '[role="dialog"] li button'],
  ['the editor', () => `/flows/${id}`, '.react-flow__node'],
  ['the settings of a step', () => `/flows/${id}?step=paid`, 'button:has-text("Add condition")'],
  ['the runs of a flow', () => `/flows/${id}/runs`, 'h1'],
])('what is there is drawn: %s waits for no timer', async (_, path, first) => {
  await open(async page => {
    // A browser whose timers stand still from a tenth of a second on.
    await page.addInitScript(() => {
      const soon = window.setTimeout.bind(window)
      window.setTimeout = ((act: () => void, ms = 0, ...rest: unknown[]) => (ms < 100 ? soon(act, ms, ...rest) : 0)) as typeof setTimeout
    })
    await page.goto(`${served.url}${path()}${path().includes('?') ? '&' : '?'}lang=en`)
    await page.locator(first).first().waitFor()
  })
})

it('settings that cannot be had say so in their place, and the flow around them is edited on', async () => {
  await open(async (page, G) => {
    await page.route(/\/assets\/conditions-[^/]+$/, route => route.abort())
    await page.goto(`${served.url}/flows/${id}?lang=en`)
    const card = G('group', /^Filter:/)
    await card.click()
    await G('region', 'Settings').getByRole('alert').filter({ hasText: 'A part of this page could not be loaded' }).waitFor()
    await card.focus()
    await page.keyboard.press('F2')
    const name = card.getByRole('textbox', { name: 'Step name' })
    await name.fill('Still edited')
    await name.press('Enter')
    await G('group', /^Filter: Still edited/).waitFor()
    await G('group', /^Map fields:/).click()
    await G('region', 'Settings').getByRole('combobox', { name: 'Currency', exact: true }).waitFor()
    await expect
      .poll(async () =>
        (await served.ask<{ document: { nodes: { name?: string }[] } }>(`/api/flows/${id}`)).document.nodes.map(n => n.name),
      )
      .toContain('Still edited')
  })
})

it('all settings are there before the server goes away: a step nobody had looked at is edited without it', async () => {
  await open(async (page, G) => {
    const late = { asked: [] as string[], come: 0 }
    const isScript = (url: string) => url.includes('/assets/')
    page.on('request', request => void (isScript(request.url()) && late.asked.push(request.url())))
    page.on('requestfinished', request => void (isScript(request.url()) && late.come++))
    await page.goto(`${served.url}/flows/${id}?lang=en`)
    await G('group', /^Filter:/).waitFor()
    for (const part of ['conditions', 'mapping']) await expect.poll(() => late.asked.some(url => url.includes(`/${part}-`))).toBe(true)
    await expect.poll(() => late.asked.length - late.come).toBe(0)
    await page.route('**/*', route => route.abort())
    await G('group', /^Filter:/).click()
    await G('button', /^Add condition/).waitFor()
    await G('group', /^Map fields:/).click()
    await G('region', 'Settings').getByRole('combobox', { name: 'Currency', exact: true }).waitFor()
  })
})

it('settings whose scripts come in the middle of a drawing that takes its time are drawn', async () => {
  await open(async (page, G) => {
    // They come when the page lets them in.
    await page.route(/\/assets\/KindSettings-[^/]+\.js$/, async route => {
      const response = await route.fetch()
      await route.fulfill({ response, body: `await window.come;\n${await response.text()}` })
    })
    await page.addInitScript(() => {
      const { promise: come, resolve: letIn } = Promise.withResolvers<void>()
      const [now, make] = [performance.now.bind(performance), document.createElement.bind(document)]
      let late = 0
      let made: HTMLElement | undefined
      document.createElement = ((name: string) => {
        const element = make(name)
        if (name === 'span') made = element
        return element
      }) as typeof document.createElement
      // What is drawn looks at the clock after each part: once their gap is made, and before it is on the page, time is up for now.
      const watch = () => {
        performance.now = () => {
          if (made?.style.width === '60%' && !made.isConnected) {
            made = undefined
            late += 1_000
            letIn()
          }
          return now() + late
        }
      }
      Object.assign(window, { come, watch, cameIn: () => late > 0 })
    })
    await page.goto(`${served.url}/flows/${id}?lang=en&step=paid`)
    await G('region', 'Settings').getByRole('heading', { level: 2 }).waitFor()
    await G('region', 'Flow header').getByRole('link', { name: 'Flows' }).click()
    await G('heading', 'Flows').waitFor()
    const call = (name: string) => page.evaluate(one => (window as unknown as Record<string, () => unknown>)[one]!(), name)
    await call('watch')
    await page.goBack()
    await expect.poll(() => call('cameIn')).toBe(true)
    await G('button', /^Add condition/).waitFor()
  })
})
