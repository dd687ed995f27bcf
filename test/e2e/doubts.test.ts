/** After a run with an answer that never came and rows that were refused: what a person is told, asked, and then told. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterEach, beforeEach, expect, it } from 'vitest'
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
interface Ran {
  run: string
  state: string
  paths: { tally: Record<string, number>; resent: number }[]
}
async function runNow(): Promise<Ran> {
  const { run: id } = await ask<Ran>(`/api/flows/${flow}/runs`, 'POST', {})
  for (;;) {
    const now = await ask<Ran>(`/api/runs/${id}`)
    if (now.state !== 'queued' && now.state !== 'running') return now
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}

beforeEach(async () => {
  let refusing = true
  platform = await recordingPlatform({
    behave: n => (n === 1 ? 'accept-reset' : 'ok'),
    refuses: event => refusing && ['A60', 'A70', 'A80'].includes(event.event_id),
  })
  data = mkdtempSync(join(tmpdir(), 'tributary-doubts-'))
  const rows = goodOrders(100)
  writeFileSync(join(data, 'orders.csv'), [Object.keys(rows[0]!).join(','), ...rows.map(row => Object.values(row).join(','))].join('\n'))
  ;[browser, served] = await Promise.all([openBrowser(), serve({ PINTEREST_BASE_URL: platform.url, LOG_LEVEL: 'warn' }, data)])
  await ask('/api/connections/out-main', 'PUT', { kind: 'pinterest', settings: { ad_account: '549', token: 'T' } })
  const document = ordersFlow('pinterest', 'out-main', { batch: 50 }, { action_source: { value: 'physical_store' } })
  flow = (await ask<{ id: string }>('/api/flows', 'POST', { document })).id
  await ask(`/api/flows/${flow}/publish`, 'POST', {})
  const ran = await runNow()
  expect(ran.paths[0]!.tally).toMatchObject({ uncertain: 50, rejected: 3, delivered: 47 })
  run = ran.run
  refusing = false
}, 60_000)
afterEach(async () => {
  await browser?.close()
  await served?.stop()
  await platform?.close()
  rmSync(data, { recursive: true, force: true })
})

async function visit(look: { colorScheme?: 'light' | 'dark'; width?: number }, act: (page: Page) => Promise<void>): Promise<void> {
  const { colorScheme = 'light', width = 1280 } = look
  const context = await browser.newContext({ viewport: { width, height: 900 }, reducedMotion: 'reduce', colorScheme })
  const page = await context.newPage()
  page.setDefaultTimeout(10_000)
  const faults: string[] = []
  page.on('pageerror', error => faults.push(error.message))
  page.on('console', message => message.type() === 'error' && faults.push(message.text()))
  await page.goto(`${served.url}/flows/${flow}/runs/${run}?lang=en`)
  await act(page)
  await context.close()
  expect(faults).toEqual([])
}
const accessible = async (page: Page) => expect(await violations(page)).toEqual([])
const part = (page: Page) => page.getByRole('region', { name: 'What you can do' })

it.each(['light', 'dark'] as const)('is readable for everyone in %s, asked and unasked', { timeout: 60_000 }, colorScheme =>
  visit({ colorScheme }, async page => {
    await part(page).getByRole('button', { name: 'Send rejected rows again' }).waitFor()
    await part(page).getByRole('button', { name: 'Send again', exact: true }).waitFor()
    await accessible(page)
    await page.getByRole('button', { name: 'Send again', exact: true }).click()
    const question = page.getByRole('alertdialog', { name: 'Send 50 events again' })
    await question.getByText('At most 50 may arrive twice.').waitFor()
    await accessible(page)
    await question.getByRole('button', { name: 'Decide later' }).click()
    expect(await ask(`/api/flows/${flow}/audit`)).toEqual([])
  }),
)

it('fits a screen 320 pixels wide', { timeout: 60_000 }, () =>
  visit({ width: 320 }, async page => {
    await part(page).getByRole('button', { name: 'Treat as sent' }).waitFor()
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
  }),
)

it('what is sent again by decision arrives with the next run, the rejected rows too', { timeout: 60_000 }, async () => {
  await visit({}, async page => {
    await page.getByRole('button', { name: 'Send again', exact: true }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Send 50 events again' }).click()
    await page.getByRole('region', { name: 'Notifications' }).getByText('50 events will be sent again with the next run.').waitFor()
    await part(page).getByText('50 events go out again with the next run.').waitFor()
    expect(await page.getByRole('button', { name: 'Treat as sent' }).count()).toBe(0)
    await page.getByRole('button', { name: 'Send rejected rows again' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Send 3 rejected rows again' }).click()
    await page.getByRole('region', { name: 'Notifications' }).getByText('3 rejected rows will be sent again with the next run.').waitFor()
    await page.getByRole('button', { name: 'Send rejected rows again' }).waitFor({ state: 'detached' })
  })
  expect((await runNow()).paths[0]).toMatchObject({ tally: { delivered: 53, duplicate: 47, uncertain: 0, rejected: 0 }, resent: 50 })
  expect(platform.counts().size).toBe(100)
})

it('what is treated as sent is said, and never leaves again', { timeout: 60_000 }, async () => {
  await visit({}, async page => {
    await page.getByRole('button', { name: 'Treat as sent' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Treat 50 events as sent' }).click()
    await page.getByRole('region', { name: 'Notifications' }).getByText('50 events count as accepted now.').waitFor()
    await part(page).getByText('None of them waits for you').waitFor()
  })
  const before = platform.requests
  expect((await runNow()).paths[0]?.tally).toMatchObject({ duplicate: 100, delivered: 0 })
  expect(platform.requests).toBe(before)
})
