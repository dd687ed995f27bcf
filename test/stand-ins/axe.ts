/**
 * What keeps somebody from using the page as it stands, by axe-core's rules for WCAG 2.2 A and AA and its best practices:
 * `rule: the elements' HTML`, nothing when all is well. Only violations are worked out, in the page itself (ours hold no
 * frames), and axe is brought into a document once: the builder for Playwright brings it twice for every look, which
 * cost more than all of its rules.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const RULES = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']
const besideBuilder = createRequire(createRequire(import.meta.url).resolve('@axe-core/playwright'))
const AXE = readFileSync(besideBuilder.resolve('axe-core/axe.min.js'), 'utf8')

interface Found {
  violations: { id: string; nodes: { html: string }[] }[]
}
type WithAxe = typeof globalThis & { axe?: { run(context: unknown, options: object): Promise<Found> } }

export async function violations(page: Page, within?: string): Promise<string[]> {
  if (!(await page.evaluate(() => Boolean((globalThis as WithAxe).axe)))) await page.evaluate(AXE)
  // Half way between two colours is a contrast that nobody sees.
  await page.evaluate(colourAtRest)
  return page.evaluate(
    async ({ context, options }) => {
      const found = await (globalThis as WithAxe).axe!.run(context, options)
      return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html).join(' ')}`)
    },
    { context: within ? { include: [[within]] } : { exclude: [] }, options: { resultTypes: ['violations'], runOnly: RULES } },
  )
}

/** The same in the dark and in the light, on the page as it stands: what is open stays open, and is walked to once. */
export async function violationsInBothThemes(page: Page): Promise<string[]> {
  const found: string[] = []
  const inks = new Set<string>()
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme })
    inks.add(await page.evaluate(colourAtRest))
    found.push(...(await violations(page)).map(said => `${colorScheme}: ${said}`))
  }
  if (inks.size !== 2) found.push(`The page looks the same in both themes: its ink is ${[...inks]}`)
  return found
}

/** In the page: the colour of its text, once nothing is on its way from one colour to the other any more. */
async function colourAtRest(): Promise<string> {
  const onTheWay = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY)
  await Promise.allSettled(onTheWay.map(({ finished }) => finished))
  return getComputedStyle(document.body).color
}
