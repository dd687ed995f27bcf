/** A flow of hundreds of steps: what opening, panning, moving, typing and tidying cost. */
import type { CDPSession, Page } from 'playwright-core'
import { bigFlow } from '../demo/flows.ts'
import { percentile, type Sheet } from './sheet.ts'
import { frame, type Served } from './stage.ts'

const STEPS = 500
const MORE_STEPS = 800
const FRAMES = 60
const KEYS = 40
/** The first ones pay for compiling. */
const WARM_KEYS = 10
const EDITS = 120
/** Of fewer, the slowest alone would be the 95th of a hundred. */
const ACTS = 60
const SETTLE_MS = 2_000

/** CPU time of the page's main thread so far, in ms, and its parts: other programs on the machine add little to it. */
async function spent(devtools: CDPSession): Promise<{ all: number; drawing: number }> {
  const { metrics } = await devtools.send('Performance.getMetrics')
  const of = (name: string) => (metrics.find(m => m.name === name)?.value ?? 0) * 1_000
  return { all: of('TaskDuration'), drawing: of('ScriptDuration') + of('LayoutDuration') + of('RecalcStyleDuration') }
}
async function listen(page: Page): Promise<CDPSession> {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' })
  return devtools
}
const elements = (page: Page) => page.evaluate(() => document.querySelectorAll('*').length)
const says = (page: Page, text: RegExp) => page.getByRole('status', { name: 'Editor announcements' }).filter({ hasText: text }).waitFor()
/** When the first of these is seen, looked for at every frame: who waits by `waitFor` looks half a second apart in the end. */
const seen = (page: Page, what: string) =>
  page.evaluate(async selector => {
    while (!document.querySelector(selector)?.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
      await new Promise(resolve => requestAnimationFrame(resolve))
    return Date.now()
  }, what)

export async function openLarge(sheet: Sheet, page: Page, served: Served): Promise<void> {
  for (const [steps, most] of [
    [STEPS, 700],
    [MORE_STEPS, 2_000],
  ] as const) {
    const address = await served.make(bigFlow(steps))
    // Warm: its scripts have been loaded before.
    await page.goto(address)
    await page.locator('.react-flow__node').first().waitFor()
    await page.goto('about:blank')
    const devtools = await listen(page)
    const before = await spent(devtools)
    const start = Date.now()
    await page.goto(address, { waitUntil: 'commit' })
    const shown = (await seen(page, '.react-flow__node')) - start
    const cpu = Math.round((await spent(devtools)).all - before.all)
    sheet.most(
      'C.2',
      `Opening ${steps} steps, warm: first card`,
      shown,
      'ms',
      most,
      `${cpu} ms of CPU time; the rest is waiting for a busy machine`,
    )
    sheet.most('C.2', `Opening ${steps} steps, warm: first card, CPU time of the page`, cpu, 'ms', most)
    if (steps !== STEPS) continue
    await page.getByRole('link', { name: 'Skip to flow' }).focus()
    await page.keyboard.press('Enter')
    await page.keyboard.press('Enter')
    const usable = (await seen(page, '[data-region="settings"] input')) - start
    const usableCpu = Math.round((await spent(devtools)).all - before.all)
    sheet.most('C.2', `Opening ${steps} steps, warm: settings of a step open by keyboard, CPU time of the page`, usableCpu, 'ms', 1_500)
    sheet.most(
      'C.2',
      `Opening ${steps} steps, warm: settings of a step open by keyboard`,
      usable,
      'ms',
      1_500,
      'waiting for a busy machine',
    )
  }
}

export async function workInLarge(sheet: Sheet, page: Page, served: Served): Promise<void> {
  await page.goto(await served.make(bigFlow(STEPS)))
  await page.locator('.react-flow__node').first().waitFor()
  await page.waitForTimeout(SETTLE_MS)
  await page.getByRole('button', { name: 'Zoom level' }).click()
  await page.waitForTimeout(SETTLE_MS)
  sheet.most('C.2', `Elements, ${STEPS} steps at 100 %`, await elements(page), 'elements', 3_500)
  const devtools = await listen(page)
  await pan(sheet, page, devtools)
  await move(sheet, page, devtools)
  await type(sheet, page, devtools)
  await heap(sheet, page, devtools)
  // The same flow as a list is beside the settings for whoever works by keyboard.
  await page.getByRole('tab', { name: 'Flow list' }).click()
  await page.getByRole('treegrid', { name: 'Flow list' }).waitFor()
  await type(sheet, page, devtools, ' and the list open')
  await page.getByRole('tab', { name: 'Preview' }).click()
  const tidied = Date.now()
  await page.getByRole('button', { name: 'Tidy up' }).click()
  await says(page, /tidy/i)
  sheet.most('C.2', `Tidying ${STEPS} steps`, Date.now() - tidied, 'ms', 4_000)
  await page.getByRole('button', { name: 'Fit to view' }).click()
  await page.waitForTimeout(SETTLE_MS)
  sheet.most('C.2', `Elements, ${STEPS} steps at fit`, await elements(page), 'elements', 7_000)
}

/** A flow of a usual large size: tidied, and how soon an edit is told as a problem. */
export async function workInMiddle(sheet: Sheet, page: Page, served: Served): Promise<void> {
  await page.goto(await served.make(bigFlow(50)))
  await page.locator('.react-flow__node').first().waitFor()
  await page.waitForTimeout(SETTLE_MS)
  const tidied = Date.now()
  await page.getByRole('button', { name: 'Tidy up' }).click()
  await says(page, /tidy/i)
  sheet.most('C.2', 'Tidying 50 steps', Date.now() - tidied, 'ms', 300)
  await page.goto(await served.make(bigFlow(200)))
  await page.locator('.react-flow__node').first().waitFor()
  await page.waitForTimeout(SETTLE_MS)
  await page.evaluate(watchProblems)
  const devtools = await listen(page)
  const took: number[] = []
  const worked: number[] = []
  for (let i = 0; i < ACTS; i++) {
    // Without its source the flow has one problem more; undone, all is as before.
    if (i % 2 === 0) await page.locator('.react-flow__node[data-id="shop"]').focus()
    const cpu = (await spent(devtools)).all
    const before = await page.evaluate(() => performance.now())
    await page.keyboard.press(i % 2 === 0 ? 'Delete' : 'Control+z')
    took.push((await page.evaluate(() => (globalThis as unknown as { nextProblems(): Promise<number> }).nextProblems())) - before)
    worked.push((await spent(devtools)).all - cpu)
    await page.waitForTimeout(100)
  }
  sheet.most(
    'C.2',
    'Edit to problems on screen, 200 steps, p95',
    percentile(took, 0.95),
    'ms',
    100,
    'they are asked of the server; waiting for a busy machine',
  )
  sheet.most('C.2', 'Edit to problems on screen, 200 steps, p95, CPU time of the page', percentile(worked, 0.95), 'ms', 100)
}
/** Runs in the page: when the number of problems in the header changes next, on the page's clock. */
function watchProblems(): void {
  const header = document.querySelector('header')!
  const told = () => [...header.querySelectorAll('button')].find(button => /problem/.test(button.textContent ?? ''))?.textContent
  let [text, changed, wait] = [told(), 0, (_: number) => {}]
  new MutationObserver(() => {
    if (told() === text) return
    text = told()
    changed = performance.now()
    wait(changed)
  }).observe(header, { subtree: true, childList: true, characterData: true })
  const nextProblems = () =>
    new Promise<number>((resolve, reject) => {
      if (changed) resolve(changed)
      wait = resolve
      setTimeout(() => reject(new Error('the number of problems did not change')), 5_000)
    }).finally(() => {
      changed = 0
      wait = () => {}
    })
  Object.assign(globalThis, { nextProblems })
}

async function pan(sheet: Sheet, page: Page, devtools: CDPSession): Promise<void> {
  const pane = (await page.locator('.react-flow__pane').boundingBox())!
  await page.mouse.move(pane.x + pane.width / 2, pane.y + pane.height / 2)
  const took: number[] = []
  for (let i = 0; i < FRAMES; i++) {
    const before = await spent(devtools)
    await page.mouse.wheel(i % 20 < 10 ? 24 : -24, i % 20 < 10 ? 6 : -6)
    await frame(page)
    took.push((await spent(devtools)).drawing - before.drawing)
  }
  sheet.most('C.2', 'Panning, a frame: script + layout + style, mean', took.reduce((a, b) => a + b) / FRAMES, 'ms', 8)
  sheet.most('C.2', 'Panning, a frame: script + layout + style, p95', percentile(took, 0.95), 'ms', 16)
}

/** Back to a card, wherever the view is. */
async function toCard(page: Page): Promise<{ x: number; y: number }> {
  await page.getByRole('link', { name: 'Skip to flow' }).focus()
  await page.keyboard.press('Enter')
  await page.waitForTimeout(SETTLE_MS)
  return page.evaluate(() => {
    const { x, y } = document.activeElement!.getBoundingClientRect()
    return { x, y }
  })
}

async function move(sheet: Sheet, page: Page, devtools: CDPSession): Promise<void> {
  const card = await toCard(page)
  await page.mouse.move(card.x + 60, card.y + 60)
  await page.mouse.down()
  await page.mouse.move(card.x + 70, card.y + 66)
  const before = await spent(devtools)
  for (let i = 0; i < FRAMES; i++) {
    await page.mouse.move(card.x + 60 + (i % 30) * 4, card.y + 60 + (i % 20) * 3)
    await frame(page)
  }
  const after = await spent(devtools)
  await page.mouse.up()
  // A drag that moved nothing measures nothing.
  await says(page, /Moved/)
  sheet.most('C.2', 'Moving a step, a frame: script + layout + style', (after.drawing - before.drawing) / FRAMES, 'ms', 6)
}

/** From the key to the frame that shows its letter. */
async function type(sheet: Sheet, page: Page, devtools: CDPSession, beside = ''): Promise<void> {
  await toCard(page)
  await page.keyboard.press('Enter')
  const field = page.getByRole('textbox', { name: 'Step name' })
  await field.waitFor()
  const took: number[] = []
  for (let i = 0; i < WARM_KEYS + KEYS; i++) {
    const before = await spent(devtools)
    await field.press('x')
    await frame(page)
    if (i >= WARM_KEYS) took.push((await spent(devtools)).all - before.all)
  }
  sheet.most('C.2', `Typing with ${STEPS} steps${beside}, a key: CPU time until it is drawn, median`, percentile(took, 0.5), 'ms', 50)
  sheet.most('C.2', `Typing with ${STEPS} steps${beside}, a key: CPU time until it is drawn, p95`, percentile(took, 0.95), 'ms', 50)
}

async function heap(sheet: Sheet, page: Page, devtools: CDPSession): Promise<void> {
  const used = async () => {
    await devtools.send('HeapProfiler.collectGarbage')
    return (await devtools.send('Runtime.getHeapUsage')).usedSize / 1_048_576
  }
  const field = page.getByRole('textbox', { name: 'Step name' })
  const edit = async () => {
    for (let i = 0; i < EDITS; i++) await field.fill(`Named ${i}`)
  }
  await edit()
  const before = await used()
  await edit()
  const after = await used()
  sheet.most('C.2', `Heap, ${STEPS} steps after ${2 * EDITS} edits`, after, 'MB', 120)
  sheet.most('C.2', `Heap, growth over ${EDITS} edits, about those of a minute`, Math.max(0, after - before), 'MB', 5)
}
