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
  return page.evaluate(
    async ({ context, options }) => {
      const found = await (globalThis as WithAxe).axe!.run(context, options)
      return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html).join(' ')}`)
    },
    { context: within ? { include: [[within]] } : { exclude: [] }, options: { resultTypes: ['violations'], runOnly: RULES } },
  )
}
