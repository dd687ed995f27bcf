import { type RefObject, useEffect } from 'react'

/**
 * A list closes when its field is scrolled away. What comes in late above the field scrolls what is around it, too: the browser does so
 * to keep in place what is looked at. As long as the field is where it was, the library is not told of it. Above the library's
 * own listener, and registered before it.
 */
export function useStay(open: boolean, field: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    if (!open) return
    const top = () => field.current?.getBoundingClientRect().top ?? 0
    const opened = top()
    const hear = (event: Event) => {
      if (Math.abs(top() - opened) < STILL_PX) event.stopImmediatePropagation()
    }
    window.addEventListener('scroll', hear, { capture: true })
    return () => window.removeEventListener('scroll', hear, { capture: true })
  }, [open, field])
}
/** Less than a hand scrolls. */
const STILL_PX = 2
