import { useEffect } from 'react'
import type { Place } from '../document/places.ts'

const LONG_MS = 500
/** A resting finger trembles. */
const STILL_PX = 10

/** What a finger took up: how far it has come since, in pixels of the screen, and where it is put down. */
export interface Lifted {
  move(by: Place): void
  end(at: { clientX: number; clientY: number }): void
  cancel(): void
}

/**
 * A finger that rests asks for the menu of that place, also where the browser itself knows no such press (iPad). One that moves
 * on from there takes up what lies under it instead.
 */
export function useLongPress(root: { current: HTMLElement | null }, lift: () => Lifted | null): void {
  useEffect(() => {
    const canvas = root.current
    if (!canvas) return
    let timer: ReturnType<typeof setTimeout> | undefined
    let from = { x: 0, y: 0 }
    let rested = false
    let lifted: Lifted | null = null
    const stop = () => clearTimeout(timer)
    const down = ({ pointerType, isPrimary, clientX, clientY }: PointerEvent) => {
      stop()
      rested = false
      canvas.removeEventListener('click', swallow, true)
      // A second finger zooms.
      if (pointerType !== 'touch' || !isPrimary) return
      from = { x: clientX, y: clientY }
      timer = setTimeout(() => {
        // What lay under the finger when it came may have been drawn anew meanwhile.
        const under = document.elementFromPoint(clientX, clientY)
        if (!under || !canvas.contains(under)) return
        rested = true
        canvas.addEventListener('click', swallow, { capture: true, once: true })
        under.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true, clientX, clientY }))
      }, LONG_MS)
    }
    const far = ({ clientX, clientY }: { clientX: number; clientY: number }) => Math.hypot(clientX - from.x, clientY - from.y) > STILL_PX
    const move = (event: PointerEvent) => far(event) && stop()
    const slide = (event: TouchEvent) => {
      const [finger] = event.touches
      if (!rested || !finger) return
      // Else the picture would go along.
      swallow(event)
      if (!lifted && far(finger)) lifted = lift()
      lifted?.move({ x: finger.clientX - from.x, y: finger.clientY - from.y })
    }
    const put = (event: TouchEvent) => {
      const [finger] = event.changedTouches
      const what = lifted
      // The menu may have opened under the finger: what lies there is not what was pressed.
      if (rested) event.preventDefault()
      rested = false
      lifted = null
      if (event.type === 'touchend' && finger) what?.end(finger)
      else what?.cancel()
    }
    const touch = { capture: true, passive: false }
    canvas.addEventListener('pointerdown', down)
    canvas.addEventListener('pointermove', move)
    canvas.addEventListener('pointerup', stop)
    canvas.addEventListener('pointercancel', stop)
    canvas.addEventListener('touchmove', slide, touch)
    canvas.addEventListener('touchend', put, true)
    canvas.addEventListener('touchcancel', put, true)
    return () => {
      stop()
      canvas.removeEventListener('pointerdown', down)
      canvas.removeEventListener('pointermove', move)
      canvas.removeEventListener('pointerup', stop)
      canvas.removeEventListener('pointercancel', stop)
      canvas.removeEventListener('touchmove', slide, touch)
      canvas.removeEventListener('touchend', put, true)
      canvas.removeEventListener('touchcancel', put, true)
    }
  }, [root, lift])
}
/** The press has had its effect when the finger goes. */
const swallow = (event: Event): void => {
  event.preventDefault()
  event.stopPropagation()
}
