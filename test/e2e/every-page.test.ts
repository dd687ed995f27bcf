/** What holds on every page: nothing moves for whoever wishes so, the product's own faces are read, nobody outside is asked, a finger hits. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { routes, type Served, serve } from '../budgets/stage.ts'
import { openBrowser } from '../stand-ins/browser.ts'
import { FINGER, MOUSE, smallTargets } from '../stand-ins/targets.ts'
import { byWords } from './by-words.ts'
import { inSight } from './in-sight.ts'
import { shut } from './opened.ts'

let browser: Browser
let served: Served
let pages: Awaited<ReturnType<typeof routes>>
beforeAll(async () => {
  ;[browser, served] = await Promise.all([openBrowser(), serve()])
  pages = await routes(served)
})
afterAll(async () => {
  await browser?.close()
  await served?.stop()
})

const FADE_MS = 120
const LOOKS = 10
interface Moving {
  what: string
  ms: number
  /** Only fades, and goes nowhere. */
  fades: boolean
}
/** Runs in the page before its own scripts: keeps every animation and transition that begins, and each place of the picture of a flow. */
function watch(): void {
  const kept: Moving[] = []
  const views: string[] = []
  Object.assign(globalThis, { kept, views })
  const seen = new WeakSet<Animation>()
  const look = () => {
    for (const one of document.getAnimations()) {
      if (seen.has(one)) continue
      seen.add(one)
      const { duration, iterations } = one.effect?.getComputedTiming() ?? {}
      const what = one instanceof CSSTransition ? one.transitionProperty : one instanceof CSSAnimation ? one.animationName : 'script'
      kept.push({
        what,
        ms: Number(duration) * (iterations === Infinity ? 1_000 : 1),
        fades: what === 'opacity' || /color|shadow/.test(what),
      })
    }
  }
  for (const begun of ['transitionrun', 'animationstart']) document.addEventListener(begun, look, true)
  const frame = () => {
    look()
    const view = document.querySelector<HTMLElement>('.react-flow__viewport')?.style.transform
    if (view && view !== views.at(-1)) views.push(view)
    requestAnimationFrame(frame)
  }
  requestAnimationFrame(frame)
}
const moved = (page: Page) => page.evaluate(() => (globalThis as unknown as { kept: Moving[] }).kept)
const views = (page: Page) => page.evaluate(() => (globalThis as unknown as { views: string[] }).views)
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

/** Every page as it opens; in the editor also what opens over it, and the picture going closer, farther and back in order. */
async function walk(
  options: { reducedMotion: 'reduce' | 'no-preference' },
  { more = '', moves = false },
): Promise<{ moving: string[]; steps: number }> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options })
  await context.addInitScript(watch)
  const page = await context.newPage()
  const moving: string[] = []
  let steps = 0
  for (const [name, path, ready] of pages) {
    await page.goto(`${served.url}${path}${path.includes('?') ? '&' : '?'}lang=en${more}`)
    await ready(page)
    if (name === 'Editor') {
      const zoom = async (way: 'Zoom in' | 'Zoom out') => {
        const before = (await views(page)).length
        await button(page, way).click()
        await expect.poll(async () => (await views(page)).length).toBeGreaterThan(before)
        await settled(page)
        return (await views(page)).length - before
      }
      steps = await zoom('Zoom in')
      // A device too busy to draw a frame on the way shows none of a motion that there is.
      for (let i = 0; moves && steps === 1 && i < LOOKS; i++) steps = await zoom(i % 2 ? 'Zoom in' : 'Zoom out')
      await button(page, 'Run now').click()
      await page
        .getByRole('status', { name: 'Editor announcements' })
        .filter({ hasText: /Run finished/ })
        .waitFor()
      await button(page, 'Tidy up').click()
      await button(page, 'Publish').click()
      await shut(page.getByRole('dialog'))
      await page.keyboard.press('Control+k')
      await shut(page.getByRole('dialog', { name: 'Command menu' }))
    }
    if (name === 'Settings') await byWords(page.getByRole('radio', { name: 'Compact', exact: true })).click()
    await settled(page)
    for (const { what, ms, fades } of await moved(page)) if (ms > (fades ? FADE_MS : 1)) moving.push(`${name}: ${what}, ${ms} ms`)
  }
  await context.close()
  return { moving, steps }
}
/** What was to begin has begun: the picture has stood still for some frames. */
const settled = (page: Page) =>
  page.evaluate(async () => {
    const all = () => `${(globalThis as unknown as { views: string[] }).views.at(-1)} ${document.getAnimations().length}`
    for (let still = 0, was = ''; still < 12; was = all()) {
      await new Promise(resolve => requestAnimationFrame(resolve))
      still = all() === was ? still + 1 : 0
    }
  })

/** Eight pages, one after another. */
const LONG = { timeout: 180_000 }
it('nothing moves when the device asks for no motion', LONG, async () => {
  expect(await walk({ reducedMotion: 'reduce' }, {})).toEqual({ moving: [], steps: 1 })
})
it('nothing moves when the address asks for no motion', LONG, async () => {
  expect(await walk({ reducedMotion: 'no-preference' }, { more: '&motion=off' })).toEqual({ moving: [], steps: 1 })
})
it('for everybody else something does: the walk can see it', LONG, async () => {
  const { moving, steps } = await walk({ reducedMotion: 'no-preference' }, { moves: true })
  expect(moving).not.toEqual([])
  expect(steps).toBeGreaterThan(1)
})

const FACES = ['Bricolage Grotesque Variable', 'Hanken Grotesk Variable', 'JetBrains Mono Variable']
it('every letter is drawn in a face that came with the product, and nobody else is asked for anything', async () => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' })
  const page = await context.newPage()
  const asked: string[] = []
  page.on('request', request => asked.push(request.url()))
  const devtools = await context.newCDPSession(page)
  await devtools.send('DOM.enable')
  await devtools.send('CSS.enable')
  /** What Chromium drew the letters of the page in, and whether that came from us or from the machine; signs (✓, ▲) are not letters. */
  const drawnIn = async () => {
    await page.evaluate(() => {
      for (const one of document.querySelectorAll('body *'))
        one.toggleAttribute('data-read', one.childElementCount === 0 && /^[\p{L}\p{N}\p{P}\s]+$/u.test(one.textContent ?? ''))
    })
    const { root } = await devtools.send('DOM.getDocument')
    const { nodeIds } = await devtools.send('DOM.querySelectorAll', { nodeId: root.nodeId, selector: '[data-read]' })
    const fonts = await Promise.all(nodeIds.map(nodeId => devtools.send('CSS.getPlatformFontsForNode', { nodeId })))
    return new Set(fonts.flatMap(found => found.fonts.map(font => `${font.familyName}${font.isCustomFont ? '' : ', of the machine'}`)))
  }
  const inUse = new Set<string>()
  for (const [name, path, ready] of pages) {
    await page.goto(`${served.url}${path}${path.includes('?') ? '&' : '?'}lang=en`)
    await ready(page)
    // Until a face is there, the page is read in one of the machine; and what is looked at may be drawn anew meanwhile.
    let faces = new Set<string>()
    const strange = async () => {
      faces = await drawnIn()
      return [...faces].filter(face => face.includes('of the machine'))
    }
    await expect.poll(strange, { message: name }).toEqual([])
    for (const face of faces) inUse.add(face)
    const ours = await page.evaluate(() =>
      [...document.fonts].map(({ family, status }) => ({ family: family.replaceAll('"', ''), status })),
    )
    expect(ours.filter(face => face.status === 'error' && FACES.includes(face.family))).toEqual([])
    expect(ours).toContainEqual({ family: 'Hanken Grotesk Variable', status: 'loaded' })
  }
  // The files name themselves by one of their weights: "Bricolage Grotesque 96pt ExtraBold".
  const named = [...inUse].map(face => FACES.find(one => face.startsWith(one.replace(' Variable', ''))) ?? face)
  expect([...new Set(named)].toSorted()).toEqual(FACES)
  const fonts = asked.filter(url => url.includes('.woff'))
  expect(fonts.length).toBeGreaterThanOrEqual(FACES.length)
  expect(asked.filter(url => !url.startsWith(`${served.url}/`) && !url.startsWith('data:'))).toEqual([])
  await context.close()
})

const HANDS = [
  ['a finger on a phone', FINGER, { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }],
  ['a finger on a tablet', FINGER, { viewport: { width: 820, height: 1180 }, hasTouch: true, isMobile: true }],
  ['a mouse', MOUSE, { viewport: { width: 1440, height: 900 } }],
] as const
it.each(HANDS)('%s hits whatever can be pressed, which is %d pixels wide and high', LONG, async (_, least, device) => {
  const context = await browser.newContext({ ...device, reducedMotion: 'reduce' })
  const page = await context.newPage()
  const small = async (name: string) => expect.soft(await smallTargets(page, least), name).toEqual([])
  for (const [name, path, ready] of pages) {
    await page.goto(`${served.url}${path}${path.includes('?') ? '&' : '?'}lang=en`)
    await ready(page)
    await small(name)
    // Menus are all made alike; so are the lists of a form.
    const opens = name === 'Flows' ? /^More actions for/ : name === 'Editor' ? 'More flow actions' : null
    if (opens) {
      await page.getByRole('button', { name: opens }).first().click()
      await page.getByRole('menuitem').first().waitFor()
      await small(`${name}, its menu`)
    }
    if (name === 'Mapping') {
      await (await inSight(page.getByRole('combobox', { name: 'Event', exact: true }))).click()
      await page.getByRole('option').first().waitFor()
      await small(`${name}, a list`)
    }
  }
  await context.close()
})
