/** From a reason to a row to everything that happened to it, and what was sent and answered: by role and name, in a real browser. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Platform, recordingPlatform } from '../platforms/recording.ts'
import { violations } from '../stand-ins/axe.ts'
import { openBrowser } from '../stand-ins/browser.ts'
import { goodOrders, ordersFlow } from '../stand-ins/engine.ts'
import { type Served, serve } from '../stand-ins/tributary.ts'

let browser: Browser
let served: Served
let platform: Platform
let data: string
let flow: string
let run: string

async function ask<T>(path: string, method = 'GET', body?: unknown): Promise<T> {
  const answer = await fetch(served.url + path, {
    method,
    headers: { 'content-type': 'application/json', 'x-tributary': '1' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as T
}

beforeAll(async () => {
  platform = await recordingPlatform({ behave: n => (n === 1 ? '429' : 'ok'), refuses: event => event.event_id === 'A5' })
  data = mkdtempSync(join(tmpdir(), 'tributary-trace-'))
  const rows = goodOrders(8, (_, i) => (i === 3 ? { status: 'pending' } : {}))
  writeFileSync(join(data, 'orders.csv'), [Object.keys(rows[0]!).join(','), ...rows.map(row => Object.values(row).join(','))].join('\n'))
  ;[browser, served] = await Promise.all([openBrowser(), serve({ META_BASE_URL: platform.url, LOG_LEVEL: 'warn' }, data)])
  await ask('/api/connections/out-main', 'PUT', { kind: 'meta', settings: { dataset: '123', token: 'T' } })
  flow = (await ask<{ id: string }>('/api/flows', 'POST', { document: ordersFlow('meta', 'out-main') })).id
  await ask(`/api/flows/${flow}/publish`, 'POST', {})
  run = (await ask<{ run: string }>(`/api/flows/${flow}/runs`, 'POST', {})).run
  for (;;) {
    const { state } = await ask<{ state: string }>(`/api/runs/${run}`)
    if (state !== 'queued' && state !== 'running') break
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}, 90_000)
afterAll(async () => {
  await browser?.close()
  await served?.stop()
  await platform?.close()
  rmSync(data, { recursive: true, force: true })
})

async function visit(path: string, look: { colorScheme?: 'light' | 'dark'; width?: number }, act: (page: Page) => Promise<void>) {
  const { colorScheme = 'light', width = 1280 } = look
  const context = await browser.newContext({ viewport: { width, height: 900 }, reducedMotion: 'reduce', colorScheme })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  const faults: string[] = []
  page.on('pageerror', error => faults.push(error.message))
  page.on('console', message => message.type() === 'error' && faults.push(message.text()))
  await page.goto(`${served.url}${path}?lang=en`)
  await act(page)
  if (process.env.TRACE_SHOTS) await page.screenshot({ path: join(process.env.TRACE_SHOTS, `${colorScheme}-${width}.png`), fullPage: true })
  await context.close()
  expect(faults).toEqual([])
}
const accessible = async (page: Page) => expect(await violations(page)).toEqual([])

it.each(['light', 'dark'] as const)('two clicks lead from a reason to everything about a row, in %s', { timeout: 120_000 }, colorScheme =>
  visit(`/flows/${flow}/runs/${run}`, { colorScheme }, async page => {
    await page
      .getByRole('table', { name: 'Reasons' })
      .getByRole('button', { name: /^Show rows/ })
      .click()
    await page.getByRole('button', { name: 'Explain row A5' }).click()
    const way = page.getByRole('region', { name: 'Way of A5 to Meta' })
    await way.getByText('The platform rejected it').waitFor()
    await way.getByText('Refused as a whole', { exact: false }).first().waitFor()
    expect(await way.getByText('Trace id for the platform’s support').count()).toBeGreaterThan(0)
    await accessible(page)
  }),
)

it('a row that was left out says by which condition, found by its key', { timeout: 120_000 }, () =>
  visit(`/flows/${flow}/runs`, {}, async page => {
    await page.getByRole('searchbox', { name: /^Key of a row/ }).fill('A3')
    await page.getByRole('button', { name: 'Explain row' }).click()
    await page.getByText('Status is paid: no, it is “pending”.').waitFor()
    await page.getByText('Nothing was sent for this row, as far as is remembered.').waitFor()
    await accessible(page)
  }),
)

it('what was sent and what was said is a dialog, on a phone too', { timeout: 120_000 }, () =>
  visit(`/flows/${flow}/runs/${run}`, { width: 320 }, async page => {
    const table = page.getByRole('table', { name: 'Requests' })
    await table.getByText('Refused as a whole').first().waitFor()
    await table
      .getByRole('button', { name: /^Show request/ })
      .first()
      .click()
    const dialog = page.getByRole('dialog', { name: /^Request \d+/ })
    await dialog.getByRole('region', { name: 'What we sent' }).getByText('"event_id": "A0"').waitFor()
    await dialog.getByRole('region', { name: 'What the platform said' }).getByText('Sending 1: HTTP 429.').waitFor()
    await dialog.getByText('After waiting', { exact: false }).waitFor()
    await accessible(page)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
  }),
)
