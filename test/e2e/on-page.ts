/** One page for all tests of a file, over a server and in a browser of its own. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { openBrowser } from '../stand-ins/browser.ts'
import { type Served, serve } from '../stand-ins/tributary.ts'

export interface OnPage {
  browser: Browser
  served: Served
  page: Page
}
const PATIENCE_MS = 30_000

/** `opened` hears of it before the first test. */
export function withPage(opened: (on: OnPage) => void | Promise<void>, more: BrowserContextOptions = {}): void {
  let browser: Browser
  let served: Served
  beforeAll(async () => {
    ;[browser, served] = await Promise.all([openBrowser(), serve()])
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce', ...more })
    const page = await context.newPage()
    page.setDefaultTimeout(PATIENCE_MS)
    await opened({ browser, served, page })
  })
  afterAll(async () => {
    await browser?.close()
    await served?.stop()
  })
}
