import { type RefObject, useEffect } from 'react'

/** A button that settles a question and then goes; the keyboard goes on to the next such question. */
export const DECIDES = { 'data-decides': '' }

/**
 * Keeps the keyboard in a panel when the control that had it goes away, as a button does that has done its work: it goes on
 * to the next question that waits for an answer, else to what stands nearest. Without it the next key would go nowhere.
 */
export function useKeptFocus(panel: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const root = panel.current
    if (!root) return
    let held: HTMLElement | null = null
    let around: HTMLElement[] = []
    const remember = (event: FocusEvent) => {
      held = event.target as HTMLElement
      around = []
      for (let at = held.parentElement; at && at !== root.parentElement; at = at.parentElement) around.push(at)
    }
    // Whoever left by themselves is not fetched back.
    const leave = (event: FocusEvent) => {
      if (event.relatedTarget !== null) held = null
    }
    const gone = new MutationObserver(() => {
      if (!held || held.isConnected || document.activeElement !== document.body) return
      const decided = 'decides' in held.dataset
      held = null
      const next = decided ? root.querySelector<HTMLElement>('[data-decides]') : null
      const near = around.filter(one => one.isConnected).map(one => one.querySelector<HTMLElement>(FOCUSABLE))
      const target = next ?? near.find(one => one !== null)
      target?.focus()
    })
    root.addEventListener('focusin', remember)
    root.addEventListener('focusout', leave)
    gone.observe(root, { childList: true, subtree: true })
    return () => {
      root.removeEventListener('focusin', remember)
      root.removeEventListener('focusout', leave)
      gone.disconnect()
    }
  }, [panel])
}
const FOCUSABLE =
  'input:not([type="hidden"], :disabled), button:not(:disabled, [tabindex="-1"]), textarea:not(:disabled), a[href], h2[tabindex]'
