import { useEffect } from 'react'

const LONG_MS = 500
/** A resting finger trembles. */
const STILL_PX = 10

/** A finger that rests asks for the menu of that place, also where the browser itself knows no such press (iPad). */
export function useLongPress(root: { current: HTMLElement | null }): void {
  useEffect(() => {
    const canvas = root.current
    if (!canvas) return
    let timer: ReturnType<typeof setTimeout> | undefined
    let from = { x: 0, y: 0 }
    const stop = () => clearTimeout(timer)
    const down = ({ pointerType, isPrimary, clientX, clientY }: PointerEvent) => {
      stop()
      canvas.removeEventListener('click', swallow, true)
      // A second finger zooms.
      if (pointerType !== 'touch' || !isPrimary) return
      from = { x: clientX, y: clientY }
      timer = setTimeout(() => {
        // What lay under the finger when it came may have been drawn anew meanwhile.
        const under = document.elementFromPoint(clientX, clientY)
        if (!under || !canvas.contains(under)) return
        canvas.addEventListener('click', swallow, { capture: true, once: true })
        under.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true, clientX, clientY }))
      }, LONG_MS)
    }
    const move = ({ clientX, clientY }: PointerEvent) => Math.hypot(clientX - from.x, clientY - from.y) > STILL_PX && stop()
    canvas.addEventListener('pointerdown', down)
    canvas.addEventListener('pointermove', move)
    canvas.addEventListener('pointerup', stop)
    canvas.addEventListener('pointercancel', stop)
    return () => {
      stop()
      canvas.removeEventListener('pointerdown', down)
      canvas.removeEventListener('pointermove', move)
      canvas.removeEventListener('pointerup', stop)
      canvas.removeEventListener('pointercancel', stop)
    }
  }, [root])
}
/** The press has had its effect when the finger goes. */
const swallow = (event: Event): void => {
  event.preventDefault()
  event.stopPropagation()
}
