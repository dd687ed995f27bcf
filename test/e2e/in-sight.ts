/** Brings a field in sight before it is used, as a person does: its list closes when what is around it scrolls. */
import type { Locator } from 'playwright-core'

export async function inSight(field: Locator): Promise<Locator> {
  await field.scrollIntoViewIfNeeded()
  // The page hears of a scroll with the next frame that it draws.
  await field.evaluate(() => new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve))))
  return field
}
