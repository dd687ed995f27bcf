/** A backup is put back: the Flows page says what is held, nothing leaves before somebody chooses, and then what was chosen happens. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Platform, recordingPlatform } from '../platforms/recording.ts'
import { violations } from '../stand-ins/axe.ts'
import { openBrowser } from '../stand-ins/browser.ts'
import { goodOrders, ordersFlow } from '../stand-ins/engine.ts'
import { type Served, serve, tributary } from '../stand-ins/tributary.ts'

let browser: Browser
let served: Served
let platform: Platform
let data: string
const flows: string[] = []

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
  paths: { tally: Record<string, number>; error?: { code: string } }[]
}
async function runNow(flow: string): Promise<Ran> {
  const { run } = await ask<Ran>(`/api/flows/${flow}/runs`, 'POST', {})
  for (;;) {
    const now = await ask<Ran>(`/api/runs/${run}`)
    if (now.state !== 'queued' && now.state !== 'running') return now
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}
const orders = (rows: number) => {
  const all = goodOrders(rows)
  writeFileSync(join(data, 'orders.csv'), [Object.keys(all[0]!).join(','), ...all.map(row => Object.values(row).join(','))].join('\n'))
}
async function gone(pid: number) {
  process.kill(pid, 'SIGTERM')
  const there = () => {
    try {
      return process.kill(pid, 0)
    } catch {
      return false
    }
  }
  while (there()) await new Promise(resolve => setTimeout(resolve, 50))
}

/** Two flows send 20 orders each, a backup is made, 12 more go out from each, and the backup is put back. */
beforeAll(async () => {
  platform = await recordingPlatform()
  data = mkdtempSync(join(tmpdir(), 'tributary-put-back-'))
  const env = { PINTEREST_BASE_URL: platform.url, LOG_LEVEL: 'warn', TRIBUTARY_DATA: data }
  orders(20)
  ;[browser, served] = await Promise.all([openBrowser(), serve(env, data)])
  for (const [name, account] of [
    ['Shop', '549'],
    ['Outlet', '777'],
  ] as const) {
    await ask(`/api/connections/${name}`, 'PUT', { kind: 'pinterest', settings: { ad_account: account, token: 'T' } })
    const document = { ...ordersFlow('pinterest', name), name }
    const { id } = await ask<{ id: string }>('/api/flows', 'POST', { document })
    await ask(`/api/flows/${id}/publish`, 'POST', {})
    flows.push(id)
  }
  for (const flow of flows) expect((await runNow(flow)).paths[0]!.tally).toMatchObject({ delivered: 20 })
  const { file } = JSON.parse((await tributary(['backup', join(data, 'kept'), '--json'], env)).out)
  orders(32)
  for (const flow of flows) expect((await runNow(flow)).paths[0]!.tally).toMatchObject({ delivered: 12 })
  await gone(served.pid)
  expect((await tributary(['restore', file], env)).code).toBe(0)
  served = await serve(env, data)
}, 240_000)
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
  page.setDefaultTimeout(30_000)
  const faults: string[] = []
  page.on('pageerror', error => faults.push(error.message))
  page.on('console', message => message.type() === 'error' && faults.push(message.text()))
  await page.goto(`${served.url}/?lang=en`)
  await act(page)
  await context.close()
  expect(faults).toEqual([])
}
const accessible = async (page: Page) => expect(await violations(page)).toEqual([])
const SHOP = /^Treat as sent: Shop to Pinterest\b.* 549$/
const OUTLET = /^Send again: Outlet to Pinterest\b.* 777$/
const held = (page: Page) => page.getByRole('region', { name: 'Needs attention' }).getByRole('list', { name: 'Held after the restore' })

it.each([
  ['light', 1280],
  ['dark', 390],
] as const)('says in %s, %i wide, what is held and how much; asking changes nothing', (colorScheme, width) =>
  visit({ colorScheme, width }, async page => {
    await held(page).getByRole('button', { name: SHOP }).waitFor()
    await expect.poll(() => held(page).getByRole('listitem').filter({ hasText: 'At most 12 events were sent' }).count()).toBe(2)
    await accessible(page)
    await picture(page, `list-${colorScheme}`)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
    await held(page).getByRole('button', { name: SHOP }).press('Enter')
    const question = page.getByRole('alertdialog', { name: 'Treat them as sent' })
    await question.getByLabel('Happened up to').waitFor()
    await question.getByText('At most 12 events were sent').waitFor()
    await accessible(page)
    await picture(page, `asked-${colorScheme}`)
    await page.keyboard.press('Escape')
    await question.waitFor({ state: 'detached' })
    expect((await ask<{ choice: string | null }[]>('/api/put-back')).map(({ choice }) => choice)).toEqual([null, null])
  }),
)

it('nothing leaves before the choice; then one flow sends nothing twice, and the other what was chosen to go again', async () => {
  const before = platform.taken.length
  expect(before).toBe(64)
  for (const flow of flows) expect((await runNow(flow)).paths[0]).toMatchObject({ error: { code: 'store.put_back' } })
  expect(platform.taken.length).toBe(before)
  await visit({}, async page => {
    await held(page).getByRole('button', { name: SHOP }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Treat them as sent' }).click()
    await held(page)
      .getByText(/^Chosen: what happened up to .* counts as sent\.$/)
      .waitFor()
    await held(page).getByRole('button', { name: OUTLET }).click()
    const question = page.getByRole('alertdialog', { name: 'Send them again' })
    await question.getByText('may arrive twice').waitFor()
    await question.getByRole('button', { name: 'Send them again' }).click()
    await held(page).getByText('Chosen: what is forgotten goes out again with the next run.').waitFor()
    expect(await held(page).getByRole('button').count()).toBe(0)
  })
  const [shop, outlet] = [await runNow(flows[0]!), await runNow(flows[1]!)]
  expect(shop.paths[0]!.tally).toMatchObject({ delivered: 0, duplicate: 32 })
  expect(outlet.paths[0]!.tally).toMatchObject({ delivered: 12, duplicate: 20 })
  expect(platform.taken.length).toBe(before + 12)
  await visit({}, async page => {
    await page.getByRole('heading', { level: 1, name: 'Flows' }).waitFor()
    await page.getByRole('list', { name: 'Held after the restore' }).waitFor({ state: 'detached' })
  })
})

/** For whoever works on the looks: `PICTURES=folder`. */
async function picture(page: Page, name: string) {
  if (process.env.PICTURES) await page.screenshot({ path: join(process.env.PICTURES, `${name}.png`), fullPage: true })
}
