import { useEffect } from 'react'

const TAP_MS = 400
/** Fingers that rest tremble. */
const STILL_PX = 12

/** Two fingers that touch a card together and go again, without moving: hears which card. What moves, zooms. */
export function useTwoFingerTap(root: { current: HTMLElement | null }, heard: (step: string) => void): void {
  useEffect(() => {
    const canvas = root.current
    if (!canvas) return
    let began: { at: number; touches: { x: number; y: number; id: number }[]; step: string } | null = null
    const start = ({ touches, timeStamp }: TouchEvent) => {
      const steps = [...touches].map(t => stepUnder(t.target)).filter(Boolean)
      began =
        touches.length === 2 && steps[0]
          ? { at: timeStamp, step: steps[0], touches: [...touches].map(t => ({ x: t.clientX, y: t.clientY, id: t.identifier })) }
          : null
    }
    const move = ({ touches }: TouchEvent) => {
      const moved = (id: number, x: number, y: number) => began?.touches.some(t => t.id === id && Math.hypot(t.x - x, t.y - y) > STILL_PX)
      if ([...touches].some(t => moved(t.identifier, t.clientX, t.clientY))) began = null
    }
    const end = ({ touches, timeStamp }: TouchEvent) => {
      if (!began || touches.length > 0) return
      const { at, step } = began
      began = null
      if (timeStamp - at < TAP_MS) heard(step)
    }
    const drop = () => {
      began = null
    }
    const passive = { capture: true, passive: true }
    canvas.addEventListener('touchstart', start, passive)
    canvas.addEventListener('touchmove', move, passive)
    canvas.addEventListener('touchend', end, passive)
    canvas.addEventListener('touchcancel', drop, passive)
    return () => {
      canvas.removeEventListener('touchstart', start, passive)
      canvas.removeEventListener('touchmove', move, passive)
      canvas.removeEventListener('touchend', end, passive)
      canvas.removeEventListener('touchcancel', drop, passive)
    }
  }, [root, heard])
}
const stepUnder = (target: EventTarget): string | undefined =>
  target instanceof Element ? target.closest<HTMLElement>('.react-flow__node-step')?.dataset.id : undefined
