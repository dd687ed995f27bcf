/** What a person reads when a draft cannot be saved, whoever refused it: what happened, to what, why, and what to press. */
import type { Browser, Page, Route } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { violations } from '../stand-ins/axe.ts'
import { openBrowser } from '../stand-ins/browser.ts'
import { type Served, serve } from '../stand-ins/tributary.ts'

let browser: Browser
let served: Served
beforeAll(async () => {
  ;[browser, served] = await Promise.all([openBrowser(), serve()])
})
afterAll(async () => {
  await browser?.close()
  await served?.stop()
})

const page = { contentType: 'text/html', body: '<html>Sign in to the hotel</html>' }

it('a draft that cannot be saved says why in four parts, and one deleted in another tab can be kept as a new flow', async () => {
  const nodes = [{ id: 'shop', kind: 'sample', name: 'Shop', config: {} }]
  const { id } = await served.ask<{ id: string }>('/api/flows', 'POST', { document: { tributary: 1, name: 'Mine', nodes, edges: [] } })
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' })
  const tab = await context.newPage()
  await tab.goto(`${served.url}/flows/${id}?lang=en&step=shop`)
  const note = tab.getByRole('region', { name: 'Not saved' })
  const answers: [Parameters<Route['fulfill']>[0] | null, string, string[]][] = [
    [{ ...page, status: 401 }, 'You are no longer signed in', ['Sign in again', 'Try again']],
    [{ ...page, status: 403 }, 'This is not allowed from here', ['Reload this page', 'Try again']],
    [{ ...page, status: 413 }, 'This is too large to take at once', ['Try again']],
    [{ ...page, status: 200 }, 'Something between you and the server answered', ['Reload this page', 'Try again']],
    [{ ...page, status: 504 }, 'The server cannot be reached just now', ['Try again']],
    [null, 'The server did not answer', ['Try again']],
  ]
  for (const [answer, title, acts] of answers) {
    await tab.route(`**/api/flows/${id}`, route =>
      route.request().method() !== 'PUT' ? route.continue() : answer ? route.fulfill(answer) : route.abort(),
    )
    await rename(tab, title)
    await note.getByText(title).waitFor()
    await note.getByText('This flow').waitFor()
    await expect.poll(() => note.getByRole('button').allTextContents()).toEqual(acts)
    expect(await note.textContent()).not.toContain('our side')
    // It is tried again by itself, too: whichever comes first.
    await tab.unrouteAll()
    await note
      .getByRole('button', { name: 'Try again' })
      .click({ noWaitAfter: true, timeout: 5_000 })
      .catch(() => {})
    await note.waitFor({ state: 'detached' })
  }
  await fetch(`${served.url}/api/flows/${id}`, { method: 'DELETE', headers: { 'x-tributary': '1' } })
  // Told when it is known, not at the next edit.
  await note.getByText('This flow was deleted meanwhile').waitFor()
  await tab.getByRole('status', { name: 'Save state' }).getByText('Deleted elsewhere').waitFor()
  await rename(tab, 'Kept')
  expect(await violations(tab)).toEqual([])
  await note.getByRole('button', { name: 'Keep it as a new flow' }).click()
  await tab.waitForURL(address => address.pathname.startsWith('/flows/') && !address.pathname.includes(id))
  await tab.getByRole('group', { name: /^Source: Kept/ }).waitFor()
  await note.waitFor({ state: 'detached' })
  await context.close()
})

const rename = (tab: Page, name: string) => tab.getByRole('textbox', { name: 'Step name' }).fill(name)

it('what is opened while the server is away is there once it is back, without a press', async () => {
  const nodes = [{ id: 'shop', kind: 'sample', name: 'Shop', config: {} }]
  const { id } = await served.ask<{ id: string }>('/api/flows', 'POST', { document: { tributary: 1, name: 'Far', nodes, edges: [] } })
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' })
  const tab = await context.newPage()
  const away = () => tab.route(/\/(api\/(?!stream)|readyz)/, route => route.abort())
  const told = () => tab.getByText('The server did not answer').first().waitFor()
  const places: [string, () => Promise<void>, () => Promise<void>][] = [
    [`/flows/${id}`, told, () => tab.getByRole('group', { name: /^Source: Shop/ }).waitFor()],
    [`/flows/${id}/runs`, told, () => tab.getByText('No runs yet.').waitFor()],
    ['/connections', told, () => tab.getByRole('heading', { name: 'Connections', level: 1 }).waitFor()],
  ]
  for (const [path, without, there] of places) {
    await away()
    await tab.goto(`${served.url}${path}?lang=en`)
    await without()
    await tab.unrouteAll()
    await there()
    await tab.getByText('The server did not answer').waitFor({ state: 'detached' })
  }
  // The panel of runs beside a drawing that had come before.
  await tab.route(/\/runs$|\/readyz$/, route => route.abort())
  await tab.goto(`${served.url}/flows/${id}?lang=en`)
  await tab.getByRole('group', { name: /^Source: Shop/ }).waitFor()
  await tab.getByRole('tab', { name: /^Runs/ }).click()
  await told()
  await tab.unrouteAll()
  await tab.getByRole('button', { name: 'Start the first run' }).waitFor()
  await context.close()
})

it('an act that is refused says so in four parts and is tried again at a press; so is a source that does not answer', async () => {
  await served.ask('/api/connections/shop-db', 'PUT', { kind: 'postgres', settings: { url: 'postgres://reader:x@127.0.0.1:9/shop' } })
  const nodes = [
    { id: 'shop', kind: 'postgres', config: { connection: 'shop-db' } },
    { id: 'orders', kind: 'table', config: {} },
    { id: 'map', kind: 'mapping', config: {} },
  ]
  const edges = [
    { from: 'shop', to: 'orders' },
    { from: 'orders', to: 'map' },
  ]
  const { id } = await served.ask<{ id: string }>('/api/flows', 'POST', { document: { tributary: 1, name: 'Far', nodes, edges } })
  const context = await browser.newContext({ viewport: { width: 1280, height: 1000 }, reducedMotion: 'reduce' })
  const tab = await context.newPage()
  const shot = async (name: string) => process.env.SHOTS && tab.screenshot({ path: `${process.env.SHOTS}/${name}.png` })
  await tab.goto(`${served.url}/flows/${id}?lang=en&step=orders`)
  const settings = tab.getByRole('region', { name: 'Settings' })
  await settings.getByText('Table is not set yet, so no rows come from here.').waitFor()
  const asked = tab.waitForRequest(/\/api\/connections\/shop-db\/tables/)
  await settings.getByRole('alert').getByRole('button', { name: 'Try again' }).click()
  await asked
  await settings.getByRole('alert').waitFor()
  await expect.poll(() => settings.getByRole('alert').locator('p').count()).toBeGreaterThan(1)
  expect(await violations(tab)).toEqual([])
  await shot('table-unreachable')

  await tab.route('**/api/flows', route =>
    route.request().method() === 'POST' ? route.fulfill({ ...page, status: 503 }) : route.continue(),
  )
  await tab.getByRole('button', { name: 'More flow actions' }).click()
  await tab.getByRole('menuitem', { name: 'Duplicate flow' }).click()
  const refusal = tab.getByRole('region', { name: 'Notifications' }).getByRole('alert')
  await refusal.getByText('The server cannot be reached just now').waitFor()
  await expect
    .poll(() => refusal.locator('p').allTextContents())
    .toEqual([
      'The server cannot be reached just now',
      'Your flows',
      'It may be starting again. What stands before it answered instead. What you saved is safe.',
    ])
  expect(await violations(tab)).toEqual([])
  await shot('toast-four-parts')
  await tab.unrouteAll()
  await refusal.getByRole('button', { name: 'Try again' }).click()
  await tab.waitForURL(address => !address.pathname.includes(id))
  await context.close()
})
