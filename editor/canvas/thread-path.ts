/** The line of a connection: a bezier to the right, or a turn down and back when the next step starts a new row. */
import { ROW } from '../document/places.ts'

export interface Ends {
  fromX: number
  fromY: number
  toX: number
  toY: number
}

/** SVG path, and the point for the count chip. */
export function threadPath({ fromX, fromY, toX, toY }: Ends): { path: string; midX: number; midY: number } {
  const gap = toX - fromX
  if (gap > 24) {
    const bend = Math.max(24, gap / 2)
    return {
      path: `M${fromX},${fromY} C${fromX + bend},${fromY} ${toX - bend},${toY} ${toX},${toY}`,
      midX: (fromX + toX) / 2,
      midY: (fromY + toY) / 2,
    }
  }
  // Out, round the corner, straight back, round the corner, in: as a reader's eye goes. To the next row halfway, where a press
  // on the middle of it meets it; further just before the row of the next step: halfway there may be the card of another one,
  // which the line would then seem to leave.
  const reach = 64
  const apart = Math.abs(toY - fromY) / ROW
  const nextRow = apart > 0.85 && apart < 1.5
  const line = nextRow ? (fromY + toY) / 2 : toY - fromY > 150 ? toY - 100 : fromY - toY > 150 ? toY + 110 : Math.max(fromY, toY) + 110
  const turn = Math.min(reach, Math.max(0, (fromX - toX) / 2))
  return {
    path: [
      `M${fromX},${fromY}`,
      `C${fromX + reach},${fromY} ${fromX + reach},${line} ${fromX - turn + 40},${line}`,
      `L${toX + turn - 40},${line}`,
      `C${toX - reach},${line} ${toX - reach},${toY} ${toX},${toY}`,
    ].join(' '),
    midX: (fromX + toX) / 2,
    midY: line,
  }
}
