import { useLayoutEffect, useState } from 'react'

/** Keeps a box that opens at a point inside the window. */
export function useInside(box: { current: HTMLElement | null }, at: { x: number; y: number } | null): { left: number; top: number } {
  const [place, setPlace] = useState({ left: at?.x ?? 0, top: at?.y ?? 0 })
  useLayoutEffect(() => {
    const { offsetWidth = 320, offsetHeight = 320 } = box.current ?? {}
    const wanted = at ?? { x: (innerWidth - offsetWidth) / 2, y: Math.max(60, innerHeight * 0.22) }
    setPlace({
      left: Math.max(8, Math.min(wanted.x, innerWidth - offsetWidth - 8)),
      top: Math.max(8, Math.min(wanted.y, innerHeight - offsetHeight - 8)),
    })
    // What is in it may be drawn later than the box: it makes room as it grows, and stays where it is as it shrinks.
    const grown = new ResizeObserver(() => {
      const height = box.current?.offsetHeight ?? 0
      setPlace(({ left, top }) => ({ left, top: Math.max(8, Math.min(top, innerHeight - height - 8)) }))
    })
    if (box.current) grown.observe(box.current)
    return () => grown.disconnect()
  }, [box, at])
  return place
}

/** Closes something that floats: Escape, or a press outside it. */
export function useDismiss(box: { current: HTMLElement | null }, close: () => void): void {
  useLayoutEffect(() => {
    const press = (event: PointerEvent) => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) close()
    }
    const key = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      event.stopPropagation()
      event.preventDefault()
      close()
    }
    document.addEventListener('pointerdown', press, true)
    document.addEventListener('keydown', key, true)
    return () => {
      document.removeEventListener('pointerdown', press, true)
      document.removeEventListener('keydown', key, true)
    }
  }, [box, close])
}
