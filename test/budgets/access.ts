/** What keeps people from using a page, counted on every route: by axe, and by what axe does not look at. */
import type { Browser, Page } from 'playwright-core'
import { bigFlow } from '../demo/flows.ts'
import { violations } from '../stand-ins/axe.ts'
import { FINGER, MOUSE, smallTargets } from '../stand-ins/targets.ts'
import type { Sheet } from './sheet.ts'
import { routes, type Served } from './stage.ts'

const NARROW = 320
const LONGEST_ANIMATION_MS = 120

export async function reachable(sheet: Sheet, browser: Browser, served: Served): Promise<void> {
  const all = await routes(served)
  const faults = {
    axe: [] as string[],
    names: [] as string[],
    moving: [] as string[],
    colour: [] as string[],
    wide: [] as string[],
    small: [] as string[],
    fine: [] as string[],
  }
  const on = async (options: object, look: (page: Page, name: string) => Promise<void>) => {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce', ...options })
    const page = await context.newPage()
    for (const [name, path, ready] of all) {
      await page.goto(`${served.url}${path}${path.includes('?') ? '&' : '?'}lang=en`)
      await ready(page)
      await look(page, name)
    }
    await context.close()
  }
  for (const colorScheme of ['light', 'dark'] as const)
    await on({ colorScheme }, async (page, name) => {
      faults.axe.push(...(await violations(page)).map(found => `${name}, ${colorScheme}: ${found.slice(0, 120)}`))
      if (colorScheme === 'dark') return
      faults.fine.push(...(await smallTargets(page, MOUSE)).map(found => `${name}: ${found}`))
      faults.names.push(...(await titleOnly(page)).map(found => `${name}: ${found}`))
      faults.colour.push(...(await colourAlone(page)).map(found => `${name}: ${found}`))
      faults.moving.push(...(await animations(page, LONGEST_ANIMATION_MS)).map(found => `${name}: ${found}`))
    })
  await on({ viewport: { width: NARROW, height: 700 }, hasTouch: true, isMobile: true }, async (page, name) => {
    const width = await page.evaluate(() => document.documentElement.scrollWidth)
    if (width > NARROW) faults.wide.push(`${name}: ${width} px`)
    faults.small.push(...(await smallTargets(page, FINGER)).map(found => `${name}: ${found}`))
  })
  await on({ viewport: { width: 1024, height: 768 }, hasTouch: true, isMobile: true }, async (page, name) => {
    faults.small.push(...(await smallTargets(page, FINGER)).map(found => `${name}, tablet: ${found}`))
  })
  sheet.none('C.1', `axe, WCAG 2.2 AA and best practices: ${all.length} routes in light and dark`, faults.axe, 'violations')
  sheet.none('C.1', 'Names given by a tooltip alone, on the same routes', faults.names, 'controls')
  sheet.none('C.1', 'States told by colour alone, without words, on the same routes', faults.colour, 'states')
  sheet.none('C.1', `Animations over ${LONGEST_ANIMATION_MS} ms with reduced motion`, faults.moving, 'running')
  sheet.none('C.1', `Routes that scroll sideways at ${NARROW} px (1,280 px at 400 %)`, faults.wide, 'routes')
  sheet.none('C.1', `Targets under ${FINGER} px for a finger, phone and tablet, words in sentences aside`, faults.small, 'controls')
  sheet.none('C.1', `Targets under ${MOUSE} px for a mouse, words in sentences aside`, faults.fine, 'controls')
}

/** How many presses of Tab lead from the skip link into the settings when there are 500 steps. */
export async function tabStops(sheet: Sheet, page: Page, served: Served): Promise<void> {
  await page.goto(await served.make(bigFlow(500)))
  await page.locator('.react-flow__node').first().waitFor()
  await page.getByRole('link', { name: 'Skip to flow' }).focus()
  await page.keyboard.press('Enter')
  const inSettings = () => page.evaluate(() => document.activeElement?.closest('[data-region="settings"]') != null)
  let stops = 0
  for (; stops < 60 && !(await inSettings()); stops++) await page.keyboard.press('Tab')
  sheet.most('C.1', 'Tab stops from the skip link to the settings, 500 steps', stops, 'stops', 25)
}

/** Walks along the flow by arrow keys: each step that has the focus lies whole in what nothing covers, with a ring around it. */
export async function focusSeen(sheet: Sheet, page: Page, served: Served): Promise<void> {
  const faults: string[] = []
  for (const width of [1440, 1280, 1024]) {
    await page.setViewportSize({ width, height: 800 })
    await page.goto(await served.make(bigFlow(30)))
    await page.locator('.react-flow__node').first().waitFor()
    await page.getByRole('link', { name: 'Skip to flow' }).focus()
    await page.keyboard.press('Enter')
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowDown', 'ArrowRight', 'ArrowRight', 'ArrowLeft', 'End', 'Home']) {
      await page.keyboard.press(key)
      await page.waitForTimeout(SETTLED_MS)
      const fault = await page.evaluate(hidden)
      if (fault) faults.push(`${width} px, after ${key}: ${fault}`)
    }
  }
  sheet.none('C.1', 'Steps with the focus that are covered, cut or without a ring, at three widths', faults, 'steps')
}
const SETTLED_MS = 250
/** Runs in the page. */
function hidden(): string | null {
  const step = document.activeElement
  if (!(step instanceof HTMLElement) || step.dataset.id === undefined) return `the focus is on ${step?.tagName}`
  const name = step.getAttribute('aria-label')
  const box = step.getBoundingClientRect()
  const room = document.querySelector('[data-flow-view]')!.getBoundingClientRect()
  const [card, tools] = [
    step.firstElementChild,
    document.querySelector('[role="toolbar"][aria-label="Canvas tools"]')!.getBoundingClientRect(),
  ]
  if (box.left < room.left || box.right > room.right || box.top < room.top || box.bottom > room.bottom) return `${name} is cut`
  if (box.right > tools.left && box.left < tools.right && box.bottom > tools.top) return `${name} is under the tools`
  const rings = [step, card].map(part => part && getComputedStyle(part))
  const ring = rings.some(
    style => style && ((style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== 'none'),
  )
  return ring ? null : `${name} has no ring`
}

const titleOnly = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('button, a[href], input, select, textarea, [role="button"]')]
      .filter(
        control =>
          control.title && !control.textContent?.trim() && !control.getAttribute('aria-label') && !control.getAttribute('aria-labelledby'),
      )
      .map(control => control.outerHTML.slice(0, 80)),
  )
/** Whatever takes its colour from a state, and has no words, nor is a part of something that has. */
const colourAlone = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('[data-tone], [data-outcome], [data-level]')]
      .filter(it => it.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
      .filter(it => {
        const whole = it.closest('[role="meter"], [role="progressbar"], button, [role="group"]') ?? it
        return !/\p{L}{2}/u.test(`${whole.textContent} ${whole.getAttribute('aria-label') ?? ''}`)
      })
      .map(it => it.outerHTML.slice(0, 80)),
  )
const animations = (page: Page, longest: number) =>
  page.evaluate(
    most =>
      document
        .getAnimations()
        .filter(one => one.playState === 'running' && Number(one.effect?.getComputedTiming().duration ?? 0) > most)
        .map(one => (one instanceof CSSAnimation ? one.animationName : 'a transition')),
    longest,
  )
