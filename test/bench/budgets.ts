/**
 * The editor's weight and speed beside their goals: size of what a browser loads, elements and time with 500 steps.
 * Numbers are of this machine under its present load; nothing here fails a build.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { CDPSession, Page } from 'playwright-core'
import { openBrowser } from '../stand-ins/browser.ts'
import { serve } from '../stand-ins/tributary.ts'

const STEPS = 500
const FRAMES = 60
const rows: [what: string, measured: string, goal: string][] = []
const note = (what: string, measured: number, unit: string, goal: number) =>
  rows.push([what, `${measured.toFixed(measured < 100 && unit === 'ms' ? 1 : 0)} ${unit}`, `<= ${goal} ${unit}`])

const ASSETS = join(import.meta.dirname, '../../dist/editor')
const kilobytes = (path: string) => gzipSync(readFileSync(join(ASSETS, path))).length / 1024

/** A tree of 500 steps as people draw them: chains that fork at filters. */
function bigFlow(): object {
  const nodes = [
    { id: 'shop', kind: 'sample', config: {} },
    { id: 'orders', kind: 'table', config: { table: 'orders', key: ['order_id'] } },
    ...Array.from({ length: STEPS - 2 }, (_, i) => ({
      id: `f${i}`,
      kind: 'filter',
      name: `Filter ${i}`,
      config: { where: { match: 'all', conditions: [{ column: 'status', op: 'is', value: `paid ${i}` }] } },
    })),
  ]
  const edges = [
    { from: 'shop', to: 'orders' },
    { from: 'orders', to: 'f0' },
    ...Array.from({ length: STEPS - 3 }, (_, i) => ({ from: `f${Math.floor(i / 2)}`, to: `f${i + 1}`, port: i % 2 ? 'left_out' : 'kept' })),
  ]
  return { tributary: 1, name: 'Big flow', nodes, edges }
}

interface Cost {
  script: number
  layout: number
  style: number
}
async function costOf(devtools: CDPSession, act: () => Promise<void>): Promise<Cost> {
  const read = async () => {
    const { metrics } = await devtools.send('Performance.getMetrics')
    const of = (name: string) => (metrics.find(m => m.name === name)?.value ?? 0) * 1_000
    return { script: of('ScriptDuration'), layout: of('LayoutDuration'), style: of('RecalcStyleDuration') }
  }
  const before = await read()
  await act()
  const after = await read()
  return { script: after.script - before.script, layout: after.layout - before.layout, style: after.style - before.style }
}
const elements = (page: Page) => page.evaluate(() => document.querySelectorAll('*').length)
const frame = (page: Page) => page.evaluate(() => new Promise(resolve => requestAnimationFrame(() => resolve(null))))

const [browser, served] = await Promise.all([openBrowser(), serve()])
try {
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' })).newPage()
  // What the browser asks for before anything is pressed.
  const loaded = new Set<string>()
  page.on('response', response => loaded.add(new URL(response.url()).pathname))
  const weigh = async (address: string, ready: string) => {
    loaded.clear()
    await page.goto('about:blank')
    await page.context().clearCookies()
    await page.goto(served.url + address)
    await page.locator(ready).first().waitFor()
    // What is fetched later, when the page is idle, is not waited for by anybody.
    await page.waitForTimeout(1_000)
    const sum = (ending: string) =>
      [...loaded].filter(path => path.startsWith('/assets/') && path.endsWith(ending)).reduce((all, path) => all + kilobytes(path), 0)
    return { js: sum('.js'), css: sum('.css'), fonts: sum('.woff2') }
  }
  const made = await fetch(`${served.url}/api/flows`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-tributary': '1' },
    body: JSON.stringify({ document: bigFlow() }),
  })
  const { id } = (await made.json()) as { id: string }

  const flows = await weigh('/?lang=en', 'h1')
  note('Flows page, JavaScript (gzip)', flows.js, 'KB', 190)
  const editor = await weigh(`/flows/${id}?lang=en`, '.react-flow__node')
  note('Editor, JavaScript (gzip)', editor.js, 'KB', 360)
  note('Editor, CSS (gzip)', editor.css, 'KB', 30)
  note('Editor, fonts', editor.fonts, 'KB', 120)
  const layoutOf = readdirSync(join(ASSETS, 'assets')).filter(file => /^SqlEditor.*\.js$/.test(file))
  if (layoutOf[0]) note('SQL editor, loaded when needed (gzip)', kilobytes(`assets/${layoutOf[0]}`), 'KB', 130)

  const start = Date.now()
  await page.goto(`${served.url}/flows/${id}?lang=en`)
  await page.locator('.react-flow__node').first().waitFor()
  note('Opening 500 steps, warm: first card', Date.now() - start, 'ms', 700)
  await page.getByRole('button', { name: 'Fit to view' }).waitFor()
  await page.waitForTimeout(2_000)
  await page.getByRole('button', { name: 'Zoom level' }).click()
  await page.waitForTimeout(1_000)
  note('Elements, 500 steps at 100 %', await elements(page), 'elements', 3_500)

  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Performance.enable')
  const pane = (await page.locator('.react-flow__pane').boundingBox())!
  const middle = { x: pane.x + pane.width / 2, y: pane.y + pane.height / 2 }
  await page.mouse.move(middle.x, middle.y)
  const pan = await costOf(devtools, async () => {
    for (let i = 0; i < FRAMES; i++) {
      await page.mouse.wheel(i % 20 < 10 ? 24 : -24, i % 20 < 10 ? 6 : -6)
      await frame(page)
    }
  })
  note('Panning, a frame: script + layout + style', (pan.script + pan.layout + pan.style) / FRAMES, 'ms', 8)

  // Back to a card, wherever the view is.
  const toCard = async () => {
    await page.getByRole('link', { name: 'Skip to flow' }).focus()
    await page.keyboard.press('Enter')
    await page.waitForTimeout(800)
    return page.evaluate(() => {
      const { x, y } = document.activeElement!.getBoundingClientRect()
      return { x, y }
    })
  }
  const card = await toCard()
  await page.mouse.move(card.x + 60, card.y + 60)
  await page.mouse.down()
  await page.mouse.move(card.x + 70, card.y + 66)
  const move = await costOf(devtools, async () => {
    for (let i = 0; i < FRAMES; i++) {
      await page.mouse.move(card.x + 60 + (i % 30) * 4, card.y + 60 + (i % 20) * 3)
      await frame(page)
    }
  })
  await page.mouse.up()
  // A drag that moved nothing measures nothing.
  await page.getByRole('status', { name: 'Editor announcements' }).filter({ hasText: /Moved/ }).waitFor()
  note('Moving a step, a frame: script + layout', (move.script + move.layout) / FRAMES, 'ms', 6)

  await toCard()
  await page.keyboard.press('Enter')
  const field = page.getByRole('textbox', { name: 'Step name' })
  await field.waitFor()
  const LETTERS = 20
  const typed = await costOf(devtools, async () => {
    for (let i = 0; i < LETTERS; i++) {
      await field.press('x')
      await frame(page)
    }
  })
  note('Typing in a field, a key: script + layout + style', (typed.script + typed.layout + typed.style) / LETTERS, 'ms', 50)

  const tidied = Date.now()
  await page.getByRole('button', { name: 'Tidy up' }).click()
  await page.getByRole('status', { name: 'Editor announcements' }).filter({ hasText: /tidy/i }).waitFor()
  note('Tidying 500 steps', Date.now() - tidied, 'ms', 4_000)
  await page.getByRole('button', { name: 'Fit to view' }).click()
  await page.waitForTimeout(2_000)
  note('Elements, 500 steps at fit', await elements(page), 'elements', 7_000)
  const heap = (await devtools.send('Runtime.getHeapUsage')).usedSize / 1_048_576
  note('Heap, 500 steps after these edits', heap, 'MB', 120)
} catch (error) {
  console.error(error)
  process.exitCode = 1
} finally {
  await browser.close()
  await served.stop()
}

const width = Math.max(...rows.map(([what]) => what.length))
console.log(`Editor budgets (load ${loadavg()[0]!.toFixed(1)}; numbers grow with it)\n`)
for (const [what, measured, goal] of rows) {
  const over = Number.parseFloat(measured) > Number.parseFloat(goal.slice(3))
  console.log(`${over ? '!' : ' '} ${what.padEnd(width)}  ${measured.padStart(14)}  ${goal}`)
}
