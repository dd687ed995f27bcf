/** A shop to visit: its orders in a file, a platform of ours, the built product between them, and a browser in front. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { type Platform, recordingPlatform } from '../platforms/recording.ts'
import { openBrowser } from '../stand-ins/browser.ts'
import { csvOf } from '../stand-ins/orders-file.ts'
import { goodOrders, ordersFlow } from '../stand-ins/shop-orders.ts'
import { type Served, serve } from '../stand-ins/tributary.ts'

export interface Look {
  colorScheme?: 'light' | 'dark'
  width?: number
}
interface Drawn {
  name?: string
  account?: string
  config?: Record<string, unknown>
  fields?: Record<string, unknown>
}
export interface Ran {
  run: string
  state: string
  resent: number
  paths: { tally: Record<string, number>; resent: number; error?: { code: string } }[]
}
export interface Shop {
  platform: Platform
  /** The data folder, with `orders.csv` in it. */
  data: string
  browser: Browser
  served: Served
  /** What the product is started with, for its command line beside it. */
  env: Record<string, string>
  /** Writes `orders.csv` anew. */
  orders(rows: readonly Record<string, unknown>[]): void
  ask<T>(path: string, method?: string, body?: unknown): Promise<T>
  /** A draft that sends the orders to an account at the platform; its id. */
  draft(more?: Drawn): Promise<string>
  /** The same, published. */
  flow(more?: Drawn): Promise<string>
  /** Runs the flow now, to its end. */
  run(flow: string): Promise<Ran>
  /** A page of its own; whatever the page itself reports as broken fails the test. */
  visit(path: string, look: Look, act: (page: Page) => Promise<void>): Promise<void>
  /** Another process on the same data folder, after the first one is gone. */
  reopen(between: () => Promise<void>): Promise<void>
  close(): Promise<void>
}

const ACCOUNTS = {
  meta: { variable: 'META_BASE_URL', settings: (account: string) => ({ dataset: account, token: 'T' }) },
  pinterest: { variable: 'PINTEREST_BASE_URL', settings: (account: string) => ({ ad_account: account, token: 'T' }) },
}

export async function openShop(
  kind: keyof typeof ACCOUNTS,
  manners: Parameters<typeof recordingPlatform>[0] = {},
  rows = goodOrders(20),
): Promise<Shop> {
  const platform = await recordingPlatform(manners)
  const data = mkdtempSync(join(tmpdir(), 'tributary-shop-'))
  const orders: Shop['orders'] = all => writeFileSync(join(data, 'orders.csv'), csvOf(all))
  orders(rows)
  const env = { [ACCOUNTS[kind].variable]: platform.url, LOG_LEVEL: 'warn', TRIBUTARY_DATA: data }
  const [browser, served] = await Promise.all([openBrowser(), serve(env, data)])
  const shop: Shop = {
    platform,
    data,
    browser,
    served,
    env,
    orders,
    ask: (path, method, body) => shop.served.ask(path, method, body),
    async draft({ name = 'Orders', account = '549', config = {}, fields = {} } = {}) {
      await shop.ask(`/api/connections/${name}`, 'PUT', { kind, settings: ACCOUNTS[kind].settings(account) })
      const document = { ...ordersFlow(kind, name, config, fields), name }
      const { id } = await shop.ask<{ id: string }>('/api/flows', 'POST', { document })
      return id
    },
    async flow(more) {
      const id = await shop.draft(more)
      await shop.ask(`/api/flows/${id}/publish`, 'POST', {})
      return id
    },
    async run(flow) {
      const { run } = await shop.ask<Ran>(`/api/flows/${flow}/runs`, 'POST', {})
      for (;;) {
        const now = await shop.ask<Ran>(`/api/runs/${run}`)
        if (now.state !== 'queued' && now.state !== 'running') return now
        await new Promise(resolve => setTimeout(resolve, 50))
      }
    },
    async visit(path, { colorScheme = 'light', width = 1280 }, act) {
      const context = await browser.newContext({ viewport: { width, height: 900 }, reducedMotion: 'reduce', colorScheme })
      const page = await context.newPage()
      const faults: string[] = []
      page.on('pageerror', error => faults.push(error.message))
      page.on('console', message => message.type() === 'error' && faults.push(message.text()))
      await page.goto(`${shop.served.url}${path}?lang=en`)
      await act(page)
      await context.close()
      if (faults.length > 0) throw new Error(`The page itself reports: ${faults.join(' · ')}`)
    },
    async reopen(between) {
      await shop.served.end()
      await between()
      shop.served = await serve(env, data)
    },
    async close() {
      await browser.close()
      await shop.served.stop()
      await platform.close()
      rmSync(data, { recursive: true, force: true })
    },
  }
  return shop
}
