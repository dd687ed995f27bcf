/**
 * One page for all walks of a file: in a page that stays, the editor's scripts are not compiled anew for each visit, which
 * was nearly half of what a visit took. Nothing else of the walk before is left: see `leave`.
 */
import type { Browser, Page } from 'playwright-core'

export interface Kept {
  page: Page
  /** What the page itself reported as broken since it was last left. */
  faults: string[]
  /** Leaves it as somebody has it who was never here. `url`: of the server that was visited. */
  leave(url: string): Promise<void>
}

export async function openPage(browser: Browser): Promise<Kept> {
  const context = await browser.newContext({ reducedMotion: 'reduce' })
  const page = await context.newPage()
  const kept: Kept = { page, faults: [], leave: url => leave(page, url) }
  page.on('pageerror', error => kept.faults.push(error.message))
  return kept
}

async function leave(page: Page, url: string): Promise<void> {
  const context = page.context()
  for (const other of context.pages()) if (other !== page) await other.close()
  // A text of the same server: no script of ours is left that could still keep something, and the process that knows them stays.
  await page.goto(`${url}/healthz`)
  await page.evaluate(() => sessionStorage.clear())
  const devtools = await context.newCDPSession(page)
  await devtools.send('Storage.clearDataForOrigin', { origin: url, storageTypes: 'all' })
  await devtools.detach()
  await context.clearPermissions()
  await page.mouse.move(0, 0)
  await page.emulateMedia({ colorScheme: 'light' })
}
