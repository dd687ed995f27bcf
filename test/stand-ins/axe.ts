/**
 * What keeps somebody from using the page as it stands, by axe-core's rules for WCAG 2.2 A and AA and its best practices:
 * `rule: the elements' HTML`, nothing when all is well. Only violations are worked out and in the page itself (our pages
 * hold no frames, so axe's page of its own is not needed): a third of the time for the same findings.
 */
import AxeBuilder from '@axe-core/playwright'
import type { Page } from 'playwright-core'

const RULES = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']

export async function violations(page: Page, within?: string): Promise<string[]> {
  const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'], runOnly: RULES }).setLegacyMode(true)
  const found = await (within ? axe.include(within) : axe).analyze()
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html).join(' ')}`)
}
