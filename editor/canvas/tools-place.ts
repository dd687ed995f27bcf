export interface Edges {
  left: number
  top: number
  right: number
  bottom: number
}
interface Size {
  width: number
  height: number
}
const APART = 14
/** As near to an edge of the picture as they come. */
const MARGIN = 8

/**
 * Where the tools of what is chosen stand in the picture: above it, below it where there is no room above, and whole however
 * little of it is in sight. Nowhere when nothing of it is. What lies over the lower `clear` pixels is left alone.
 */
export function toolsPlace(of: Edges, tools: Size, picture: Size, clear: number): { left: number; top: number } | null {
  if (of.right <= 0 || of.bottom <= 0 || of.left >= picture.width || of.top >= picture.height) return null
  const lowest = picture.height - clear - tools.height
  const [above, below] = [of.top - APART - tools.height, of.bottom + APART]
  const top = above >= MARGIN ? Math.min(above, lowest) : below <= lowest ? below : MARGIN
  const middle = (of.left + of.right) / 2
  const left = Math.max(MARGIN, Math.min(middle - tools.width / 2, picture.width - tools.width - MARGIN))
  return { left: Math.round(left), top: Math.round(Math.max(MARGIN, top)) }
}
