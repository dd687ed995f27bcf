/** After two runs between which a column was emptied: what a person sees of the input, in any light, on any screen. */
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
async function runNow(): Promise<string> {
  const { run: id } = await ask<{ run: string }>(`/api/flows/${flow}/runs`, 'POST', {})
  for (;;) {
    const { state } = await ask<{ state: string }>(`/api/runs/${id}`)
    if (state !== 'queued' && state !== 'running') return id
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}
/** 100 orders; `phone` holds none. */
function orders(letter: string, emails: number) {
  const rows: Record<string, unknown>[] = goodOrders(100).map((row, i) => ({
    ...row,
    order_id: `${letter}${i}`,
    email: i < emails ? row.email : '',
    phone: i < 90 ? 'ask Ann' : '',
  }))
  writeFileSync(join(data, 'orders.csv'), [Object.keys(rows[0]!).join(','), ...rows.map(row => Object.values(row).join(','))].join('\n'))
}

beforeAll(async () => {
  platform = await recordingPlatform()
  data = mkdtempSync(join(tmpdir(), 'tributary-quality-'))
  orders('A', 90)
  ;[browser, served] = await Promise.all([openBrowser(), serve({ PINTEREST_BASE_URL: platform.url, LOG_LEVEL: 'warn' }, data)])
  await ask('/api/connections/out-main', 'PUT', { kind: 'pinterest', settings: { ad_account: '549', token: 'T' } })
  const document = ordersFlow('pinterest', 'out-main', {}, { action_source: { value: 'website' }, phone: { column: 'phone' } })
  flow = (await ask<{ id: string }>('/api/flows', 'POST', { document })).id
  await ask(`/api/flows/${flow}/publish`, 'POST', {})
  await runNow()
  orders('B', 40)
  run = await runNow()
}, 90_000)
afterAll(async () => {
  await browser?.close()
  await served?.stop()
  await platform?.close()
  rmSync(data, { recursive: true, force: true })
})

async function visit(look: { colorScheme?: 'light' | 'dark'; width?: number }, act: (page: Page) => Promise<void>): Promise<void> {
  const { colorScheme = 'light', width = 1280 } = look
  const context = await browser.newContext({ viewport: { width, height: 900 }, reducedMotion: 'reduce', colorScheme })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  const faults: string[] = []
  page.on('pageerror', error => faults.push(error.message))
  page.on('console', message => message.type() === 'error' && faults.push(message.text()))
  await page.goto(`${served.url}/flows/${flow}/runs/${run}?lang=en`)
  await act(page)
  await context.close()
  expect(faults).toEqual([])
}
const part = (page: Page) => page.getByRole('region', { name: 'Input quality' })

it.each(['light', 'dark'] as const)('says in %s what each field holds, what fell and what to do', { timeout: 90_000 }, colorScheme =>
  visit({ colorScheme }, async page => {
    await part(page).getByText('A field is much emptier than before').waitFor()
    await part(page).getByText('Email is usable in 40% of the events, after 90% in the run before.').waitFor()
    const line = part(page).getByRole('row', { name: /^Email / })
    await line.getByText('40 of 100, 40%').waitFor()
    await line.getByText('50 points less').waitFor()
    expect(await line.getByRole('meter', { name: 'Email, usable' }).getAttribute('aria-valuenow')).toBe('40')
    await part(page)
      .getByRole('row', { name: /^Phone / })
      .getByText(/^90: Phone is not a phone number/)
      .waitFor()
    await part(page)
      .getByRole('meter', { name: /^Match readiness/ })
      .waitFor()
    expect(await violations(page)).toEqual([])
  }),
)

it('fits a screen 320 pixels wide', { timeout: 90_000 }, () =>
  visit({ width: 320 }, async page => {
    await part(page).getByText('40 of 100, 40%').waitFor()
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
  }),
)

it('is a problem of the flow until a run is as full again', async () => {
  const { problems } = await ask<{ problems: { code: string; level: string; field?: string; message: string }[] }>(
    `/api/flows/${flow}/check`,
    'POST',
    {},
  )
  expect(problems.filter(problem => problem.code === 'coverage_fell')).toMatchObject([
    { level: 'worth_a_look', field: 'email', message: expect.stringMatching(/^In the last run: Email is usable in 40%/) },
  ])
})

it('leads to the step where something can be done', { timeout: 90_000 }, () =>
  visit({}, async page => {
    await part(page)
      .getByRole('link', { name: /^Open / })
      .click()
    await page.waitForURL(new RegExp(`/flows/${flow}\\?step=`))
  }),
)
