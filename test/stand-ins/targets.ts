/** Sizes of what is pressed, as a mouse or a finger finds them. */
import type { Page } from 'playwright-core'

export const FINGER = 44
export const MOUSE = 24

/**
 * Controls that are hard to hit, each with its name and size: less than `least` px wide or high on the screen (WCAG 2.5.8
 * and 2.5.5). Links within a sentence aside: beside words of its own line, that are no control. The mark that React Flow asks to
 * keep is its own. What is hit is the box of the control or of its label, and what the control's `::after` listens for around it.
 */
export const smallTargets = (page: Page, least: number) =>
  page.evaluate(size => {
    const PRESSED =
      'button, a[href], input, select, textarea, summary, [role="button"], [role="radio"], [role="tab"], [role="option"], [role="menuitem"]'
    const inSentence = (control: Element) => {
      if (control.tagName !== 'A' || getComputedStyle(control).display !== 'inline') return false
      let line = control.parentElement!
      while (getComputedStyle(line).display === 'inline') line = line.parentElement!
      const words = line.cloneNode(true) as Element
      for (const one of words.querySelectorAll(PRESSED)) one.remove()
      return /\p{L}/u.test(words.textContent ?? '')
    }
    const hit = (control: Element) => {
      const box = (control.closest('label') ?? control).getBoundingClientRect()
      const around = getComputedStyle(control, '::after')
      if (around.content === 'none' || around.position !== 'absolute' || !(control instanceof HTMLElement)) return box
      const beyond = Math.max(0, -Number.parseFloat(around.top)) * (box.width / control.offsetWidth)
      return { width: box.width + 2 * beyond, height: box.height + 2 * beyond }
    }
    return [...document.querySelectorAll(PRESSED)]
      .filter(
        control =>
          control.checkVisibility({ visibilityProperty: true }) &&
          !inSentence(control) &&
          !control.closest('[aria-hidden="true"], .react-flow__attribution'),
      )
      .map(control => ({ control, box: hit(control) }))
      .filter(({ box }) => box.width > 1 && box.height > 1 && (box.height < size - 0.5 || box.width < size - 0.5))
      .map(
        ({ control, box }) =>
          `${control.getAttribute('aria-label') ?? control.textContent?.trim().slice(0, 30)} ${Math.round(box.width)}x${Math.round(box.height)}`,
      )
  }, least)
