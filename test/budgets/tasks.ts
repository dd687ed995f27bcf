/** What a first quarter of an hour takes: clicks, presses and time, walked by script through roles and names. */
import type { Locator, Page } from 'playwright-core'
import { percentile, type Sheet } from './sheet.ts'
import type { Served } from './stage.ts'

type Role = Parameters<Page['getByRole']>[0]

/** A hand that counts. */
export class Hand {
  clicks = 0
  presses = 0
  readonly page: Page
  constructor(page: Page) {
    this.page = page
  }
  one = (role: Role, name: string | RegExp): Locator => this.page.getByRole(role, { name }).first()
  async click(role: Role, name: string | RegExp, exact = false): Promise<void> {
    this.clicks++
    await this.page.getByRole(role, { name, exact }).first().click()
  }
  async press(key: string, times = 1): Promise<void> {
    for (let i = 0; i < times; i++) {
      this.presses++
      await this.page.keyboard.press(key)
    }
  }
  accepted = (): Promise<void> => this.one('region', 'Result').filter({ hasText: 'Accepted' }).waitFor()
  async send(): Promise<void> {
    await this.click('button', 'Send a test event')
    this.clicks++
    await this.page.getByRole('dialog', { name: 'Send a test event' }).getByRole('button', { name: 'Send', exact: true }).click()
    await this.accepted()
  }
}

async function blank(page: Page, served: Served): Promise<void> {
  await page.goto(`${served.url}/?lang=en`)
  await page.getByRole('button', { name: 'New flow' }).click()
  await page.getByRole('button', { name: 'Blank flow' }).click()
  await page.getByRole('button', { name: 'Start with a source' }).waitFor()
}

export async function firstEvent(sheet: Sheet, page: Page, served: Served): Promise<void> {
  await blank(page, served)
  const hand = new Hand(page)
  const start = Date.now()
  await hand.click('button', 'Start with a source')
  await hand.click('option', /^Sample shop orders/)
  await hand.click('button', /^Add step after /)
  await hand.click('option', /^Map fields/)
  await hand.click('button', /^Accept all suggestions/)
  await hand.click('button', /^Use EUR for all rows/)
  await hand.click('button', /^Add step after .*(fields|Map)/i)
  await hand.click('option', /^Test inbox/)
  await hand.send()
  sheet.most('C.3', 'Blank flow to an accepted test event, by pointer', hand.clicks, 'clicks', 10)
  sheet.most('C.3', 'The same, typed', 0, 'letters', 0)
  sheet.most('C.3', 'The same, scripted', (Date.now() - start) / 1_000, 's', 25)
}

export async function fromTemplate(sheet: Sheet, page: Page, served: Served): Promise<void> {
  await page.goto(`${served.url}/?lang=en`)
  const hand = new Hand(page)
  const start = Date.now()
  await hand.click('button', 'Start with sample data')
  await hand.click('button', /^Use EUR for all rows/)
  await hand.send()
  sheet.most('C.3', 'The same from the template', hand.clicks, 'clicks', 4)
  sheet.most('C.3', 'The same from the template, scripted', (Date.now() - start) / 1_000, 's', 60)
}

/** No pointer at all, from the skip link on. */
export async function byKeyboard(sheet: Sheet, page: Page, served: Served): Promise<void> {
  await blank(page, served)
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
  const hand = new Hand(page)
  const focusOn = async (target: Locator) => {
    await target.waitFor()
    // As a person finds it: Tab until it is there.
    for (let i = 0; i < 30 && !(await target.evaluate(element => element === document.activeElement)); i++) await hand.press('Tab')
  }
  await hand.press('Tab')
  await hand.press('Enter', 2)
  await hand.one('option', /^Sample shop orders/).waitFor()
  await hand.press('Enter')
  await hand.one('group', /^Model:/).waitFor()
  await hand.press('a')
  await hand.one('dialog', 'Add step').waitFor()
  for (const letter of 'Map') await hand.press(letter)
  await hand.press('Enter')
  await hand.one('group', /^Map fields:/).waitFor()
  // From the card into its settings, as the keyboard help says.
  await hand.press('Enter')
  await focusOn(hand.one('button', /^Accept all suggestions/))
  await hand.press('Enter')
  await focusOn(hand.one('button', /^Use EUR for all rows/))
  await hand.press('Enter')
  await hand.press('Escape')
  await hand.press('a')
  await hand.one('dialog', 'Add step').waitFor()
  for (const letter of 'Test') await hand.press(letter)
  await hand.press('Enter')
  await hand.one('group', /^Hash identity:/).waitFor()
  await hand.press('Control+Enter')
  await hand.one('dialog', 'Send a test event').waitFor()
  await focusOn(page.getByRole('dialog', { name: 'Send a test event' }).getByRole('button', { name: 'Send', exact: true }))
  await hand.press('Enter')
  await hand.accepted()
  sheet.most('C.3', 'The same, keyboard only', hand.presses, 'presses', 45)
}

/** From the list of flows to the reason why rows were held back or rejected, and to sending them again. */
export async function findReason(sheet: Sheet, page: Page, served: Served): Promise<void> {
  await page.goto(`${served.url}/?lang=en`)
  const hand = new Hand(page)
  hand.clicks++
  await page
    .getByRole('table', { name: 'Flows' })
    .getByRole('row')
    .filter({ hasText: /held back|rejected/i })
    .getByRole('link')
    .last()
    .click()
  await hand.one('table', 'Reasons').getByRole('row').nth(1).waitFor()
  sheet.most('C.3', 'From the Flows page to why events did not go through', hand.clicks, 'clicks', 3)
}

/** What the browser itself says of the pages: when the largest part is painted, what blocks, what jumps, how presses feel. */
export async function feel(sheet: Sheet, page: Page, served: Served): Promise<void> {
  for (const [name, path, lcp, tbt] of [
    ['Flows page', '/?lang=en', 1_200, 150],
    ['Editor', '/flows/sample?lang=en', 1_800, 250],
  ] as const) {
    const found: { lcp: number; tbt: number; cls: number }[] = []
    for (let i = 0; i < 3; i++) {
      await page.goto('about:blank')
      await page.goto(served.url + path)
      await page.waitForTimeout(2_500)
      found.push(await page.evaluate(readVitals))
    }
    const middle = (pick: (v: (typeof found)[0]) => number) => percentile(found.map(pick), 0.5)
    sheet.most(
      'C.2',
      `${name}: largest paint, median of 3`,
      middle(v => v.lcp),
      'ms',
      lcp,
    )
    sheet.most(
      'C.2',
      `${name}: blocked for, median of 3`,
      middle(v => v.tbt),
      'ms',
      tbt,
    )
    sheet.most('C.2', `${name}: layout shift x 1000, median of 3`, middle(v => v.cls) * 1_000, 'points', 20)
  }
}
/** Runs in the page. */
function readVitals(): Promise<{ lcp: number; tbt: number; cls: number }> {
  const read = (type: string) =>
    new Promise<PerformanceEntry[]>(resolve => {
      new PerformanceObserver((list, observer) => {
        observer.disconnect()
        resolve(list.getEntries())
      }).observe({ type, buffered: true })
      setTimeout(() => resolve([]), 300)
    })
  return Promise.all(['largest-contentful-paint', 'longtask', 'layout-shift'].map(read)).then(([paints, tasks, shifts]) => ({
    lcp: paints!.at(-1)?.startTime ?? 0,
    tbt: tasks!.reduce((all, task) => all + Math.max(0, task.duration - 50), 0),
    cls: shifts!.reduce((all, shift) => all + ((shift as PerformanceEntry & { value?: number }).value ?? 0), 0),
  }))
}

/** A step is selected, a field typed in, a list opened: from each press to the next paint. */
export async function presses(sheet: Sheet, page: Page, served: Served): Promise<void> {
  await page.addInitScript(() => {
    const seen: number[] = []
    Object.assign(globalThis, { pressesSeen: seen })
    new PerformanceObserver(list => {
      for (const entry of list.getEntries() as PerformanceEventTiming[]) if (entry.interactionId) seen.push(entry.duration)
    }).observe({ type: 'event', buffered: true, durationThreshold: 16 } as PerformanceObserverInit)
  })
  await page.goto(`${served.url}/flows/sample?lang=en`)
  await page.locator('.react-flow__node').first().waitFor()
  for (const card of await page.getByRole('button', { name: /^Open settings of/ }).all()) await card.click()
  const name = page.getByRole('textbox', { name: 'Step name' })
  await name.click()
  await page.keyboard.type('orders of this week')
  for (const tab of ['Problems', 'Runs', 'Flow list', 'Preview']) await page.getByRole('tab', { name: new RegExp(`^${tab}`) }).click()
  await page.waitForTimeout(500)
  const seen = await page.evaluate(() => (globalThis as unknown as { pressesSeen: number[] }).pressesSeen)
  sheet.most('C.2', 'Press to next paint in a scripted session, p75', percentile(seen, 0.75), 'ms', 150)
  sheet.most(
    'C.2',
    'Key to paint in a field of a usual flow, p95 of all presses',
    percentile(seen, 0.95),
    'ms',
    150,
    'its goal of 50 ms is for keys alone, in CPU time above',
  )
}

/** Rows of the sample on screen after the tab is opened, and problems after an edit. */
export async function answers(sheet: Sheet, page: Page, served: Served): Promise<void> {
  await page.goto(`${served.url}/flows/sample?lang=en&step=map`)
  await page.locator('.react-flow__node').first().waitFor()
  await page.getByRole('tab', { name: /^Preview/ }).click()
  const ask = page.getByRole('button', { name: /^Preview rows/ }).first()
  await ask.waitFor()
  const start = Date.now()
  await ask.click()
  await page
    .getByRole('table', { name: /^Rows of/ })
    .getByRole('row')
    .nth(1)
    .waitFor()
  sheet.most('C.2', 'Preview of 200 sample rows: first rows', Date.now() - start, 'ms', 1_000)
}

/** From an event of the stream, as another listener hears it, to the row that it brings on screen. */
export async function news(sheet: Sheet, page: Page, served: Served): Promise<void> {
  await page.goto(`${served.url}/flows/sample/runs?lang=en`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  const heard = new Map<string, number>()
  const ears = new AbortController()
  const stream = await fetch(`${served.url}/api/stream?topics=flow:sample`, { signal: ears.signal })
  const listening = hear(stream.body!, run => heard.has(run) || heard.set(run, Date.now())).catch(() => {})
  await page.evaluate(watchRuns)
  const took: number[] = []
  for (let i = 0; i < RUNS; i++) {
    const { run } = await served.ask<{ run: string }>('/api/flows/sample/runs', { version: null })
    const shown = await page.evaluate(id => (globalThis as unknown as { shownAt(run: string): Promise<number> }).shownAt(id), run)
    took.push(shown - heard.get(run)!)
    while (['queued', 'running'].includes((await served.ask<{ state: string }>(`/api/runs/${run}`)).state))
      await new Promise(resolve => setTimeout(resolve, 50))
  }
  ears.abort()
  await listening
  sheet.most(
    'C.2',
    `Event of the stream to its row on screen, p95 of ${RUNS}`,
    percentile(took, 0.95),
    'ms',
    250,
    'waiting for a busy machine',
  )
}
const RUNS = 20
async function hear(body: AsyncIterable<Uint8Array>, tell: (run: string) => void): Promise<void> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of body) {
    text += decoder.decode(chunk, { stream: true })
    for (const [, run] of text.matchAll(/^data: .*?"run":"([^"]+)"/gm)) tell(run!)
    text = text.slice(text.lastIndexOf('\n') + 1)
  }
}
/** Runs in the page: when a link to a run is first there, in epoch ms. */
function watchRuns(): void {
  const seen = new Map<string, number>()
  const look = () => {
    for (const link of document.querySelectorAll<HTMLAnchorElement>('a[href*="/runs/"]')) {
      const run = link.pathname.split('/').at(-1)!
      if (!seen.has(run)) seen.set(run, Date.now())
    }
  }
  look()
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true })
  const shownAt = async (run: string) => {
    while (!seen.has(run)) await new Promise(resolve => setTimeout(resolve, 5))
    return seen.get(run)
  }
  Object.assign(globalThis, { shownAt })
}
