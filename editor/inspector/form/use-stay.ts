import { type RefObject, useEffect } from 'react'

/**
 * A list closes when its field is scrolled away. What comes in late around the field scrolls it, too: the browser does so to keep in
 * place what is looked at. Only what a hand scrolls, by wheel, finger or bar, is told to the library. Above the library's own listener,
 * and registered before it.
 */
export function useStay(open: boolean, field: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    if (!open) return
    const hand = { on: null as EventTarget | null, held: false, at: Number.NEGATIVE_INFINITY }
    const roll = ({ target }: Event) => Object.assign(hand, { on: target, at: performance.now() })
    const press = ({ target }: Event) => {
      // The bar of what is around the field; a press on the list is none.
      if (target instanceof Node && target !== field.current && target.contains(field.current))
        Object.assign(hand, { on: target, held: true })
    }
    const letGo = () => hand.held && Object.assign(hand, { held: false, at: performance.now() })
    const hear = (event: Event) => {
      const moves = hand.held || performance.now() - hand.at < ROLLS_MS
      if (!(moves && event.target instanceof Node && event.target.contains(hand.on as Node))) event.stopImmediatePropagation()
    }
    const heard = { wheel: roll, touchmove: roll, pointerdown: press, pointerup: letGo, pointercancel: letGo, scroll: hear }
    for (const [type, act] of Object.entries(heard)) window.addEventListener(type, act, { capture: true, passive: true })
    return () => {
      for (const [type, act] of Object.entries(heard)) window.removeEventListener(type, act, { capture: true })
    }
  }, [open, field])
}
/** How long after a turn of the wheel the page still scrolls by it. */
const ROLLS_MS = 400
