/** A destination that cannot be sent to: what a person is told on the flow's page, and the one button that goes on. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterEach, expect, it } from 'vitest'
import { type Platform, recordingPlatform } from '../platforms/recording.ts'
import { violations } from '../stand-ins/axe.ts'
import { openBrowser } from '../stand-ins/browser.ts'
import { goodOrders, ordersFlow } from '../stand-ins/engine.ts'
import { type Served, serve } from '../stand-ins/tributary.ts'

let browser: Browser
let served: Served
let platform: Platform
let data: string
afterEach(async () => {
  await browser?.close()
  await served?.stop()
  await platform?.close()
  rmSync(data, { recursive: true, force: true })
})

async function ask<T>(path: string, method = 'GET', body?: unknown): Promise<T> {
  const answer = await fetch(served.url + path, {
    method,
    headers: { 'content-type': 'application/json', 'x-tributary': '1' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as T
}
const until = async <T>(look: () => Promise<T>, done: (found: T) => boolean): Promise<T> => {
  for (;;) {
    const found = await look()
    if (done(found)) return found
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}
const fits = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

it('says why, what waits and the way out, in light, dark and on a phone; one press sends it all', { timeout: 120_000 }, async () => {
  let dead = true
  platform = await recordingPlatform({ behave: () => (dead ? 'token' : 'ok') })
  data = mkdtempSync(join(tmpdir(), 'tributary-rests-'))
  const rows = goodOrders(30)
  writeFileSync(join(data, 'orders.csv'), [Object.keys(rows[0]!).join(','), ...rows.map(row => Object.values(row).join(','))].join('\n'))
  ;[browser, served] = await Promise.all([openBrowser(), serve({ META_BASE_URL: platform.url, LOG_LEVEL: 'warn' }, data)])
  await ask('/api/connections/meta-main', 'PUT', { kind: 'meta', settings: { dataset: '1', token: 'T' } })
  const { id } = await ask<{ id: string }>('/api/flows', 'POST', { document: ordersFlow('meta', 'meta-main') })
  await ask(`/api/flows/${id}/publish`, 'POST', {})
  await ask(`/api/flows/${id}/runs`, 'POST', {})
  const flow = () => ask<{ paused: boolean; holds: unknown[] }>(`/api/flows/${id}`)
  await until(flow, ({ paused }) => paused)

  for (const look of [
    { colorScheme: 'light', width: 1280 },
    { colorScheme: 'dark', width: 1280 },
    { colorScheme: 'light', width: 390 },
  ] as const) {
    const context = await browser.newContext({
      viewport: { width: look.width, height: 900 },
      reducedMotion: 'reduce',
      colorScheme: look.colorScheme,
    })
    const page = await context.newPage()
    page.setDefaultTimeout(20_000)
    await page.goto(`${served.url}/flows/${id}?lang=en`)
    const banner = page.getByRole('region', { name: 'Sending rests' })
    await banner.getByText('Meta is paused').waitFor()
    await banner.getByText('30 events wait, nothing is lost.').waitFor()
    expect(await fits(page)).toBeLessThanOrEqual(0)
    expect(await violations(page, '[aria-label="Sending rests"]')).toEqual([])
    if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/rests-${look.colorScheme}-${look.width}.png` })
    await context.close()
  }

  dead = false
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
  page.setDefaultTimeout(20_000)
  await page.goto(`${served.url}/flows/${id}?lang=en`)
  await page.getByRole('button', { name: 'Resume sending' }).click()
  await page.getByRole('region', { name: 'Sending rests' }).waitFor({ state: 'detached' })
  await until(flow, ({ holds }) => holds.length === 0)
  await until(
    async () => platform.taken.length,
    taken => taken === 30,
  )
  await page.getByText('When things go wrong').click()
  await page.getByRole('combobox', { name: 'When nobody knows whether a request was taken' }).waitFor()
  if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/rests-settings.png` })
})
