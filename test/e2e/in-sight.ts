/** What is within sight: a field before it is used, as a person brings it there, and a page within its screen. */
import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { boxAtRest } from './at-rest.ts'
import { drawn } from './opened.ts'

/** The list of a field closes when what is around it scrolls, of which the page hears with the next frame that it draws. */
export async function inSight(field: Locator): Promise<Locator> {
  await boxAtRest(field)
  await field.scrollIntoViewIfNeeded()
  await drawn(field)
  return field
}

/** Nothing sticks out, once the page is drawn for a screen of this width. */
export const fits = (page: Page, width: number, message = ''): Promise<void> =>
  expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth), { message }).toBeLessThanOrEqual(width)
