/** What opens over a page and goes again: it hears keys once it has the keyboard, and gives it back when it is gone. */
import type { Locator } from 'playwright-core'
import { expect } from 'vitest'

export const keyboardIn = (opened: Locator): Promise<void> =>
  expect.poll(() => opened.evaluate(element => element.contains(document.activeElement))).toBe(true)

/** Escape, once it is heard; then it is gone, and the keyboard where it goes back to. */
export async function shut(opened: Locator): Promise<void> {
  await keyboardIn(opened)
  await opened.page().keyboard.press('Escape')
  await opened.waitFor({ state: 'detached' })
  await drawn(opened)
}

/** The next frames are drawn: with the first of them the page hears what it scrolled, and the keyboard goes back. */
export const drawn = (on: Locator): Promise<unknown> =>
  on.page().evaluate(async () => {
    for (let i = 0; i < 3; i++) await new Promise(requestAnimationFrame)
  })
