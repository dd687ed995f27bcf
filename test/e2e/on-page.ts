/** One page for all tests of a file, over a server and in a browser of its own. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import { openBrowser } from '../stand-ins/browser.ts'
import { type Kept, openPage } from '../stand-ins/kept-page.ts'
import { type Served, serve } from '../stand-ins/tributary.ts'

export interface OnPage {
  browser: Browser
  served: Served
  page: Page
}

/** `opened` hears of it before the first test. */
export function withPage(opened: (on: OnPage) => void | Promise<void>, more: BrowserContextOptions = {}): void {
  withServer(async on => {
    const context = await on.browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce', ...more })
    await opened({ ...on, page: await context.newPage() })
  })
}

/** The same for walks that each begin as somebody who was never there; what the page itself reports as broken fails the walk. */
export function withKeptPage(opened: (on: OnPage & { kept: Kept }) => void, screen: { width: number; height: number }): void {
  let served: Served
  let kept: Kept
  withServer(async on => {
    served = on.served
    kept = await openPage(on.browser)
    opened({ ...on, kept, page: kept.page })
  })
  beforeEach(() => kept.page.setViewportSize(screen))
  afterEach(async () => {
    await kept.leave(served.url)
    expect(kept.faults.splice(0)).toEqual([])
  })
}

function withServer(opened: (on: Omit<OnPage, 'page'>) => Promise<void>): void {
  let browser: Browser
  let served: Served
  beforeAll(async () => {
    ;[browser, served] = await Promise.all([openBrowser(), serve()])
    await opened({ browser, served })
  })
  afterAll(async () => {
    await browser?.close()
    await served?.stop()
  })
}
