import { useStore } from '@xyflow/react'
import type { HelperLine } from '../document/align.ts'
import styles from './marks.module.css'

/** Thin lines through the whole picture that show what a dragged card is in line with. */
export function HelperLines({ lines }: { lines: readonly HelperLine[] }) {
  const [x, y, zoom] = useStore(s => s.transform)
  return lines.map(({ axis, at }) => (
    <div
      key={axis}
      className={styles.line}
      aria-hidden="true"
      style={axis === 'x' ? { left: at * zoom + x, top: 0, bottom: 0, width: 1 } : { top: at * zoom + y, left: 0, right: 0, height: 1 }}
    />
  ))
}
