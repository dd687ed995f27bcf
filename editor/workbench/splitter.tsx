import { type KeyboardEvent, type PointerEvent, useEffect, useState } from 'react'
import { forwards } from '../words/words.ts'
import styles from './workbench.module.css'

export interface SplitterProps {
  /** Its name: "Height of the details". */
  name: string
  /** The custom property that holds the size, also the name under which it is remembered. */
  property: '--settings' | '--details'
  axis: 'x' | 'y'
  least: number
  most: number
  /** What the stylesheet gives when nobody has chosen. */
  usual: number
}
const STEP = 20
const keyOf = (property: string) => `tributary.size${property}`

/** The edge between two panels: dragged, or moved with arrow keys; a double press goes back to the usual size. */
export function Splitter({ name, property, axis, least, most, usual }: SplitterProps) {
  const [size, setSize] = useState<number | null>(() => Number(localStorage.getItem(keyOf(property))) || null)
  const at = Math.min(most, Math.max(least, size ?? usual))
  useEffect(() => {
    const page = document.documentElement.style
    if (size === null) page.removeProperty(property)
    else page.setProperty(property, `${at}px`)
    if (size === null) localStorage.removeItem(keyOf(property))
    else localStorage.setItem(keyOf(property), String(at))
  }, [property, size, at])
  const drag = (event: PointerEvent<HTMLDivElement>) => {
    event.preventDefault()
    event.currentTarget.setPointerCapture(event.pointerId)
    const from = axis === 'x' ? event.clientX : event.clientY
    const handle = event.currentTarget
    const move = (now: globalThis.PointerEvent) =>
      setSize(Math.round(at + (axis === 'x' ? forwards * (from - now.clientX) : from - now.clientY)))
    const end = () => {
      handle.removeEventListener('pointermove', move)
      handle.removeEventListener('pointerup', end)
      handle.removeEventListener('pointercancel', end)
    }
    handle.addEventListener('pointermove', move)
    handle.addEventListener('pointerup', end)
    handle.addEventListener('pointercancel', end)
  }
  const keys = (event: KeyboardEvent) => {
    const by = { ArrowUp: STEP, ArrowLeft: STEP * forwards, ArrowDown: -STEP, ArrowRight: -STEP * forwards }[event.key]
    const to = event.key === 'Home' ? least : event.key === 'End' ? most : by === undefined ? undefined : at + by
    if (to === undefined) return
    event.preventDefault()
    setSize(Math.min(most, Math.max(least, to)))
  }
  return (
    <div
      role="separator"
      tabIndex={0}
      aria-label={name}
      aria-orientation={axis === 'x' ? 'vertical' : 'horizontal'}
      aria-valuenow={at}
      aria-valuemin={least}
      aria-valuemax={most}
      className={styles.splitter}
      data-axis={axis}
      onPointerDown={drag}
      onKeyDown={keys}
      onDoubleClick={() => setSize(null)}
    />
  )
}
