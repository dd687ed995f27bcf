import type { FitViewOptions, Viewport } from '@xyflow/react'
import { CARD_HEIGHT, CARD_WIDTH, type Places, READABLE, type Room } from '../document/places.ts'

/** What covers the canvas stays clear: the tools below, the plus at the right. */
export const CLEAR = { top: 56, right: 76, bottom: 84, left: 76 }
/** The tools below stand in several rows where the canvas is narrow. */
export const clearBelow = (root: HTMLElement | null): number =>
  Math.max(CLEAR.bottom, (root?.querySelector<HTMLElement>('[data-region="tools"]')?.offsetHeight ?? 0) + 30)
export const fitOf = (root: HTMLElement | null): FitViewOptions => ({
  padding: { top: `${CLEAR.top}px`, right: `${CLEAR.right}px`, bottom: `${clearBelow(root)}px`, left: `${CLEAR.left}px` },
  maxZoom: 1,
  minZoom: 0.2,
})

/** What of the canvas nothing covers. */
export const roomOf = (root: HTMLElement | null): Room => ({
  width: (root?.clientWidth ?? 1_020) - CLEAR.left - CLEAR.right,
  height: (root?.clientHeight ?? 700) - CLEAR.top - clearBelow(root),
})

/** How wide it is, by the width of the picture where that is known. */
export const acrossOf = (width: number, root: HTMLElement | null): { width: number } =>
  width ? { width: width - CLEAR.left - CLEAR.right } : roomOf(root)

/** How a flow is opened: whole where it can then be read, else at its beginning, as wide as it goes. */
export function firstView(places: Places, first: string, room: Room): Viewport {
  const all = Object.values(places)
  const [left, top] = [Math.min(...all.map(p => p.x)), Math.min(...all.map(p => p.y))]
  const width = Math.max(...all.map(p => p.x)) + CARD_WIDTH - left
  const height = Math.max(...all.map(p => p.y)) + CARD_HEIGHT - top
  const whole = Math.min(1, room.width / width, room.height / height)
  if (whole >= READABLE)
    return {
      zoom: whole,
      x: CLEAR.left + (room.width - width * whole) / 2 - left * whole,
      y: CLEAR.top + (room.height - height * whole) / 2 - top * whole,
    }
  const zoom = Math.min(1, Math.max(READABLE, room.width / width))
  const start = places[first] ?? { x: left, y: top }
  return { zoom, x: CLEAR.left - start.x * zoom, y: CLEAR.top - start.y * zoom }
}
